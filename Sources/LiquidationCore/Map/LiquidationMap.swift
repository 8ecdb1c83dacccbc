/// Estimated notional that would be force-closed, by price: the state of a ledger after its last bar.
///
/// An estimate: venues publish no positions.
///
/// A bucket holds its lower edge and not its upper one. What a bucket holds is spread evenly over its height, except in
/// the bucket that holds the price: its longs lie below the price and its shorts above. Where the price lies exactly on
/// the lower edge of its bucket, the bucket's longs have no room below it: they lie at the price, and all of them count
/// as soon as the price falls at all. Sums, pictures and differences of maps (``sum(_:within:)``, ``cumulative()``,
/// ``notional(_:at:)``, ``MapDelta``) follow this one rule. Longs in buckets above the price's and shorts in buckets
/// below it are part of the map, but no move away from the price reaches them.
///
/// ```swift
/// let closed = map.sum(.long, within: try Rate(0.05))
/// let nearest = map.clusters(within: try Rate(0.2)).first?.peak
/// let shorts = map.notional.short.reduce(0, +)
/// ```
public struct LiquidationMap: Sendable {
    /// The price axis.
    public let grid: PriceGrid
    /// The ladder, in the order of ``byRung``.
    public let rungs: [Rung]
    /// Open instant of the last bar.
    public let time: Timestamp
    /// The last close: where the price stands, and what quantities are valued at.
    public let price: Price
    /// Live notional per bucket, quote units.
    public let notional: BySide<[Double]>
    /// Live notional per rung and bucket, quote units; empty where the ledger was not kept by rung.
    public let byRung: BySide<[[Double]]>
    /// The accounts behind it.
    public let ledger: LedgerReport
    /// What of it was never swept; `nil` where the run does not tell.
    public let freshness: Freshness?
    /// What of ``notional`` stood when the data began, so that nobody knows when and at which prices it was entered; it is taken
    /// to have been entered in the first bar. `nil` where nothing of it is left, and where the run does not tell.
    public let unknownAge: BySide<[Double]>?
    /// When what is live was opened; `nil` where the run does not tell.
    let ages: LiveAges?

    /// A map by its parts; without mass by rung unless it is given.
    init(
        grid: PriceGrid, rungs: [Rung], time: Timestamp, price: Price, notional: BySide<[Double]>,
        ledger: LedgerReport, byRung: BySide<[[Double]]> = BySide(both: []), freshness: Freshness? = nil,
        unknownAge: BySide<[Double]>? = nil, ages: LiveAges? = nil
    ) {
        (self.grid, self.rungs, self.time, self.price) = (grid, rungs, time, price)
        (self.notional, self.ledger, self.byRung, self.freshness) = (notional, ledger, byRung, freshness)
        (self.unknownAge, self.ages) = (unknownAge, ages)
    }

    /// The map of a ledger: of a snapshot that was kept, or of a branch.
    ///
    /// - Parameters:
    ///   - ledger: the ledger.
    ///   - time: open instant of the last bar that it took.
    ///   - price: the price that quantities are valued at.
    /// - Throws: ``CoreError`` `.unbalanced` when the ledger does not balance.
    /// - Complexity: O(rows · buckets).
    public init(_ ledger: Ledger, time: Timestamp, price: Price) throws(CoreError) {
        self.ledger = try ledger.report()
        (grid, rungs, self.time, self.price) = (ledger.grid, ledger.rungs, time, price)
        (freshness, unknownAge, ages) = (nil, nil, nil)
        let worth = ledger.unit == .base ? price.value : 1
        func standing(_ book: SideBook, _ rows: Range<Int>) -> [Double] {
            book.standing(rows, on: ledger.grid).cells.map { $0 * worth }
        }
        notional = ledger.books.map { standing($0, $0.rows.indices) }
        byRung = ledger.books.map { book in
            ledger.isByRung ? ledger.rungs.indices.map { standing(book, $0..<($0 + 1)) } : []
        }
    }

    /// Live notional of a side on the grid, quote units.
    public func total(_ side: Side) -> Double { notional[side].reduce(0, +) }

    /// The highest bucket of both sides, quote units: what an intensity of 1 stands for.
    public var peak: Double { max(notional.long.max() ?? 0, notional.short.max() ?? 0) }

