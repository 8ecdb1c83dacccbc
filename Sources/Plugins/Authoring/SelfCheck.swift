import Engine
import Glibc
import LiquidationCore
import PlainText

/// Runs a plugin on a made-up market, so that what fails at its first use fails here.
package struct SelfCheck {
    /// What a check found out.
    package struct Report {
        /// Seconds of work for a bar; of plugins that are not asked about bars, for a map.
        package let secondsPerBar: Double
        /// What is not wrong and still worth knowing.
        package let notes: [String]
    }

    private let plugin: any PluginRunner

    /// A check of a plugin, which is used up by it: its state goes on from where the check left it.
    package init(_ plugin: any PluginRunner) { self.plugin = plugin }

    /// Asks for every bar of a market with all columns, then of one with prices and open interest alone.
    ///
    /// - Throws: ``EngineError`` where the plugin fails on the first; on the second that is a note.
    @discardableResult package func run() throws -> Report {
        let seconds = try Self.ask(plugin, MadeUpSeries())
        var bare = MadeUpSeries()
        (bare.isComplete, bare.count, bare.seed) = (false, 30, 2)
        var notes: [String] = []
        do { _ = try Self.ask(plugin, bare) } catch let error as EngineError
            where error.code == .pluginInvalid
        {
            notes.append("fails where data has prices and open interest alone: \(error.message)")
        }
        return Report(secondsPerBar: seconds, notes: notes)
    }

    /// Asks a plugin about every bar of a market.
    ///
    /// - Returns: seconds a bar, or for the one call of a signal plugin, or for all rungs of a margin plugin.
    /// - Throws: ``EngineError`` where it fails.
    package static func ask(_ plugin: any PluginRunner, _ market: MadeUpSeries) throws -> Double {
        let series = try market.series()
        let context = BarContext(
            series, interval: market.interval, ladder: plugin.manifest.ladder ?? .standard)
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
