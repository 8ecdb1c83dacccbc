/// Where the mass of a price range came from: bars, rungs, and what became of their deposits.
///
/// The live notional of all deposits adds up to the map's in the same buckets, to 1e-9 of it.
public struct Explanation: Sendable {
    /// The lower edge of the lowest bucket.
    public let low: Double
    /// The upper edge of the highest bucket.
    public let high: Double
    /// One part a side that was asked for.
    public let parts: [Part]

    /// One side.
    public struct Part: Sendable {
        /// Whose positions.
        public let side: Side
        /// Notional that is still open, quote units.
        public let live: Double
        /// All notional that was ever opened with a liquidation price in the range.
        public let opened: Double
        /// What of it was force-closed.
        public let liquidated: Double
        /// Open instant of the last bar whose path force-closed any of it; `nil` where none did.
        public let lastSwept: Timestamp?
        /// What still holds mass, newest first; within a bar by rising leverage.
        public let deposits: [Deposit]

        /// What of it its holders closed, or age did.
        public var closed: Double { max(0, opened - liquidated - live) }
    }

    /// What one rung opened in one bar.
    public struct Deposit: Hashable, Sendable {
        /// The bar's place in the series.
        public let bar: Int
        /// Its open instant.
        public let time: Timestamp
        /// The rung.
        public let leverage: Double
        /// The lowest entry price.
        public let lowestEntry: Double
        /// The highest entry price.
        public let highestEntry: Double
        /// Notional when it was opened, at what a unit of mass is worth in the map.
        public let opened: Double
        /// What of it is still open.
        public let live: Double

        /// The fraction that closing has left.
        public var left: Double { opened > 0 ? live / opened : 0 }
    }
}

extension MapRun {
    /// Tells where the mass in some buckets came from, by running bar by bar.
    ///
    /// - Parameters:
    ///   - buckets: a range of the grid's buckets, not empty.
    ///   - sides: the sides to look at; each costs time.
    ///   - plan: as for ``run(barsPerColumn:plan:)``, with the same answers.
    /// - Returns: what the buckets hold, deposit by deposit, and the map of the sides that were asked for.
    /// - Throws: what `plan` throws; ``CoreError`` as a run, and `.outOfRange` for buckets off the grid and where the
    ///   range holds more than 4,000,000 deposits.
    /// - Complexity: that of a run, and O(deposits in the range).
    public func explain(
        _ buckets: Range<Int>, sides: [Side], plan: (Int, inout BarPlan) throws -> Void
    ) throws -> (explanation: Explanation, result: Result) {
        var ledger = try emptyLedger(byRung: false)
        var (bar, liquidated) = (0, BySide(both: LiquidatedBars()))
        let explanation = try Explanation(
            replaying: series, in: &ledger, buckets, sides: sides,
            plan: { index, current in
                try pause(at: index)
                try plan(index, &current)
            }
        ) { ofBar in
            liquidated.long.append(ofBar.long, bar: bar)
            liquidated.short.append(ofBar.short, bar: bar)
            bar += 1
        }
        return (explanation, try result(ledger, liquidated, nil))
    }
}

extension Explanation {
    /// Refuses buckets that are not on a grid.
    static func check(_ buckets: Range<Int>, on grid: PriceGrid) throws(CoreError) {
        guard buckets.isEmpty || buckets.lowerBound < 0 || buckets.upperBound > grid.count else { return }
        throw CoreError(
            .outOfRange,
            "buckets \(buckets.lowerBound)..<\(buckets.upperBound) are not on a grid of \(grid.count)")
    }

    /// Feeds a series to an empty ledger and follows what ends up in some buckets.
    init(
        replaying series: BarSeries, in ledger: inout Ledger, _ buckets: Range<Int>, sides: [Side],
        plan: (Int, inout BarPlan) throws -> Void, liquidated: (BySide<Double>) -> Void = { _ in }
    ) throws {
        try Self.check(buckets, on: ledger.grid)
        for side in sides { ledger.follow(buckets, side, shifts: ledger.shifts(side, after: series)) }
        var current = BarPlan(try LeverageMix([Double](repeating: 1, count: ledger.rungs.count)))
        let only = sides.count == 1 ? sides[0] : nil
        for index in 0..<series.count {
            try plan(index, &current)
            ledger.begin(bar: index)
            liquidated(try ledger.take(LedgerBar(series, at: index), plan: current, only: only))
        }
        low = ledger.grid.edges[buckets.lowerBound]
        high = ledger.grid.edges[buckets.upperBound]
        var parts: [Part] = []
        for side in sides { parts.append(try Part(side, buckets, ledger, series)) }
        self.parts = parts
    }
}

