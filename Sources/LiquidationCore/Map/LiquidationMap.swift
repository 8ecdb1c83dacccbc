/// Estimated notional that would be force-closed, by price: the state of a ledger after its last bar.
///
/// An estimate: venues publish no positions.
public struct LiquidationMap: Sendable {
    /// The price axis.
    public let grid: PriceGrid
    /// The ladder, in the order of ``byRung(_:)``.
    public let rungs: [Rung]
    /// Open instant of the last bar.
    public let time: Timestamp
    /// The last close: where the price stands, and what quantities are valued at.
    public let price: Price
    /// Live notional of longs per bucket, quote units.
    public let long: [Double]
    /// Live notional of shorts per bucket, quote units.
    public let short: [Double]
    /// The accounts behind it.
    public let ledger: LedgerReport

    private let longByRung: [[Double]]
    private let shortByRung: [[Double]]

    /// A map by its parts; without mass by rung unless it is given.
    init(
        grid: PriceGrid, rungs: [Rung], time: Timestamp, price: Price, long: [Double], short: [Double],
        ledger: LedgerReport, longByRung: [[Double]] = [], shortByRung: [[Double]] = []
    ) {
        (self.grid, self.rungs, self.time, self.price) = (grid, rungs, time, price)
        (self.long, self.short, self.ledger) = (long, short, ledger)
        (self.longByRung, self.shortByRung) = (longByRung, shortByRung)
    }

    /// The map of a ledger.
    ///
    /// - Throws: ``CoreError`` `.unbalanced` when the ledger does not balance.
    init(_ ledger: Ledger, time: Timestamp, price: Price) throws(CoreError) {
        self.ledger = try ledger.report()
        (grid, rungs, self.time, self.price) = (ledger.grid, ledger.rungs, time, price)
        let worth = ledger.unit == .base ? price.value : 1
        func standing(_ book: SideBook, _ rows: Range<Int>) -> [Double] {
            book.standing(rows, on: ledger.grid).cells.map { $0 * worth }
        }
        long = standing(ledger.long, ledger.long.rows.indices)
        short = standing(ledger.short, ledger.short.rows.indices)
        func split(_ book: SideBook) -> [[Double]] {
            guard ledger.isByRung else { return [] }
            return ledger.rungs.indices.map { standing(book, $0..<($0 + 1)) }
        }
        longByRung = split(ledger.long)
        shortByRung = split(ledger.short)
    }

    /// Live notional per bucket of a side, quote units.
    public func notional(_ side: Side) -> [Double] { side == .long ? long : short }

    /// Live notional per rung and bucket of a side, quote units; empty where the ledger was not kept by rung.
    public func byRung(_ side: Side) -> [[Double]] { side == .long ? longByRung : shortByRung }

    /// Live notional of a side on the grid, quote units.
    public func total(_ side: Side) -> Double { notional(side).reduce(0, +) }

    /// The highest bucket of both sides, quote units: what an intensity of 1 stands for.
    public var peak: Double { max(long.max() ?? 0, short.max() ?? 0) }

    /// Live notional of a side in the bucket that holds a price, quote units; `nil` off the grid.
    public func notional(_ side: Side, at price: Price) -> Double? {
        let bucket = grid.index(of: price.value)
        return (0..<grid.count).contains(bucket) ? notional(side)[bucket] : nil
    }

    /// What would be force-closed if the price went from where it stands to the far edge of each bucket.
    ///
    /// The price's own bucket counts on both ways: its longs downwards, where they are its own sum, and its
    /// shorts upwards.
    ///
    /// - Returns: one sum a bucket, quote units: longs below the price, shorts above it, growing outwards.
    /// - Complexity: O(buckets).
    public func cumulative() -> [Double] {
        let here = grid.index(of: price.value)
        var sums = [Double](repeating: 0, count: grid.count)
        var sum = 0.0
        for bucket in stride(from: min(here, grid.count - 1), through: 0, by: -1) {
            sum += long[bucket]
            sums[bucket] = sum
        }
        sum = 0
        for bucket in max(here, 0)..<grid.count {
            sum += short[bucket]
            if bucket > here { sums[bucket] = sum }
        }
        return sums
    }

    /// Shorts above against longs below the price, within a distance of it.
    ///
    /// - Parameter distance: the distance as a fraction of the price; 0.05 looks 5 % up and down.
    /// - Returns: `(short − long) / (short + long)`: +1 when all fuel lies above, −1 when all lies below; `nil`
    ///   where there is none.
    public func asymmetry(within distance: Rate) -> Double? {
        let longs = sum(.long, within: distance)
        let shorts = sum(.short, within: distance)
        return longs + shorts > 0 ? (shorts - longs) / (shorts + longs) : nil
    }

    /// What a move of the price by a distance would force-close: longs on the way down, shorts on the way up.
    ///
    /// A bucket counts by the share of its height that the move crosses; that which holds the price has its longs
    /// below it and its shorts above.
    ///
    /// - Parameters:
    ///   - side: the side.
    ///   - distance: a fraction of the price; its sign does not matter.
    /// - Returns: notional, quote units.
    /// - Complexity: O(buckets).
    public func sum(_ side: Side, within distance: Rate) -> Double {
        let density = notional(side)
        let end = price.value * (1 + (side == .long ? -1 : 1) * abs(distance.value))
        let (low, high) = (min(price.value, end), max(price.value, end))
        var sum = 0.0
        for bucket in density.indices where density[bucket] > 0 {
            var (bottom, top) = (grid.edges[bucket], grid.edges[bucket + 1])
            if bottom <= price.value, price.value < top {
                if side == .long { top = price.value } else { bottom = price.value }
            }
            if top == bottom { continue }
            let crossed = min(top, high) - max(bottom, low)
            if crossed > 0 { sum += density[bucket] * min(1, crossed / (top - bottom)) }
        }
        return sum
    }
}
