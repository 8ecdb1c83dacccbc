import Engine
import Glibc
import LiquidationCore
import PlainText

/// Runs a plugin on a made-up market, so that what fails at its first use fails here.
package struct SelfCheck {
    /// What is not wrong and still worth knowing.
    package let notes: [String]

    /// Asks for every bar of a market with all columns, then of one with prices and open interest alone.
    ///
    /// - Parameter make: loads the plugin, once for each market.
    /// - Throws: ``EngineError`` where the plugin fails on the first; on the second that is a note.
    @discardableResult package init(make: () throws -> any PluginRunner) throws {
        let plugin = try make()
        _ = try Self.ask(plugin, MadeUpSeries())
        var notes: [String] = []
        if plugin.manifest.body == .both {
            notes.append("has run and run_all: run_all answers, and run is not used")
        }
        var bare = MadeUpSeries()
        (bare.isComplete, bare.count, bare.seed) = (false, 30, 2)
        do { _ = try Self.ask(try make(), bare) } catch let error as EngineError
            where error.code == .pluginInvalid
        {
            notes.append("fails where data has prices and open interest alone: \(error.message)")
        }
        self.notes = notes
    }

    /// Asks a plugin about every bar of a market.
    ///
    /// - Returns: seconds a bar, or for the one call of a signal plugin, or for all rungs of a margin plugin.
    /// - Throws: ``EngineError`` where it fails.
    package static func ask(_ plugin: any PluginRunner, _ market: MadeUpSeries) throws -> Double {
        let series = try market.series()
        let context = BarContext(
            series, interval: market.interval, ladder: plugin.manifest.ladder ?? .standard)
        // The plugins of a run share it: it is no cost of this one.
        _ = context.row
        if plugin.manifest.kind == .margin {
            let questions = RungQuestion.questions(
                of: .standard, model: .balanced,
                instrument: try ChosenMargin(
                    venue: nil, symbol: "BTCUSDT", at: Timestamp(milliseconds: market.start)
                ).instrument, at: try Price(market.price))
            let start = SystemClock.monotonic.seconds
            _ = try plugin.liquidationPrices(of: questions)
            return SystemClock.monotonic.seconds - start
        }
        guard plugin.manifest.kind.isAskedPerBar else {
            let map = try market.map()
            let start = SystemClock.monotonic.seconds
            _ = try plugin.signals(of: map, in: context)
            return SystemClock.monotonic.seconds - start
        }
        let ones = [Double](repeating: 1, count: context.ladder.count)
        var plan = BarPlan(try LeverageMix(ones))
        let start = SystemClock.monotonic.seconds
        if case .rule(let rule) = try plugin.plan(over: context) {
            for index in 0..<series.count { try rule.fill(&plan, bar: BarPlace(series, index)) }
        }
        return (SystemClock.monotonic.seconds - start) / Double(series.count)
    }
}