extension Explanation.Part {
    fileprivate init(_ side: Side, _ buckets: Range<Int>, _ ledger: Ledger, _ series: BarSeries) throws {
        let book = ledger.books[side]
        guard let history = book.history, !history.isFull else {
            throw CoreError(
                .outOfRange, "the range holds more than \(DepositHistory.limit) deposits",
                hint: "ask for a narrower one")
        }
        let worth = ledger.unit == .base ? series.close[series.count - 1] : 1
        var (live, opened, liquidated) = (0.0, 0.0, 0.0)
        var deposits = DepositSums(series: series, rungs: ledger.rungs)
        for row in book.rows.indices {
            let (scale, shift) = (book.rows[row].scale, book.rows[row].shift)
            for bucket in history.ranges[row] {
                guard let cell = history.cell(row, bucket) else { continue }
                var share = 0.0
                shift.places(of: bucket, on: ledger.grid) { if buckets.contains($0) { share += $1 } }
                let value = share * worth
                guard value > 0 else { continue }
                live += book.cells[row * book.buckets + bucket] * scale * value
                opened += history.opened[cell] * value
                liquidated += history.liquidated[cell] * value
                for deposit in history.cells[cell] {
                    let left = scale * history.left(of: Int(deposit.bar))
                    deposits.add(
                        bar: Int(deposit.bar), rung: Int(deposit.rung),
                        entries: deposit.entry...deposit.entry,
                        opened: deposit.opened * value, live: deposit.mass * left * value)
                }
            }
        }
        self.init(
            side: side, live: live, opened: opened, liquidated: liquidated,
            lastSwept: history.lastSwept.map { Timestamp(milliseconds: series.time[$0]) },
            deposits: deposits.newestFirst)
    }
}

extension Ledger {
    /// How far the liquidation prices of each row of a side will have moved after a series.
    fileprivate func shifts(_ side: Side, after series: BarSeries) -> [PriceShift] {
        let rules = rules[side]
        var shifts = books[side].rows.map(\.shift)
        guard model.accrue else { return shifts }
        for index in 0..<series.count {
            let funding = BarReader.funding(of: LedgerBar(series, at: index), model)
            guard funding != 0 else { continue }
            for row in rules.maintenanceRates.indices {
                shifts[row].pay(
                    funding, side: side, maintenanceRate: rules.maintenanceRates[row],
                    contract: rules.contract)
            }
        }
        return shifts
    }

    /// Follows deposits that stand in some buckets after the last bar, by when each row's liquidation prices will have moved by
    /// `shifts`.
    fileprivate mutating func follow(_ buckets: Range<Int>, _ side: Side, shifts: [PriceShift]) {
        let ranges = shifts.map { shift in
            guard !shift.isZero else { return buckets }
            let first = grid.index(of: shift.filed(grid.edges[buckets.lowerBound]))
            let last = grid.index(of: shift.filed(grid.edges[buckets.upperBound]))
            // A neighbour on each side: rounding may put a sliver of it into the range.
            let low = max(0, min(grid.count, first - 1))
            return low..<max(low, min(grid.count, last + 2))
        }
        books[side].history = DepositHistory(ranges)
    }

    fileprivate mutating func begin(bar: Int) {
        books.long.history?.begin(bar: bar)
        books.short.history?.begin(bar: bar)
    }
}

/// Deposits added up by bar and rung.
struct DepositSums {
    let series: BarSeries
    let rungs: [Rung]
    private var sums: [Key: Sum] = [:]

    init(series: BarSeries, rungs: [Rung]) { (self.series, self.rungs) = (series, rungs) }

    private struct Key: Hashable {
        let bar: Int
        let rung: Int
    }

    private struct Sum {
        var entries: ClosedRange<Double>
        var opened = 0.0
        var live = 0.0
    }

    mutating func add(bar: Int, rung: Int, entries: ClosedRange<Double>, opened: Double, live: Double) {
        guard live > 0 else { return }
        var sum = sums[Key(bar: bar, rung: rung)] ?? Sum(entries: entries)
        sum.entries =
            min(entries.lowerBound, sum.entries.lowerBound)...max(entries.upperBound, sum.entries.upperBound)
        sum.opened += opened
        sum.live += live
        sums[Key(bar: bar, rung: rung)] = sum
    }

    var newestFirst: [Explanation.Deposit] {
        sums.map { key, sum in
            Explanation.Deposit(
                bar: key.bar, time: Timestamp(milliseconds: series.time[key.bar]),
                leverage: rungs[key.rung].leverage, lowestEntry: sum.entries.lowerBound,
                highestEntry: sum.entries.upperBound, opened: sum.opened, live: sum.live)
        }
        .sorted { ($1.bar, $0.leverage) < ($0.bar, $1.leverage) }
    }
}