    /// Live notional of a side in the bucket that holds a price, quote units; `nil` off the grid.
    public func notional(_ side: Side, at price: Price) -> Double? {
        let bucket = grid.index(of: price.value)
        return (0..<grid.count).contains(bucket) ? notional[side][bucket] : nil
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
            sum += notional.long[bucket]
            sums[bucket] = sum
        }
        sum = 0
        for bucket in max(here, 0)..<grid.count {
            sum += notional.short[bucket]
            if bucket > here { sums[bucket] = sum }
        }
        return sums
    }

    /// Shorts above against longs below the price, within a distance of it.
    ///
    /// - Parameter distance: the distance as a fraction of the price; 0.05 looks 5 % up and down.
    /// - Returns: `(short − long) / (short + long)`: +1 when all fuel lies above, −1 when all lies below; `nil`
    ///   where there is none, and where the price is not on the grid.
    public func asymmetry(within distance: Rate) -> Double? {
        guard holdsPrice else { return nil }
        let longs = sum(.long, within: distance)
        let shorts = sum(.short, within: distance)
        return longs + shorts > 0 ? (shorts - longs) / (shorts + longs) : nil
    }

    /// What a move of the price by a distance would force-close: longs on the way down, shorts on the way up.
    ///
    /// A bucket counts by the share of its height that the move crosses.
    ///
    /// - Parameters:
    ///   - side: the side.
    ///   - distance: a fraction of the price; its sign does not matter.
    /// - Returns: notional, quote units.
    /// - Complexity: O(buckets).
    public func sum(_ side: Side, within distance: Rate) -> Double {
        let end = price.value * (1 + (side == .long ? -1 : 1) * abs(distance.value))
        let (low, high) = (min(price.value, end), max(price.value, end))
        guard low < high else { return 0 }
        return sum(side, of: notional[side], within: low...high)
    }

    /// What a side holds between two prices; a bucket counts by the share of its height that lies between them.
    ///
    /// - Parameters:
    ///   - side: the side.
    ///   - cells: what each bucket holds: of the side, or of one of its rungs.
    ///   - prices: from and to.
    /// - Returns: notional, quote units.
    /// - Complexity: O(buckets between the prices).
    func sum(_ side: Side, of cells: [Double], within prices: ClosedRange<Double>) -> Double {
        let first = max(grid.index(of: prices.lowerBound), 0)
        let last = min(grid.index(of: prices.upperBound), grid.count - 1)
        guard first <= last else { return 0 }
        var sum = 0.0
        for bucket in first...last where cells[bucket] > 0 {
            let (low, high) = extent(of: bucket, side)
            if low == high {
                // Longs at the price itself: any fall reaches them.
                sum += prices.contains(low) ? cells[bucket] : 0
                continue
            }
            let overlap = min(high, prices.upperBound) - max(low, prices.lowerBound)
            if overlap > 0 { sum += cells[bucket] * min(1, overlap / (high - low)) }
        }
        return sum
    }

    /// The prices over which what a bucket holds of a side is taken as even: the bucket, cut off at the price where it
    /// holds that. The two are equal for longs that lie at the price itself.
    func extent(of bucket: Int, _ side: Side) -> (low: Double, high: Double) {
        var (low, high) = (grid.edges[bucket], grid.edges[bucket + 1])
        if low <= price.value, price.value < high {
            if side == .long { high = price.value } else { low = price.value }
        }
        return (low, high)
    }
}

extension LedgerReport {
    /// Accounts in quote units together.
    init(adding ledgers: [LedgerReport]) {
        // Without coins among them no price is asked for.
        self.init(summing: ledgers.map { ($0, Price(unchecked: 1)) })
    }

    /// Accounts of several ledgers together: in their unit where they have one, else in quote units at each one's
    /// price; in a unit where it is given.
    init(summing ledgers: [(report: LedgerReport, price: Price)], in wanted: MassUnit? = nil) {
        let units = Set(ledgers.map(\.report.unit))
        let unit = wanted ?? (units.count == 1 ? ledgers[0].report.unit : .quote)
        func sum(_ side: Side) -> Account {
            ledgers.reduce(into: Account.nothing) { sum, ledger in
                let isScaled = unit == .quote && ledger.report.unit == .base
                sum = sum.adding(ledger.report.accounts[side], worth: isScaled ? ledger.price.value : 1)
            }
        }
        self.init(unit: unit, accounts: BySide.each(sum))
    }
}

extension LedgerReport.Account {
    fileprivate static let nothing = Self(
        opened: 0, live: 0, closed: 0, liquidated: 0, belowGrid: 0, aboveGrid: 0)

    fileprivate func adding(_ other: Self, worth: Double) -> Self {
        Self(
            opened: opened + worth * other.opened, live: live + worth * other.live,
            closed: closed + worth * other.closed, liquidated: liquidated + worth * other.liquidated,
            belowGrid: belowGrid + worth * other.belowGrid, aboveGrid: aboveGrid + worth * other.aboveGrid)
    }
}
