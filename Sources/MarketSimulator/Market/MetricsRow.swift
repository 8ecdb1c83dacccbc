package import LiquidationCore

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
