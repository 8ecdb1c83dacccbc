import LiquidationCore
import LuaRuntime

/// A series as the `bar` that plugins are given.
enum BarRow {
    /// The fields of a bar; a missing cell reads as nil.
    static let fields = [
        "time", "open", "high", "low", "close", "volume", "taker_buy_volume", "open_interest",
        "open_interest_change", "long_short_ratio", "funding_rate", "last_funding_rate", "interval", "index",
    ]

    /// A row over a series, standing before its first bar.
    static func make(_ series: BarSeries) -> LuaRow {
        let extras = series.extras
        var numbers = [
            ("open", series.open), ("high", series.high), ("low", series.low), ("close", series.close),
        ]
        func add(_ name: String, _ column: [Double]?) {
            numbers.append((name, column ?? [Double](repeating: .nan, count: series.count)))
        }
        add("volume", extras.volume?.missingAsNaN)
        add("taker_buy_volume", extras.takerBuyVolume?.missingAsNaN)
        add("open_interest", extras.openInterest?.missingAsNaN)
        add("open_interest_change", extras.openInterest.map(changes(of:)))
        add("long_short_ratio", extras.longShortRatio?.missingAsNaN)
        add("funding_rate", extras.fundingRate?.missingAsNaN)
        add("last_funding_rate", lastKnown(extras.fundingRate, count: series.count))
        return LuaRow(
            name: "bar", numbers: numbers, integers: [("time", series.time)],
            constants: [("interval", .integer(series.interval))])
    }

    /// The last rate that was paid at or before each bar; NaN before the first.
    static func lastKnown(_ column: Column?, count: Int) -> [Double] {
        guard let cells = column?.missingAsNaN else { return [Double](repeating: .nan, count: count) }
        var last = Double.nan
        return cells.map { cell in
            if cell.isFinite { last = cell }
            return last
        }
    }

    /// Each cell less the one before it; NaN where either is missing.
    private static func changes(of column: Column) -> [Double] {
        let cells = column.missingAsNaN
        return cells.indices.map { $0 == 0 ? .nan : cells[$0] - cells[$0 - 1] }
    }
}
