import Engine
import LiquidationCore
import PlainText

/// What a plugin costs, beside a whole map.
package struct PluginBench {
    /// What the plugin costs.
    package let plugin: PluginCost
    /// Seconds for a bar of a whole map with the built-in default mix.
    package let builtIn: Double
    /// Bars of a year of minutes.
    package static let yearOfMinutes = 525_600

    /// Measures a plugin, and the map three times.
    ///
    /// - Throws: ``EngineError`` where it fails.
    package init(bars: Int, make: () throws -> any PluginRunner) throws {
        plugin = try PluginCost(bars: bars, make: make)
        var market = MadeUpSeries()
        market.count = bars
        let run = try MapRun(
            series: try market.series(), model: .balanced, grid: .logarithmic(buckets: 2000),
            ladder: .standard,
            instrument: try ChosenMargin(
                venue: nil, symbol: "BTCUSDT", at: Timestamp(milliseconds: market.start)
            )
            .instrument)
        let own = try (0..<3).map { _ in
            let start = SystemClock.monotonic.seconds
            _ = try run.run(BuiltInModel.measured.mix(on: .standard), barsPerColumn: nil)
            return (SystemClock.monotonic.seconds - start) / Double(bars)
        }
        builtIn = own.min() ?? 0
    }

    /// The figures as lines.
    package var lines: [String] {
        let year = Double(Self.yearOfMinutes)
        func figures(_ seconds: Double) -> String {
            "\(PluginCost.text(seconds)) a bar, \(PluginCost.text(seconds * year)) for a year of minutes"
        }
        guard plugin.isPerBar else {
            return [
                "plugin    \(plugin.text): it is asked once a map or rung",
                "built in  \(figures(builtIn)), the map without it", plugin.method,
            ]
        }
        let share = plugin.seconds / (plugin.seconds + builtIn)
        return [
            "plugin    \(figures(plugin.seconds))",
            "built in  \(figures(builtIn)): the whole map with builtin:measured",
            "together  \(figures(plugin.seconds + builtIn)); "
                + "\(Int((share * 100).rounded())) % of it the plugin", plugin.method,
        ]
    }
}
