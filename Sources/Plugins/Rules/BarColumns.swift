import Engine
import LiquidationCore

/// The columns of a series as plugins know them, by name.
struct BarColumns {
    let series: BarSeries

    /// The columns of numbers: name, type and meaning.
    static let all: [(name: String, type: ValueType, summary: String)] = [
        ("open", .price, "First price."), ("high", .price, "Highest price."),
        ("low", .price, "Lowest price."),
        ("close", .price, "Last price."),
        ("volume", .number, "Traded base units; nil where missing."),
        ("taker_buy_volume", .number, "Base units bought by takers; nil where missing."),
        ("open_interest", .number, "Base units at the end; nil where missing."),
        ("open_interest_change", .number, "Base units against the bar before; nil where missing."),
        ("long_short_ratio", .number, "Long positions over short ones; nil where missing."),
        ("funding_rate", .share, "Fraction, in the bar in which it is paid; nil in others."),
        ("last_funding_rate", .share, "The last one paid; nil before the first."),
        ("mark_high", .price, "Highest mark price; nil where missing."),
        ("mark_low", .price, "Lowest mark price; nil where missing."),
        ("turnover", .number, "How much a bar replaces, the data's kappa; nil where missing."),
    ]

    /// Names of the columns of numbers.
    static let names = all.map(\.name)

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
        case "mark_high": extras.markHigh?.missingAsNaN
        case "mark_low": extras.markLow?.missingAsNaN
        case "turnover": extras.turnover?.missingAsNaN
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
