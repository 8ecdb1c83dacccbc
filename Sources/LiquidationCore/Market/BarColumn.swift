/// A column of market data beside times and prices.
///
/// This list is the only one: readers, joining, coverage, content hash, the wire to isolated plugins, `bar`, `series`
/// and datasets in Lua and the tables of REPL.md follow it. A new column is a case with its row here, and an entry in
/// the readers' layouts where a format names it otherwise than liq's own bars table does.
///
/// The order is that of hash, wire and outputs: a case may be inserted anywhere, but two may not change places.
public enum BarColumn: Int, CaseIterable, Hashable, Sendable {
    case volume, takerBuyVolume, takerBuyNotional, takerSellNotional
    case openInterest, longShortRatio, fundingRate
    case markHigh, markLow, turnover
    case accountRatio, indexPrice
    case liquidatedLong, liquidatedShort
    case bids, asks

    private var row: Row {
        switch self {
        case .volume: Row("volume", .base, "Traded base units")
        case .takerBuyVolume: Row("taker_buy_volume", .base, "Base units bought by takers")
        case .takerBuyNotional: Row("taker_buy_usd", .quote, "Quote units bought by takers")
        case .takerSellNotional: Row("taker_sell_usd", .quote, "Quote units sold by takers")
        case .openInterest: Row("open_interest", .base, "Open interest at the end, base units")
        case .longShortRatio: Row("long_short_ratio", .ratio, "Long positions over short ones")
        case .fundingRate:
            Row(
                "funding_rate", .fraction, range: .rate, missing: .nothing, "Rate paid in the bar, a fraction"
            )
        case .markHigh: Row("mark_high", .price, range: .aboveZero, isUsual: false, "Highest mark price")
        case .markLow: Row("mark_low", .price, range: .aboveZero, isUsual: false, "Lowest mark price")
        case .turnover:
            Row("turnover", .ratio, isUsual: false, "How much a bar replaces, the data's kappa")
        case .accountRatio:
            Row("account_ratio", .ratio, isUsual: false, "Accounts that are long over those that are short")
        case .indexPrice:
            Row("index_price", .price, range: .aboveZero, isUsual: false, "Index price at the end")
        case .liquidatedLong:
            Row("liquidated_long_usd", .quote, isUsual: false, "Longs that were force-closed, quote units")
        case .liquidatedShort:
            Row("liquidated_short_usd", .quote, isUsual: false, "Shorts that were force-closed, quote units")
        case .bids: Row("bids_usd", .quote, isUsual: false, "Resting bids near the price, quote units")
        case .asks: Row("asks_usd", .quote, isUsual: false, "Resting asks near the price, quote units")
        }
    }

    /// What a cell counts.
    public enum Unit: Sendable {
        /// Base units, such as BTC.
        case base
        /// Quote units, such as USDT.
        case quote
        /// Quote units per base unit.
        case price
        /// A fraction: 0.01 is one per cent.
        case fraction
        /// One amount over another.
        case ratio
    }

    /// Which numbers a cell may hold.
    public enum Range: Sendable {
        /// Zero and above.
        case notNegative
        /// Above zero.
        case aboveZero
        /// A rate of either sign; readers refuse what is beyond reason.
        case rate

        /// Whether a number is within.
        func holds(_ cell: Double) -> Bool {
            switch self {
            case .notNegative: cell >= 0
            case .aboveZero: cell > 0
            case .rate: true
            }
        }

        /// For errors: what a number outside breaks.
        var rule: String { self == .aboveZero ? "must be above zero" : "must not be negative" }
    }

    /// What a missing cell means.
    public enum Missing: Sendable {
        /// The source does not say what happened in the bar.
        case unknown
        /// Nothing happened in the bar that the column tells of.
        case nothing
    }

    private struct Row {
        let name: String
        let unit: Unit
        let range: Range
        let missing: Missing
        let isUsual: Bool
        let summary: String

        init(
            _ name: String, _ unit: Unit, range: Range = .notNegative, missing: Missing = .unknown,
            isUsual: Bool = true, _ summary: String
        ) {
            (self.name, self.unit, self.range) = (name, unit, range)
            (self.missing, self.isUsual, self.summary) = (missing, isUsual, summary)
        }
    }

    /// As liq's own bars table, Lua and outputs write it.
    public var name: String { row.name }
    /// What its cells count.
    public var unit: Unit { row.unit }
    /// Which numbers its cells may hold.
    public var range: Range { row.range }
    /// What a missing cell means.
    public var missing: Missing { row.missing }
    /// Whether most sources have it, so that a report mentions its absence.
    public var isUsual: Bool { row.isUsual }
    /// What it holds, in a few words without a full stop.
    public var summary: String { row.summary }

    /// The column of a name; `nil` where there is none.
    public init?(name: String) {
        guard let column = BarColumn.allCases.first(where: { $0.name == name }) else { return nil }
        self = column
    }
}

extension BarSeries {
    /// The columns that a source may lack.
    public struct Extras: Sendable {
        // Stored in place like named fields, so that a kernel reads a cell without one more step. The room is larger
        // than the list, so that a new column does not change it.
        private var columns: InlineArray<16, Column?>
        /// Columns of the user's own, by name; no model reads them.
        public var own: [String: Column] = [:]

        /// No columns.
        public init() { columns = InlineArray(repeating: nil) }

        /// A column; `nil` where the source lacks it.
        public subscript(column: BarColumn) -> Column? {
            get { columns[column.rawValue] }
            set { columns[column.rawValue] = newValue }
        }

        /// The columns that are there, in the order of the list.
        public var present: [(column: BarColumn, cells: Column)] {
            BarColumn.allCases.compactMap { column in self[column].map { (column, $0) } }
        }

        /// The columns of a range of bars.
        func part(_ range: Swift.Range<Int>) -> Extras {
            var part = Extras()
            for (column, cells) in present { part[column] = cells[range] }
            part.own = own.mapValues { $0[range] }
            return part
        }
    }

    /// How many cells are there, for each optional column that the series has.
    public var coverage: [(column: BarColumn, present: Int)] {
        extras.present.map { ($0.column, $0.cells.presentCount) }
    }
}

// What the ledger reads of each bar.
extension BarSeries.Extras {
    /// Traded base units.
    public var volume: Column? {
        get { self[.volume] }
        set { self[.volume] = newValue }
    }
    /// Base units bought by takers.
    public var takerBuyVolume: Column? {
        get { self[.takerBuyVolume] }
        set { self[.takerBuyVolume] = newValue }
    }
    /// Open interest in base units at the bar's end.
    public var openInterest: Column? {
        get { self[.openInterest] }
        set { self[.openInterest] = newValue }
    }
    /// Long positions over short positions (positions, not accounts).
    public var longShortRatio: Column? {
        get { self[.longShortRatio] }
        set { self[.longShortRatio] = newValue }
    }
    /// Funding rate as a fraction, on the bar in which it is paid, missing elsewhere.
    public var fundingRate: Column? {
        get { self[.fundingRate] }
        set { self[.fundingRate] = newValue }
    }
    /// Highest mark price.
    public var markHigh: Column? {
        get { self[.markHigh] }
        set { self[.markHigh] = newValue }
    }
    /// Lowest mark price.
    public var markLow: Column? {
        get { self[.markLow] }
        set { self[.markLow] = newValue }
    }
    /// How much a bar replaces, in the sense of the model's turnover.
    public var turnover: Column? {
        get { self[.turnover] }
        set { self[.turnover] = newValue }
    }
}
