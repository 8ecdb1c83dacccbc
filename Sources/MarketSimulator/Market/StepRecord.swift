package import LiquidationCore

/// What one internal step did: the finest published view of the path.
package struct StepRecord: Hashable, Sendable {
    /// When it begins.
    package let time: Timestamp
    /// Its first price: the close of the step before.
    package let open: Ticks
    /// Highest price.
    package private(set) var high: Ticks
    /// Lowest price.
    package private(set) var low: Ticks
    /// Last price.
    package private(set) var close: Ticks
    /// Traded lots.
    package private(set) var volume = Lots(0)
    /// Lots bought by takers.
    package private(set) var takerBuyVolume = Lots(0)
    /// Traded value, ten-thousandths of a quote unit.
    package private(set) var quoteVolume: Int64 = 0
    /// Value bought by takers, ten-thousandths of a quote unit.
    package private(set) var takerBuyQuoteVolume: Int64 = 0
    /// Number of trades.
    package private(set) var trades = 0

    /// A step in which nothing has happened yet.
    init(time: Timestamp, open: Ticks) {
        (self.time, self.open) = (time, open)
        (high, low, close) = (open, open, open)
    }

    /// The path moves in a straight line to a price.
    mutating func move(to price: Ticks) {
        (high, low, close) = (max(high, price), min(low, price), price)
    }

    /// Lots change hands at a price.
    ///
    /// - Parameters:
    ///   - lots: all that is traded.
    ///   - bought: how many of the lots were bought by takers.
    ///   - price: for all of them.
    ///   - count: number of trades.
    mutating func trade(_ lots: Lots, bought: Lots, at price: Ticks, count: Int) {
        volume = Lots(volume.count + lots.count)
        takerBuyVolume = Lots(takerBuyVolume.count + bought.count)
        quoteVolume += lots.notional(at: price)
        takerBuyQuoteVolume += bought.notional(at: price)
        trades += count
    }

    /// Joins the step that follows: range and sums over both.
    mutating func append(_ next: StepRecord) {
        (high, low, close) = (max(high, next.high), min(low, next.low), next.close)
        volume = Lots(volume.count + next.volume.count)
        takerBuyVolume = Lots(takerBuyVolume.count + next.takerBuyVolume.count)
        quoteVolume += next.quoteVolume
        takerBuyQuoteVolume += next.takerBuyQuoteVolume
        trades += next.trades
    }
}
