import Engine
import LiquidationCore
import PlainText

/// What a plugin costs.
package struct PluginBench {
    /// Seconds for a bar; for the one call of a signal plugin.
    package let plugin: Double
    /// Seconds for a bar of a whole map with the built-in default mix.
    package let builtIn: Double
    /// Whether it is asked once a bar.
    package let isPerBar: Bool
    /// Bars that were asked for.
    package let bars: Int
    /// Bars of a year of minutes.
    package static let yearOfMinutes = 525_600

    /// Measures a plugin, made anew for each of three runs of which the fastest counts.
    ///
    /// - Throws: ``EngineError`` where it fails.
    package init(bars: Int, make: () throws -> any PluginRunner) throws {
        self.bars = bars
        var market = MadeUpSeries()
        market.count = bars
        var times: [Double] = []
        var isPerBar = true
        for _ in 0..<3 {
            let plugin = try make()
            isPerBar = plugin.manifest.kind.isAskedPerBar
            times.append(try SelfCheck.ask(plugin, market))
        }
        (self.isPerBar, plugin) = (isPerBar, times.min() ?? 0)
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
        let whole = "\(Self.text(builtIn)) a bar, \(Self.text(builtIn * year)) for a year of minutes"
        guard isPerBar else {
            return [
                "plugin    \(Self.text(plugin)) a map: it is asked once a map or rung",
                "built in  \(whole), the map without it",
            ]
        }
        let share = plugin / (plugin + builtIn)
        return [
            "plugin    \(Self.text(plugin)) a bar, \(Self.text(plugin * year)) for a year of minutes",
            "built in  \(whole): the whole map with builtin:measured",
            "together  \(Self.text(plugin + builtIn)) a bar, \(Self.text((plugin + builtIn) * year)) for a year of minutes; "
                + "\(Int((share * 100).rounded())) % of it the plugin",
        ]
    }

    /// Three digits with a unit: `1.32 µs`.
    package static func text(_ seconds: Double) -> String {
        for (unit, size) in [("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)] where seconds >= size {
            return digits(seconds / size) + " " + unit
        }
        return digits(seconds / 1e-9) + " ns"
    }

    private static func digits(_ number: Double) -> String {
        let scale = number >= 100 ? 1.0 : number >= 10 ? 10 : 100
        let rounded = (number * scale).rounded() / scale
        let text = "\(rounded)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
