package import LiquidationCore
import PlainText

/// A market that has been run: what a venue would publish, and the truth behind it.
package struct SimulatedMarket: Hashable, Sendable {
    /// What it was made from.
    package let plan: SimulationPlan
    /// The path in internal steps, from the plan's start to its end.
    package let steps: [StepRecord]
    /// Bars of the plan's length, joined from ``steps``.
    package let bars: [StepRecord]
    /// A row every five minutes, from five minutes after the start to the end.
    package let metrics: [MetricsRow]
    /// Funding payments from the start on, the start included and the end not.
    package let funding: [FundingPayment]
    /// Every position that lived between start and end, in the order of opening.
    package let positions: [SimulatedPosition]
    /// Every liquidation from the start on, in time order.
    package let liquidations: [SimulatedLiquidation]
}

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

/// The market's statistics at an instant, every five minutes.
///
/// Ratios are longs over shorts. Market makers are left out of them: with makers every long would have its
/// short and every quantity ratio would be 1.
package struct MetricsRow: Hashable, Sendable {
    /// The instant; the row counts what was opened before it and not ended before it.
    package let time: Timestamp
    /// Open interest: the lots of all live longs, makers included, which equal those of all live shorts.
    package let openInterest: Lots
    /// Price at the instant.
    package let price: Ticks
    /// Number of long over short positions among the fifth of the traders with the largest wallets.
    package let topCountRatio: Ratio
    /// Long over short lots among the fifth of the traders with the largest wallets.
    package let topQuantityRatio: Ratio
    /// Number of long over short positions among all traders.
    package let countRatio: Ratio
    /// Taker buy over taker sell volume of the five minutes before the instant.
    package let takerRatio: Ratio

    /// Counts the live positions of a book.
    ///
    /// - Parameters:
    ///   - time: the instant.
    ///   - price: at the instant.
    ///   - book: as it stands at the instant.
    ///   - flow: the steps of the five minutes before, joined.
    /// - Complexity: O(live · log live).
    init(time: Timestamp, price: Ticks, book: PositionBook, flow: StepRecord) {
        (self.time, self.price) = (time, price)
        openInterest = Lots(book.longLots)
        var wallets: [(margin: Int64, index: Int)] = []
        wallets.reserveCapacity(book.live.count)
        var all = Census()
        for index in book.live where book.positions[index].role == .trader {
            all.count(book.positions[index])
            wallets.append((book.positions[index].margin.count, index))
        }
        wallets.sort { ($1.margin, $0.index) < ($0.margin, $1.index) }
        var top = Census()
        for wallet in wallets.prefix((wallets.count + 4) / 5) { top.count(book.positions[wallet.index]) }
        topCountRatio = Ratio(top.longs, over: top.shorts)
        topQuantityRatio = Ratio(top.longLots, over: top.shortLots)
        countRatio = Ratio(all.longs, over: all.shorts)
        let bought = flow.takerBuyVolume.count
        takerRatio = Ratio(bought, over: flow.volume.count - bought)
    }

    private struct Census {
        var longs: Int64 = 0
        var shorts: Int64 = 0
        var longLots: Int64 = 0
        var shortLots: Int64 = 0

        mutating func count(_ position: SimulatedPosition) {
            if position.side == .long {
                longs += 1
                longLots += position.lots.count
            } else {
                shorts += 1
                shortLots += position.lots.count
            }
        }
    }
}

/// One funding payment between the two sides.
package struct FundingPayment: Hashable, Sendable {
    /// When it was paid.
    package let time: Timestamp
    /// The rate in hundred-millionths; longs pay where it is above zero.
    package let rate: Int64
    /// Price at which positions were valued.
    package let price: Ticks
    /// What each long lot paid and each short lot received, millionths of a quote unit.
    package let perLot: Micros
    /// What all longs paid; what all shorts received, as there are as many lots on either side.
    package let total: Micros

    /// The payment of a premium.
    ///
    /// `rate = premium + clamp(0.01 % − premium, ±0.05 %)`, held within ±0.3 %. A lot's amount is rounded to a
    /// millionth of a quote unit, so both sides' sums agree exactly.
    /// - Source: Binance, "Introduction to Binance Futures Funding Rates", read 2026-11-21.
    /// - Parameters:
    ///   - time: when it is paid.
    ///   - premium: hundred-millionths.
    ///   - price: values the positions.
    ///   - lots: open interest.
    init(time: Timestamp, premium: Int64, price: Ticks, lots: Lots) {
        (self.time, self.price) = (time, price)
        let damped = premium + min(50_000, max(-50_000, 10_000 - premium))
        rate = min(300_000, max(-300_000, damped))
        perLot = Micros(DecimalText.rounded(price.count * rate, by: 1_000_000))
        total = Micros(perLot.count * lots.count)
    }
}

/// One forced closing.
package struct SimulatedLiquidation: Hashable, Sendable {
    /// When the path touched the level.
    package let time: Timestamp
    /// The position that was closed.
    package let positionID: Int
    /// Its side: a liquidated long is a forced sale.
    package let side: Side
    /// Price at which it was closed.
    package let price: Ticks
    /// Its size.
    package let lots: Lots
}
