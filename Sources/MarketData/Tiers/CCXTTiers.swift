import PlainText

/// ccxt's LeverageTier structures: by market, or as a list; freqtrade bundles and caches the same.
///
/// ccxt itself has no amounts; `info`, the venue's own row, has them for Binance (`cum`) and Bybit (`mmDeduction`), and
/// tells the venue. freqtrade's cache has them as `maintAmt`, without `info`.
/// - Source: ccxt's manual, "Leverage Tiers Structure"; freqtrade's `binance_leverage_tiers.json` and
///   `leverage_tiers_USDT.json`.
enum CCXTTiers {
    static func matches(_ value: JSONValue) -> Bool {
        value["maintenanceMarginRate"] != nil || (value["minNotional"] != nil && value["maxLeverage"] != nil)
    }

    /// The tables of an object by market.
    static func drafts(_ members: [(name: String, value: JSONValue)], day: String?, file: String)
        throws(DataError) -> [TierDraft]
    {
        var drafts: [TierDraft] = []
        for (market, value) in members {
            guard let rows = value.elements else {
                throw DataError(
                    .badInput, file: file, "\(Echo.plain(market.utf8)): a list of tiers is needed")
            }
            if rows.isEmpty { continue }
            drafts.append(try draft(market, rows, day: day, file: file))
        }
        return drafts
    }

    /// The table of a list of one market.
    static func draft(_ market: String, _ rows: [JSONValue], day: String?, file: String) throws(DataError)
        -> TierDraft
    {
        var draft = TierDraft(market: market)
        (draft.day, draft.isUnified) = (day, true)
        for (index, row) in rows.enumerated() {
            let cell = TierCell(file: file, market: market, place: index + 1)
            let info = row["info"]
            if draft.venue == nil { draft.venue = info.flatMap { venue(of: $0, market) } }
            let amount = row["maintAmt"] ?? info?["cum"] ?? info?["mmDeduction"]
            draft.rows.append(
                TierDraft.Row(
                    place: index + 1, floor: try cell.number("minNotional", row["minNotional"]),
                    cap: try cell.number("maxNotional", row["maxNotional"]),
                    leverage: try cell.number("maxLeverage", row["maxLeverage"]),
                    rate: try cell.needed("maintenanceMarginRate", row["maintenanceMarginRate"]),
                    amount: try cell.number("amount", amount)))
        }
        return draft
    }

    /// The venue whose own row this is.
    private static func venue(of info: JSONValue, _ market: String) -> String? {
        if info["maintMarginRatio"] != nil {
            return info["qtyCap"] != nil || MarketName.isInverse(market) ? "binance-coinm" : "binance"
        }
        if BybitRiskLimits.matches(info) {
            return MarketName.isInverse(market) ? "bybit-inverse" : "bybit"
        }
        if OKXPositionTiers.matches(info) { return MarketName.isInverse(market) ? "okx-inverse" : "okx" }
        return nil
    }
}
