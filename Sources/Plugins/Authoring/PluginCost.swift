import Engine

/// What a plugin costs: the fastest of three runs over a made-up market, each of a plugin fresh from its file.
///
/// The time is that of asking it. Loading it is not counted, nor what all plugins of a run share.
package struct PluginCost {
    /// Seconds for a bar; of plugins that are not asked about bars, for a map.
    package let seconds: Double
    /// Whether it is asked about bars.
    package let isPerBar: Bool
    /// Bars that were asked for.
    package let bars: Int
    /// Bars that are enough for three digits.
    package static let usualBars = 1000

    /// Measures a plugin.
    ///
    /// - Parameters:
    ///   - bars: how many the market has.
    ///   - make: loads the plugin.
    /// - Throws: ``EngineError`` where it fails.
    package init(bars: Int = Self.usualBars, make: () throws -> any PluginRunner) throws {
        var market = MadeUpSeries()
        market.count = bars
        var times: [Double] = []
        var isPerBar = true
        for _ in 0..<3 {
            let plugin = try make()
            isPerBar = plugin.manifest.kind.isAskedPerBar
            times.append(try SelfCheck.ask(plugin, market))
        }
        (seconds, self.isPerBar, self.bars) = (times.min() ?? 0, isPerBar, bars)
    }

    /// `1.32 µs a bar`.
    package var text: String { "\(Self.text(seconds)) a \(isPerBar ? "bar" : "map")" }

    /// How it was measured.
    package var method: String { "fastest of three runs over \(bars) bars" }

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
