import LiquidationCore
import PlainText

/// The columns of a file in their order, and the kind of file that they make it.
struct Layout {
    /// The kind of file.
    let kind: SourceKind
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

    private init(_ kind: SourceKind, _ fields: [Field], hasHeader: Bool, unknown: [String] = []) {
        (self.kind, self.fields, self.hasHeader, self.unknown) = (kind, fields, hasHeader, unknown)
        let slots = fields.compactMap(\.slot).sorted { $0.index < $1.index }
        self.slots = slots
        cells = fields.map { field in field.slot.flatMap { slots.firstIndex(of: $0) } ?? -1 }
    }

    /// The columns of a kline in the order in which the exchange writes them.
    static let klineNames = [
        "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "count",
        "taker_buy_volume", "taker_buy_quote_volume", "ignore",
    ]

    /// Klines by position: dumps without a header, and the exchange's JSON.
    static let klines = Layout(
        .klines, klineNames.map { name in field(name, barRules) }, hasHeader: false)

    /// Candles by position, as ccxt's `fetchOHLCV` gives them.
    static let candles = Layout(
        .klines,
        ["timestamp", "open", "high", "low", "close", "volume"].map { field($0, barRules) },
        hasHeader: false)

    /// Whether a column of this name means something in a file of this kind.
    func knows(_ name: String) -> Bool {
        let rules: Rules =
            switch kind {
            case .bars, .klines, .markKlines: Layout.barRules
            case .metrics: Layout.metricsRules
            case .fundingRate: Layout.fundingRules
            case .trades: Layout.tradeRules
            }
        return rules[name.lowercased()] != nil
    }

    /// Aggregated trades by position: dumps without a header have seven columns, those of spot markets eight.
    static func trades(columns: Int) -> Layout {
        let names = [
            "agg_trade_id", "price", "quantity", "first_trade_id", "last_trade_id", "transact_time",
            "is_buyer_maker", "is_best_match",
        ]
        return Layout(.trades, names.prefix(columns).map { field($0, tradeRules) }, hasHeader: false)
    }

    /// Klines of the mark price: their files look like those of the last price, volumes being zero.
    static func markKlines(hasHeader: Bool) -> Layout {
        Layout(
            .markKlines,
            [
                Field(name: "open_time", rule: .time, slot: nil),
                Field(name: "high", rule: .mark, slot: .bar(.markHigh)),
                Field(name: "low", rule: .mark, slot: .bar(.markLow)),
            ], hasHeader: hasHeader)
    }

    /// Bars that were made of trades.
    static let tradeBars = Layout(
        .trades,
        [
            "time", "open", "high", "low", "close", "volume", "taker_buy_volume", "quote_volume",
            "taker_buy_quote_volume",
        ].map { field($0, barRules) }, hasHeader: false)

    /// The layout that a header names.
    ///
    /// - Parameters:
    ///   - header: column names; case does not matter.
    ///   - file: for messages.
    /// - Returns: `nil` where the names fit no known kind.
    /// - Throws: ``DataError`` `.badInput` where a known kind lacks a required column or names one twice.
    static func recognise(_ header: [String], file: String) throws(DataError) -> Layout? {
        let names = Set(header.map { $0.lowercased() })
        let (kind, rules): (SourceKind, Rules)
        if names.contains("calc_time") || names.contains("last_funding_rate") {
            (kind, rules) = (.fundingRate, fundingRules)
        } else if names.contains("sum_open_interest") {
            (kind, rules) = (.metrics, metricsRules)
        } else if names.contains("is_buyer_maker") {
            (kind, rules) = (.trades, tradeRules)
        } else if names.intersection(["open", "high", "low", "close"]).count >= 3 {
            let isKlines = names.contains("close_time") && names.isDisjoint(with: ownNames)
            (kind, rules) = (isKlines ? .klines : .bars, barRules)
        } else {
            return nil
        }
        let fields = header.map { name in field(name, rules) }
        try check(fields, of: kind, rules, file)
        let unknown = header.filter { rules[$0.lowercased()] == nil }
        return Layout(kind, fields, hasHeader: true, unknown: unknown)
    }

