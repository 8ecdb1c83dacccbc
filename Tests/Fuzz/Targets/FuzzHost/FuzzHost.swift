import FuzzRules
import LiquidationCore
import LuaRuntime
import Engine
import Plugins
import Scripting

/// Asks plugins as the engine does, on a few bars and one map, and looks at what comes back.
///
/// A plugin may fail, by an error that can be shown; what the engine is given must be what the rules promise.
public final class FuzzHost {
    /// One for the process: making a map takes longer than a thousand plugins.
    nonisolated(unsafe) public static let shared = FuzzHost()

    private let market: MadeUpSeries
    private let series: BarSeries
    private let map: MapResult
    private let interval: Int64
    /// Small, so that an endless loop costs little; the instructions make most ends the same in every run.
    private let limits = LuaLimits(memoryBytes: 4 << 20, deadlineMilliseconds: 500, instructions: 100_000)

    private init() {
        var market = MadeUpSeries()
        market.count = 12
        (self.market, interval) = (market, market.interval)
        do { (series, map) = (try market.series(), try market.map()) } catch { fatalError("\(error)") }
    }

    /// Loads a plugin and asks it.
    public func ask(_ file: [UInt8]) {
        do {
            try answer(file)
        } catch let error as EngineError {
            FuzzRules.check(error.description)
            FuzzRules.require(error.description.contains("plugin p"), "which plugin? \(error)")
        } catch {
            fatalError("an error of type \(type(of: error)): \(error)")
        }
    }

    private func answer(_ file: [UInt8]) throws {
        let source = PluginSource(id: "p", path: "p.lua", main: file) { name in
            throw EngineError(.pluginInvalid, "no module '\(name.prefix(40))' here")
        }
        var printed = 0
        let plugin = try Plugin(source, overrides: [:], limits: limits) { printed += $0.utf8.count }
        // run_all may use a little more: the answer is as long as the series.
        defer {
            FuzzRules.require(
                plugin.state.memoryPeak <= 5 << 20, "\(plugin.state.memoryPeak) bytes of memory")
            FuzzRules.require(printed <= 1 << 20, "printed \(printed) bytes")
        }
        let ladder = plugin.manifest.ladder ?? .standard
        let context = BarContext(series, interval: interval, ladder: ladder)
        if plugin.manifest.kind == .margin {
            _ = try SelfCheck.ask(plugin, market)
            return
        }
        guard plugin.manifest.kind.isAskedPerBar else {
            for _ in 0..<2 { try plugin.signals(of: map, in: context).forEach(check) }
            return
        }
        var plan = BarPlan(try LeverageMix([Double](repeating: 1, count: ladder.count)))
        switch try plugin.plan(over: context) {
        case .fixed(let mix): plan = BarPlan(mix)
        case .rule(let rule):
            for bar in [0, 1, 11] {
                try rule.fill(&plan, bar: BarPlace(series, bar))
                check(plan, count: ladder.count)
            }
        }
        check(plan, count: ladder.count)
    }

    private func check(_ plan: BarPlan, count: Int) {
        for weights in [plan.weights.long, plan.weights.short] {
            FuzzRules.require(weights.count == count, "\(weights.count) weights")
            FuzzRules.require(weights.allSatisfy { $0.isFinite && $0 >= 0 }, "\(weights)")
            let sum = weights.reduce(0, +)
            FuzzRules.require(sum > 0 && sum.isFinite, "a sum of \(sum)")
        }
        let entries = plan.entryWeights
        FuzzRules.require(entries.allSatisfy { $0.isFinite && $0 >= 0 }, "\(entries)")
        FuzzRules.require(entries.isEmpty || entries.reduce(0, +) > 0, "no entry has a weight")
        FuzzRules.require((0...1).contains(plan.longShare ?? 0), "a share of \(plan.longShare ?? 0)")
        FuzzRules.require((0...1).contains(plan.closedFraction), "a fraction of \(plan.closedFraction)")
        for tilt in [plan.tilt.long, plan.tilt.short] {
            FuzzRules.require(tilt > 0 && tilt <= 1e6, "a tilt of \(tilt)")
        }
    }

    private func check(_ signal: Signal) {
        FuzzRules.require((0...1).contains(signal.strength), "a strength of \(signal.strength)")
        FuzzRules.require(signal.price.map { $0.isFinite && $0 > 0 } ?? true, "a price")
        FuzzRules.require(
            !signal.name.text.unicodeScalars.contains { $0.value < 32 && $0 != "\t" }, "control characters")
    }
}
