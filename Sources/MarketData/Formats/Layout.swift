import PlainText

/// Which columns a file has, in which order, and what kind of file that makes it.
struct Layout {
    /// What the file is.
    let kind: SourceKind
    /// One entry a column, in the file's order.
    let fields: [Field]
    /// Whether the first line names the columns.
    let hasHeader: Bool
    /// The kept columns in the order of a row's cells; bars start with open, high, low, close.
    let slots: [Slot]
    /// Which of a row's cells each field fills; -1 where it fills none.
    let cells: [Int]
    /// Columns that no reader knows.
    let unknown: [String]

    private init(_ kind: SourceKind, _ fields: [Field], hasHeader: Bool, unknown: [String] = []) {
        (self.kind, self.fields, self.hasHeader, self.unknown) = (kind, fields, hasHeader, unknown)
        let slots = fields.compactMap(\.slot).sorted { $0.rawValue < $1.rawValue }
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

    /// What klines of the mark price hold: their files look like those of the last price, volumes being zero.
    static func markKlines(hasHeader: Bool) -> Layout {
        Layout(
            .markKlines,
            [
                Field(name: "open_time", rule: .time, slot: nil),
                Field(name: "high", rule: .mark, slot: .markHigh),
                Field(name: "low", rule: .mark, slot: .markLow),
            ], hasHeader: hasHeader)
    }

    /// What bars that were made of trades hold.
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

    private typealias Rules = [String: (rule: CellRule, slot: Slot?)]

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
                .badInput, file: file, line: 1, "column \(missing.joined(separator: ", ")) is missing")
        }
    }

    /// Columns that only our own bars file has.
    private static let ownNames: Set = [
        "open_interest", "long_short_ratio", "taker_buy_usd", "taker_sell_usd", "funding_rate", "mark_high",
        "mark_low", "turnover",
    ]

    private static let barRules: Rules = [
        "time": (.time, nil), "open_time": (.time, nil), "timestamp": (.time, nil),
        "open": (.price, .open), "high": (.price, .high), "low": (.price, .low), "close": (.price, .close),
        "volume": (.amount, .volume), "taker_buy_volume": (.amount, .takerBuyVolume),
        "quote_volume": (.amount, .quoteVolume), "taker_buy_quote_volume": (.amount, .takerBuyNotional),
        "taker_buy_usd": (.amount, .takerBuyNotional), "taker_sell_usd": (.amount, .takerSellNotional),
        "open_interest": (.amount, .openInterest), "long_short_ratio": (.amount, .positionRatio),
        "funding_rate": (.rate, .fundingRate), "mark_high": (.mark, .markHigh), "mark_low": (.mark, .markLow),
        "turnover": (.amount, .turnover), "close_time": (.whole, nil), "count": (.whole, nil),
        "symbol": (.symbol, nil), "ignore": (.ignored, nil),
    ]

    private static let tradeRules: Rules = [
        "agg_trade_id": (.whole, nil), "id": (.whole, nil), "price": (.price, .tradePrice),
        "quantity": (.quantity, .tradeQuantity), "qty": (.quantity, .tradeQuantity),
        "first_trade_id": (.whole, nil), "last_trade_id": (.whole, nil), "quote_qty": (.ignored, nil),
        "transact_time": (.time, nil), "time": (.time, nil), "timestamp": (.time, nil),
        "is_buyer_maker": (.flag, .buyerIsMaker), "is_best_match": (.ignored, nil), "symbol": (.symbol, nil),
    ]

    private static let metricsRules: Rules = [
        "create_time": (.time, nil), "symbol": (.symbol, nil),
        "sum_open_interest": (.amount, .openInterest), "sum_open_interest_value": (.ignored, nil),
        "count_toptrader_long_short_ratio": (.ignored, nil),
        "sum_toptrader_long_short_ratio": (.amount, .positionRatio),
        "count_long_short_ratio": (.amount, .accountRatio), "sum_taker_long_short_vol_ratio": (.ignored, nil),
    ]

    private static let fundingRules: Rules = [
        "calc_time": (.time, nil), "funding_interval_hours": (.whole, nil), "symbol": (.symbol, nil),
        "last_funding_rate": (.rate, .fundingRate), "mark_price": (.ignored, nil),
    ]
}