    /// The meaning of the columns of a kind of file, by name in lower case.
    private typealias Rules = [String: Meaning]

    private struct Meaning {
        let rule: CellRule
        let slot: Slot?

        static let time = Meaning(rule: .time, slot: nil)
        static let whole = Meaning(rule: .whole, slot: nil)
        static let symbol = Meaning(rule: .symbol, slot: nil)
        static let closeTime = Meaning(rule: .closeTime, slot: nil)
        static let label = Meaning(rule: .label, slot: nil)
        static let ignored = Meaning(rule: .ignored, slot: nil)
        static func kept(_ slot: Slot) -> Meaning { Meaning(rule: slot.rule, slot: slot) }
        static func kept(_ column: BarColumn) -> Meaning { kept(.bar(column)) }
    }

    private static func field(_ name: String, _ rules: Rules) -> Field {
        let known = rules[name.lowercased()]
        return Field(name: name, rule: known?.rule ?? .ignored, slot: known?.slot)
    }

    private static func check(
        _ fields: [Field], of kind: SourceKind, _ rules: Rules, _ file: String
    ) throws(DataError) {
        var seen: [String: String] = [:]
        for field in fields where field.rule != .ignored {
            let meaning = field.slot?.name ?? (field.rule == .time ? "time" : field.name.lowercased())
            if let other = seen.updateValue(field.name, forKey: meaning) {
                throw DataError(
                    .badInput, file: file, line: 1,
                    "columns \(Echo.quoted(other.utf8)) and \(Echo.quoted(field.name.utf8)) mean the same (\(meaning))"
                )
            }
        }
        let required: [String] =
            switch kind {
            case .bars, .klines, .markKlines: ["time", "open", "high", "low", "close"]
            case .metrics: ["time", "open_interest"]
            case .fundingRate: ["time", "funding_rate"]
            case .trades: ["time", "price", "quantity", "is_buyer_maker"]
            }
        let missing = required.filter { seen[$0] == nil }
        guard missing.isEmpty else {
            throw DataError(
                .badInput, file: file, line: 1, "column \(missing.joined(separator: ", ")) is missing",
                hint: ColumnNames.hint(fields.filter { $0.rule == .ignored }.map(\.name), for: missing))
        }
    }

    /// Columns that only our own bars file has.
    private static let ownNames = Set(BarColumn.allCases.map(\.name)).subtracting(klineNames)

    /// Our own bars table names every column as the list does; klines name some otherwise.
    private static let barRules: Rules = [
        "time": .time, "open_time": .time, "timestamp": .time, "open": .kept(.open), "high": .kept(.high),
        "low": .kept(.low), "close": .kept(.close), "quote_volume": .kept(.quoteVolume),
        "taker_buy_quote_volume": .kept(.takerBuyNotional), "close_time": .closeTime, "count": .whole,
        "symbol": .symbol, "ignore": .ignored,
    ].merging(BarColumn.allCases.map { ($0.name, .kept($0)) }) { named, _ in named }
        .merging(labelRules) { named, _ in named }

    /// Columns that say whose rows these are, and are not read: rows of two would be taken for those of one.
    private static let labelRules: Rules = Dictionary(
        uniqueKeysWithValues: ["coin", "ticker", "pair", "instrument", "venue", "exchange"].map {
            ($0, .label)
        })

    private static let tradeRules: Rules = [
        "agg_trade_id": .whole, "id": .whole, "price": .kept(.tradePrice), "quantity": .kept(.tradeQuantity),
        "qty": .kept(.tradeQuantity), "first_trade_id": .whole, "last_trade_id": .whole,
        "quote_qty": .ignored, "transact_time": .time, "time": .time, "timestamp": .time,
        "is_buyer_maker": .kept(.buyerIsMaker), "is_best_match": .ignored, "symbol": .symbol,
    ].merging(labelRules) { named, _ in named }

