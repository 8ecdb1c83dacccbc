import LiquidationCore

/// Binance's leverageBracket: an object for one symbol, or an array of them.
///
/// USDⓈ-M gives `notionalFloor` and `notionalCap` in the quote, COIN-M `qtyFloor` (in places `qtylFloor`) and `qtyCap`
/// in the coin.
/// - Source: the exchange's API documentation, "Notional and Leverage Brackets" of USDⓈ-M and COIN-M futures.
enum BinanceBrackets {
    static func matches(_ value: JSONValue) -> Bool { value["brackets"]?.elements != nil }

    static func drafts(_ entries: [JSONValue], file: String) throws(DataError) -> [TierDraft] {
        var drafts: [TierDraft] = []
        for entry in entries {
            guard let symbol = entry["symbol"]?.text ?? entry["pair"]?.text,
                let brackets = entry["brackets"]?.elements
            else {
                throw DataError(
                    .badInput, file: file, "entry \(drafts.count + 1): symbol and brackets are needed")
            }
            var draft = TierDraft(market: symbol)
            let isCoin = brackets.contains { $0["qtyCap"] != nil }
            (draft.venue, draft.unit) = isCoin ? ("binance-coinm", .coin) : ("binance", .quote)
            for (index, bracket) in brackets.enumerated() {
                let cell = TierCell(file: file, market: symbol, place: index + 1)
                let floor =
                    isCoin ? bracket["qtyFloor"] ?? bracket["qtylFloor"] : bracket["notionalFloor"]
                draft.rows.append(
                    TierDraft.Row(
                        place: index + 1, floor: try cell.number("notionalFloor", floor),
                        cap: isCoin
                            ? try cell.needed("qtyCap", bracket["qtyCap"])
                            : try cell.needed("notionalCap", bracket["notionalCap"]),
                        leverage: try cell.needed("initialLeverage", bracket["initialLeverage"]),
                        rate: try cell.needed("maintMarginRatio", bracket["maintMarginRatio"]),
                        amount: try cell.number("cum", bracket["cum"])))
            }
            drafts.append(draft)
        }
        return drafts
    }
}
