extension LiquidationMap {
    /// A sum of maps as a map: to be drawn, searched and written like any other.
    ///
    /// Time and price are those of the newest shard, the first of several. Above 9e13 quote units a bucket is rounded to
    /// what a `Double` holds.
    /// - Throws: ``CoreError`` `.cannotMerge` for the map of no shards, which stands at no price.
    /// - Complexity: O(rows · buckets + shards).
    public init(_ sum: ExactMap) throws(CoreError) {
        guard let newest = sum.newest else {
            throw CoreError(.cannotMerge, "a map of no shards stands at no price: it cannot be drawn")
        }
        func notional(_ cells: [Int64]) -> [Double] { cells.map { Double($0) / 100 } }
        // Margin rules differ from shard to shard, so of a rung only its leverage is known.
        let rungs = sum.plan.ladder.leverages.map {
            Rung(leverage: $0, size: 0, factor: BySide(long: 0, short: .infinity))
        }
        self.init(
            grid: sum.grid, rungs: rungs, time: newest.last, price: newest.price,
            notional: sum.hundredths.map(notional), ledger: LedgerReport(adding: sum.shards.map(\.ledger)),
            byRung: sum.byRung.map { $0.map(notional) })
    }

    /// The accounts as a shard keeps them: in quote units, coins at the last price.
    public var ledgerInQuote: LedgerReport {
        let plain = LedgerReport(unit: ledger.unit, accounts: ledger.accounts)
        return LedgerReport(summing: [(plain, price)], in: ledger.unit == .base ? .quote : ledger.unit)
    }
}
