import LiquidationCore

/// The columns of a series as plugins know them, by name.
struct BarColumns {
    let series: BarSeries

    /// Names of the columns of numbers.
    static let names = [
        "open", "high", "low", "close", "volume", "taker_buy_volume", "open_interest",
        "open_interest_change", "long_short_ratio", "funding_rate", "last_funding_rate",
    ]

    /// The cells of a column, NaN where one is missing; `nil` where the data lacks it.
    func cells(_ name: String) -> [Double]? {
        let extras = series.extras
        return switch name {
        case "open": series.open
        case "high": series.high
        case "low": series.low
        case "close": series.close
        case "volume": extras.volume?.missingAsNaN
        case "taker_buy_volume": extras.takerBuyVolume?.missingAsNaN
        case "open_interest": extras.openInterest?.missingAsNaN
        case "open_interest_change": extras.openInterest.map { Self.changes(of: $0.missingAsNaN) }
        case "long_short_ratio": extras.longShortRatio?.missingAsNaN
        case "funding_rate": extras.fundingRate?.missingAsNaN
        case "last_funding_rate": extras.fundingRate.map { Self.lastKnown($0.missingAsNaN) }
        default: nil
        }
    }

    /// The last rate that was paid at or before each bar; NaN before the first.
    private static func lastKnown(_ cells: [Double]) -> [Double] {
        var last = Double.nan
        return cells.map { cell in
            if cell.isFinite { last = cell }
            return last
        }
    }

    /// Each cell less the one before it; NaN where either is missing.
    private static func changes(of cells: [Double]) -> [Double] {
        cells.indices.map { $0 == 0 ? .nan : cells[$0] - cells[$0 - 1] }
    }
}
