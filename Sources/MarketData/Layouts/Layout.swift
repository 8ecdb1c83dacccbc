import LiquidationCore
import PlainText

/// The columns of a file in their order, and the kind of file that they make it.
struct Layout {
    /// The kind of file.
    let kind: SourceKind
    /// What wrote it and how its units were decided, for reports; empty where the header alone says everything.
    let origin: String
    /// One entry a column, in the file's order.
    let fields: [Field]
    /// Whether the first line names the columns.
    let hasHeader: Bool
    /// The kept columns in the order of a row's cells; bars start with open, high, low, close.
    let slots: [Slot]
    /// The cell of a row that each field fills; -1 where it fills none.
    let cells: [Int]
    /// Columns that no reader knows.
    let unknown: [String]
    /// The unit of times where it is said and not decided by their size.
    let timeUnit: TimeUnit?

    init(
        _ kind: SourceKind, _ fields: [Field], hasHeader: Bool, unknown: [String] = [], origin: String = "",
        timeUnit: TimeUnit? = nil
    ) {
        (self.kind, self.fields, self.hasHeader, self.unknown) = (kind, fields, hasHeader, unknown)
        (self.origin, self.timeUnit) = (origin, timeUnit)
        let slots = fields.compactMap(\.slot).sorted { $0.precedes($1) }
        self.slots = slots
        cells = fields.map { field in field.slot.flatMap { slots.firstIndex(of: $0) } ?? -1 }
    }

    /// Columns by position, each by its name and what it means.
    init(_ kind: SourceKind, positions: [(String, Meaning)], origin: String = "") {
        self.init(
            kind,
            positions.map { name, meaning in
                Field(name: name, rule: meaning.rule, slot: meaning.slot, conversion: meaning.conversion)
            }, hasHeader: false, origin: origin)
    }

    /// Whether rows have to be read one by one: some of them are passed over, or times are in a given unit.
    var needsCare: Bool {
        timeUnit != nil
            || fields.contains {
                switch $0.rule {
                case .chosen, .side, .clock: true
                default: false
                }
            }
    }

    /// The cells whose numbers are in another unit.
    var conversions: [(cell: Int, conversion: Conversion)] {
        zip(fields, cells).compactMap { $0.conversion == .none ? nil : ($1, $0.conversion) }
    }

    /// What is read, by liq's name and the file's.
    var readColumns: [DataReport.ReadColumn] {
        fields.compactMap { field in
            let name = field.slot?.name ?? (field.rule == .time ? "time" : nil)
            return name.map { .init(name: $0, column: Echo.plain(field.name.utf8)) }
        }
    }

    /// Columns of which nothing is read.
    var unread: [String] {
        fields.filter { $0.rule == .ignored }.map { Echo.plain($0.name.utf8) }
    }

    /// Whether a column of this name is read of a file of this kind.
    func knows(_ name: String) -> Bool {
        guard let meaning = ColumnNames.meaning(name) else { return false }
        return meaning.slot != nil || meaning.rule == .time
    }
}

// Layouts by position.
extension Layout {
    /// The columns of a kline in the order in which the exchange writes them.
    static let klineNames = [
        "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count",
        "taker_buy_volume", "taker_buy_quote_volume", "ignore",
    ]

    private static func positions(_ names: [String]) -> [(String, Meaning)] {
        names.map { ($0, ColumnNames.meaning($0) ?? .ignored) }
    }

    /// Klines by position: dumps without a header, and the exchange's JSON.
    static let klines = Layout(.klines, positions: positions(klineNames))

    /// Candles by position, as ccxt's `fetchOHLCV` and freqtrade's JSON give them.
    static let candles = Layout(
        .klines, positions: positions(["timestamp", "open", "high", "low", "close", "volume"]))

    /// Aggregated trades by position: dumps without a header have seven columns, those of spot markets eight.
    static func trades(columns: Int) -> Layout {
        let names: [(String, Meaning)] = [
            ("agg_trade_id", .whole), ("price", .kept(.tradePrice)), ("quantity", .kept(.tradeQuantity)),
            ("first_trade_id", .whole), ("last_trade_id", .whole), ("transact_time", .time),
            ("is_buyer_maker", .kept(.seller)), ("is_best_match", .ignored),
        ]
        return Layout(.trades, positions: Array(names.prefix(columns)))
    }

    /// Bars that were made of trades.
    static let tradeBars = Layout(
        .trades,
        positions: positions([
            "time", "open", "high", "low", "close", "volume", "taker_buy_volume", "quote_volume",
            "taker_buy_quote_volume",
        ]))
}
