/// The accounts of a ledger, and whether they balance.
///
/// The identity `opened = live + closed + liquidated + offGrid` holds per side and per rung, at every step.
public struct LedgerReport: Hashable, Sendable {
    /// Sums of one side, or of one rung of it, in the ledger's unit.
    public struct Account: Hashable, Sendable {
        /// All mass that was ever opened.
        public let opened: Double
        /// Mass that is still open, on the grid; counted from the buckets, not from the other sums.
        public let live: Double
        /// Mass that was closed by its holder.
        public let closed: Double
        /// Mass that was force-closed.
        public let liquidated: Double
        /// Mass whose liquidation price lies below the grid.
        public let belowGrid: Double
        /// Mass whose liquidation price lies above the grid.
        public let aboveGrid: Double

        /// An account by its sums, all in one unit.
        public init(
            opened: Double, live: Double, closed: Double, liquidated: Double, belowGrid: Double,
            aboveGrid: Double
        ) {
            (self.opened, self.live, self.closed) = (opened, live, closed)
            (self.liquidated, self.belowGrid, self.aboveGrid) = (liquidated, belowGrid, aboveGrid)
        }

        /// Mass whose liquidation price lies off the grid.
        public var offGrid: Double { belowGrid + aboveGrid }

        /// How far the identity is off, as a fraction of what was opened.
        public var imbalance: Double {
            let rest = opened - (live + closed + liquidated + offGrid)
            return opened > 0 ? abs(rest) / opened : abs(rest)
        }
    }

    /// What the sums count.
    public let unit: MassUnit
    /// The account of each side.
    public let accounts: BySide<Account>
    /// An account per rung; empty where the ledger was not kept by rung.
    public let byRung: BySide<[Account]>

    /// A report by its accounts.
    public init(unit: MassUnit, accounts: BySide<Account>, byRung: BySide<[Account]> = BySide(both: [])) {
        (self.unit, self.accounts, self.byRung) = (unit, accounts, byRung)
    }

    /// The largest imbalance of all accounts; infinite where a sum is not a number.
    public var imbalance: Double {
        ([accounts.long, accounts.short] + byRung.long + byRung.short).reduce(0) {
            max($0, $1.imbalance.isFinite ? $1.imbalance : .infinity)
        }
    }

    /// Above this imbalance a ledger counts as wrong.
    public static let tolerance = 1e-9
}

extension Ledger {
    /// The accounts as they stand.
    ///
    /// - Throws: ``CoreError`` `.unbalanced` when the identity does not hold to ``LedgerReport/tolerance``.
    /// - Complexity: O(buckets), times rungs where kept by rung.
    public func report() throws(CoreError) -> LedgerReport {
        let report = LedgerReport(
            unit: unit, accounts: books.map { .init($0, on: grid) },
            byRung: books.map { book in
                isByRung ? rungs.indices.map { .init(book, row: $0, on: grid) } : []
            })
        try report.check()
        return report
    }
}

extension LedgerReport {
    /// Checks the identity.
    ///
    /// - Throws: ``CoreError`` `.unbalanced` when it does not hold to ``tolerance``.
    func check() throws(CoreError) {
        guard imbalance <= Self.tolerance else {
            throw CoreError(
                .unbalanced, "the ledger is off by \(imbalance) of what was opened: a bug of liq")
        }
    }
}

extension LedgerReport.Account {
    fileprivate init(_ book: SideBook, row: Int? = nil, on grid: PriceGrid) {
        let rows = row.map { $0..<($0 + 1) } ?? book.rows.indices
        let accounts = book.accounts[rows]
        func sum(_ path: (SideBook.Account) -> Double) -> Double { accounts.reduce(0) { $0 + path($1) } }
        // Where funding moved liquidation prices, some may stand off the grid now, and others on it.
        let standing = book.standing(rows, on: grid)
        self.init(
            opened: sum { $0.opened }, live: standing.cells.reduce(0, +), closed: sum { $0.closed },
            liquidated: sum { $0.liquidated }, belowGrid: standing.below, aboveGrid: standing.above)
    }
}

/// What a ledger counts.
public enum MassUnit: String, Hashable, Sendable {
    /// Base units: notional is the mass at the price of the day.
    case base
    /// Quote units, valued at the entry price; of inverse contracts, the number of quote units that they stand for.
    case quoteAtEntry
    /// Quote units at the price of the day: sums over ledgers that count differently.
    case quote
}
