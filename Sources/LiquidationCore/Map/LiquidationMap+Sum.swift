extension LiquidationMap {
    /// Maps of several venues on one grid, added bucket by bucket in the order given.
    ///
    /// Time and price are those of the newest map, the first of several. Rungs are those of the first: their levels
    /// differ from venue to venue. Mass by rung is added where all maps have it on the same ladder.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` where grids differ or there is no map.
    /// - Complexity: O(maps · buckets).
    public init(summing maps: [LiquidationMap]) throws(CoreError) {
        guard let first = maps.first else { throw CoreError(.invalidGrid, "there is no map to add") }
        guard maps.allSatisfy({ $0.grid == first.grid }) else {
            throw CoreError(.invalidGrid, "maps are added on one grid only")
        }
        var newest = first
        for map in maps where map.time > newest.time { newest = map }
        func sum(_ side: Side) -> [Double] {
            var cells = first.notional[side]
            for map in maps.dropFirst() {
                for (bucket, notional) in map.notional[side].enumerated() { cells[bucket] += notional }
            }
            return cells
        }
        func rungs(_ side: Side) -> [[Double]] {
            let ladder = first.rungs.map(\.leverage)
            guard maps.allSatisfy({ $0.rungs.map(\.leverage) == ladder && !$0.byRung[side].isEmpty }) else {
                return []
            }
            return maps.dropFirst().reduce(first.byRung[side]) { sums, map in
                zip(sums, map.byRung[side]).map { row, more in zip(row, more).map { $0 + $1 } }
            }
        }
        self.init(
            grid: first.grid, rungs: first.rungs, time: newest.time, price: newest.price,
            notional: BySide.each(sum), ledger: LedgerReport(summing: maps.map { ($0.ledger, $0.price) }),
            byRung: BySide.each(rungs))
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
