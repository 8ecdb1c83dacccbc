import LiquidationCore

/// Bybit's v5 risk-limit: rows of many symbols, each with its cap alone.
///
/// The `id` of a row is not its tier: ETHUSDT starts at 11. An empty `mmDeduction` is that of the lowest bracket.
/// The answer comes in pages; `time` is when it was given, milliseconds.
/// - Source: the exchange's v5 API documentation, "Get Risk Limit".
enum BybitRiskLimits {
    static func matches(_ value: JSONValue) -> Bool { value["riskLimitValue"] != nil }

    /// - Parameters:
    ///   - rows: of the answer's `result.list`.
    ///   - category: the answer's `result.category`, `linear` or `inverse`.
    ///   - time: the answer's `time`.
    ///   - file: for messages.
    /// - Returns: a draft for each symbol, in the order in which they appear.
    /// - Throws: ``DataError`` that names symbol, tier and figure.
    static func drafts(
        _ rows: [JSONValue], category: String?, time: Double?, file: String
    ) throws(DataError) -> [TierDraft] {
        var drafts: [TierDraft] = []
        var places: [String: Int] = [:]
        for (number, row) in rows.enumerated() {
            guard let symbol = row["symbol"]?.text else {
                throw DataError(.badInput, file: file, "row \(number + 1): symbol is missing")
            }
            let place = places[symbol] ?? drafts.count
            if place == drafts.count {
                places[symbol] = place
                var draft = TierDraft(market: symbol)
                let isInverse = category == "inverse"
                draft.venue = isInverse ? "bybit-inverse" : "bybit"
                draft.unit = isInverse ? .coin : .quote
                draft.day = time.flatMap { day(milliseconds: $0) }
                drafts.append(draft)
            }
            let cell = TierCell(file: file, market: symbol, place: drafts[place].rows.count + 1)
            drafts[place].rows.append(
                TierDraft.Row(
                    place: cell.place, floor: nil,
                    cap: try cell.needed("riskLimitValue", row["riskLimitValue"]),
                    leverage: try cell.needed("maxLeverage", row["maxLeverage"]),
                    rate: try cell.needed("maintenanceMargin", row["maintenanceMargin"]),
                    amount: try cell.number("mmDeduction", row["mmDeduction"])))
        }
        return drafts
    }

    /// The day of an instant from 2000 to 9999; `nil` for others.
    private static func day(milliseconds: Double) -> String? {
        guard milliseconds >= 946_684_800_000, milliseconds < 253_402_300_800_000 else { return nil }
        return Timestamp(milliseconds: Int64(milliseconds)).day
    }
}
