/// What the ledger reads of one bar.
public struct LedgerBar: Sendable {
    /// Highest, lowest and last price, quote per base.
    public let high: Double, low: Double, close: Double
    /// Traded base units, where known.
    public let volume: Double?
    /// Open interest at the bar's end in base units, where known.
    public let openInterest: Double?
    /// Long positions over short positions, where known.
    public let longShortRatio: Double?

    /// One bar of a series.
    public init(_ series: BarSeries, at index: Int) {
        (high, low, close) = (series.high[index], series.low[index], series.close[index])
        volume = series.extras.volume?[index]
        openInterest = series.extras.openInterest?[index]
        longShortRatio = series.extras.longShortRatio?[index]
    }
}
