import Foundation
import LiquidationCore
import LuaRuntime
import MarketData
import PluginTestSupport
import TestSupport

@testable import Engine
@testable import Plugins

/// Loads a plugin of the corpus in the real host and calls it in one state, as the engine calls it.
struct HostileRun {
    /// What happened: nothing, or the errors in their order with the time of the longest call.
    struct Ending {
        var errors: [any Error] = []
        var longest = Duration.zero
        var peak = 0
        var output = 0

        /// Whether a call ended by the limit of time or of memory.
        var hasReachedLimit: Bool {
            let limits = ["time-limit", "memory-limit"]
            return errors.contains { !HostileClass.classes(of: $0).isDisjoint(with: limits) }
        }

        /// For comparing two runs: how the first calls failed. How many there are depends on how busy the machine is.
        var shape: String {
            errors.prefix(3).map { HostileClass.classes(of: $0).sorted().joined(separator: "|") }.joined(
                separator: " ")
        }
    }

    let market: HostileMarket
    static let calls = 9

    /// What happens in so many calls.
    func ending(of hostile: HostileCase, calls: Int = Self.calls) -> Ending {
        var ending = Ending()
        var printed = 0
        func measured(_ body: () throws -> Void) {
            let time = ProcessorTime.measure { do { try body() } catch { ending.errors.append(error) } }
            ending.longest = max(ending.longest, time)
        }
        var plugin: Plugin?
        measured {
            let source = PluginSource(
                id: hostile.description, path: hostile.path,
                main: Array(HostileAdapter.source(hostile.source))
            ) { _ in throw EngineError(.pluginInvalid, "no modules here") }
            plugin = try Plugin(
                source, overrides: [:], limits: hostile.limits, output: { printed += $0.utf8.count })
        }
        if let plugin {
            var call: ((Int) throws -> Void)?
            measured { call = try caller(of: plugin) }
            // Two calls show what such a limit does; the cases that need more never reach one.
            for bar in 0..<calls where bar < 2 || !ending.hasReachedLimit {
                measured { try call?(bar) }
            }
            ending.peak = plugin.state.memoryPeak
        }
        ending.output = printed
        return ending
    }

    /// Calls a plugin for a bar through the rule of its kind.
    private func caller(of plugin: Plugin) throws -> (Int) throws -> Void {
        let ladder = plugin.manifest.ladder ?? .standard
        let context = BarContext(market.series, interval: 3_600_000, ladder: ladder)
        switch plugin.manifest.kind.descriptor.role {
        case .bar where plugin.manifest.kind == .leverage:
            let rule = try LeverageRule(plugin, in: context)
            return { bar in
                var plan = BarPlan(.uniform(on: ladder))
                try rule.fill(&plan, bar: BarPlace(market.series, bar))
            }
        case .bar:
            guard case .rule(let rule) = try plugin.plan(over: context) else { return { _ in } }
            return { bar in
                var plan = BarPlan(.uniform(on: .standard))
                try rule.fill(&plan, bar: BarPlace(market.series, bar))
            }
        case .rungs: return { _ in _ = try plugin.liquidationPrices(of: []) }
        case .map:
            return { bar in
                let map = market.maps[bar % 2]
                _ = try SignalRule(plugin: plugin).signals(of: map, type: plugin.mapType, in: context)
            }
        }
    }
}

/// What the plugins are called with: bars and two maps. Nothing changes it, so that all cases share one.
struct HostileMarket: @unchecked Sendable {
    let series: BarSeries
    let maps: [MapResult]

    init() throws {
        let bench = try EngineBench(bars: 60)
        series = bench.dataset.series
        maps = try ["builtin:measured", "builtin:uniform"].map { model in
            try bench.map { $0.plugins[.leverage] = try PluginChoice(parsing: model) }
        }
    }

    /// The bytes of a map by an honest plugin with funding and signals, in an engine of its own.
    static func neighbour() throws -> [UInt64] {
        let document = try EngineBench(bars: 60).map { request in
            request.plugins[.leverage] = PluginChoice("measured")
            request.plugins[.funding] = PluginChoice("crowded-side-pays")
            request.plugins.set(.signal, [PluginChoice("nearest-cluster")])
        }
        return document.map.notional.long.map(\.bitPattern) + document.map.notional.short.map(\.bitPattern)
            + document.signals.map { $0.strength.bitPattern }
    }
}
