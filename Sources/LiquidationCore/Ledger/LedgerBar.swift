/// What the ledger reads of one bar.
public struct LedgerBar: Hashable, Sendable {
    /// Open instant, milliseconds UTC.
    public var time: Int64
    /// Highest price, quote per base.
    public var high: Double
    /// Lowest price.
    public var low: Double
    /// Last price.
    public var close: Double
    /// Traded base units, where known.
    public var volume: Double?
    /// Base units bought by takers, where known.
    public var takerBuyVolume: Double?
    /// Open interest at the bar's end in base units, where known.
    public var openInterest: Double?
    /// Long positions over short positions, where known.
    public var longShortRatio: Double?
    /// The funding rate where one is paid in the bar, a fraction.
    public var fundingRate: Double?
    /// Highest mark price, where known.
    public var markHigh: Double?
    /// Lowest mark price, where known.
    public var markLow: Double?
    /// How much the bar replaces, where the data says it.
    public var turnover: Double?

    /// One bar of a series.
    @inline(__always)
    public init(_ series: borrowing BarSeries, at index: Int) {
        time = series.time[index]
        (high, low, close) = (series.high[index], series.low[index], series.close[index])
        volume = series.extras.volume?[index]
        takerBuyVolume = series.extras.takerBuyVolume?[index]
        openInterest = series.extras.openInterest?[index]
        longShortRatio = series.extras.longShortRatio?[index]
        fundingRate = series.extras.fundingRate?[index]
        markHigh = series.extras.markHigh?[index]
        markLow = series.extras.markLow?[index]
        turnover = series.extras.turnover?[index]
    }
}