    private static let metricsRules: Rules = [
        "create_time": .time, "symbol": .symbol, "sum_open_interest": .kept(.openInterest),
        "sum_open_interest_value": .ignored, "count_toptrader_long_short_ratio": .ignored,
        "sum_toptrader_long_short_ratio": .kept(.longShortRatio),
        "count_long_short_ratio": .kept(.accountRatio), "sum_taker_long_short_vol_ratio": .ignored,
    ].merging(labelRules) { named, _ in named }

    private static let fundingRules: Rules = [
        "calc_time": .time, "funding_interval_hours": .whole, "symbol": .symbol,
        "last_funding_rate": .kept(.fundingRate), "mark_price": .ignored,
    ].merging(labelRules) { named, _ in named }
}

/// The columns that readers keep, whatever a file calls them.
enum Slot: Hashable {
    case open, high, low, close
    /// A column that a series has beside prices.
    case bar(BarColumn)
    /// A column from which joining derives others.
    case quoteVolume, accountRatio
    case tradePrice, tradeQuantity, buyerIsMaker

    /// Every slot in the order of a row's cells: prices come first, and what makes up for a column behind it.
    static let all: [Slot] =
        [.open, .high, .low, .close]
        + BarColumn.allCases.flatMap { column -> [Slot] in
            switch column {
            case .takerBuyVolume: [.bar(column), .quoteVolume]
            case .longShortRatio: [.bar(column), .accountRatio]
            default: [.bar(column)]
            }
        } + [.tradePrice, .tradeQuantity, .buyerIsMaker]

    /// The place in ``all``.
    var index: Int { Slot.indices[self] ?? 0 }

    private static let indices = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($0.element, $0.offset) })

    /// The column of the canonical bars file, for messages about joined data.
    var name: String {
        switch self {
        case .open: "open"
        case .high: "high"
        case .low: "low"
        case .close: "close"
        case .bar(let column): column.name
        case .quoteVolume: "quote_volume"
        case .accountRatio: "count_long_short_ratio"
        case .tradePrice: "price"
        case .tradeQuantity: "quantity"
        case .buyerIsMaker: "is_buyer_maker"
        }
    }

    /// The rule by which its cells are read and checked.
    var rule: CellRule {
        switch self {
        case .open, .high, .low, .close, .tradePrice: .price
        case .bar(let column):
            switch column.range {
            case .notNegative: .amount
            case .aboveZero: .mark
            case .rate: .rate
            }
        case .quoteVolume, .accountRatio: .amount
        case .tradeQuantity: .quantity
        case .buyerIsMaker: .flag
        }
    }
}

/// The rule by which the cells of a column are read and checked.
enum CellRule: Equatable {
    /// An instant; never blank.
    case time
    /// A price above zero; never blank.
    case price
    /// A price above zero; blank means missing.
    case mark
    /// A size above zero; never blank.
    case quantity
    /// `true` or `false`, kept as 1 or 0; never blank.
    case flag
    /// An amount of zero or above; blank means missing.
    case amount
    /// A fraction within ``Limits/fundingRate``; blank means missing.
    case rate
    /// A whole number that is checked and not kept; blank means missing.
    case whole
    /// A symbol, the same in every row; never blank.
    case symbol
    /// The end of a bar, checked against its open and not kept; blank means missing.
    case closeTime
    /// A text that is the same in every row and not kept; blank means missing.
    case label
    /// Anything; it is not read.
    case ignored
}

/// The name and meaning of one column of a file.
struct Field {
    /// The column's name as the file writes it.
    let name: String
    /// The rule for its cells.
    let rule: CellRule
    /// The kept column that it fills.
    let slot: Slot?
}
