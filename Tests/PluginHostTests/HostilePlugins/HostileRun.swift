import Foundation
import Glibc
import LiquidationCore
import LuaRuntime
import MarketData
import TestSupport

@testable import Engine
@testable import Plugins
@testable import Scripting

/// Loads a plugin of the corpus in the real host and calls it in one state, as the engine calls it.
struct HostileRun {
    /// What happened: nothing, or the errors in their order with the time of the longest call.
    struct Ending {
        var errors: [any Error] = []
        var longest = Duration.zero
        var peak = 0
        var output = 0

        /// For comparing two runs: how the first calls failed. How many there are depends on how busy the machine is.
        var shape: String {
            errors.prefix(3).map { HostileClass.classes(of: $0).sorted().joined(separator: "|") }.joined(
                separator: " ")
        }
    }

    let market: HostileMarket
    static let calls = 9

    /// Processor time of this thread: the machine may be busy with something else.
    private static func worked() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    func ending(of hostile: HostileCase) -> Ending {
        var ending = Ending()
        var printed = 0
        func measured(_ body: () throws -> Void) {
            let start = Self.worked()
            do { try body() } catch { ending.errors.append(error) }
            let time = Self.worked() - start
            ending.longest = max(ending.longest, time)
        }
        var plugin: Plugin?
        measured {
            let source = PluginSource(
                id: hostile.description, path: hostile.path,
                main: Array(HostileAdapter.source(hostile.source))
            ) { _ in throw HostError(.pluginInvalid, "no modules here") }
            plugin = try Plugin(source, overrides: [:], output: { printed += $0.utf8.count })
        }
        if let plugin {
            var call: ((Int) throws -> Void)?
            measured { call = try caller(of: plugin) }
            for bar in 0..<Self.calls where bar < 3 || ending.longest < .milliseconds(150) {
                measured { try call?(bar) }
                // Once the time limit was seen to work, a fifth of it will do.
                if let last = ending.errors.last, HostileClass.classes(of: last).contains("time-limit") {
                    plugin.state.limits.deadlineMilliseconds = 200
                }
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
        switch plugin.manifest.kind {
        case .leverage:
            let rule = try LeverageRule(plugin, in: context)
            return { bar in
                var plan = BarPlan(.uniform(on: ladder))
                try rule.fill(&plan, bar: BarPlace(market.series, bar))
            }
        case .funding, .entry, .split, .closing:
            guard case .rule(let rule) = try plugin.plan(over: context) else { return { _ in } }
            return { bar in
                var plan = BarPlan(.uniform(on: .standard))
                try rule.fill(&plan, bar: BarPlace(market.series, bar))
            }
        case .margin: return { _ in _ = try plugin.levels(of: []) }
        case .signal:
            return { bar in
                let map = MapObject(market.documents[bar % 2], title: "") {
                    throw HostError(.script, "no part of this map")
                }
                _ = try SignalRule(plugin: plugin).signals(of: map, type: plugin.mapType, in: context)
            }
        }
    }
}

/// What the plugins are called with: bars and two maps.
struct HostileMarket: @unchecked Sendable {
    let series: BarSeries
    let documents: [MapDocument]
    let bench: Bench

    init() throws {
        let bench = try Bench(bars: 60)
        self.bench = bench
        series = bench.dataset.series
        documents = try ["builtin:measured", "builtin:uniform"].map { model in
            try bench.map { $0.leverage = try PluginChoice(parsing: model) }
        }
    }
}
