import LiquidationCore
import PlainText

/// OKX's position-tiers of swaps and futures: brackets of contracts, `minSz` one lot above the `maxSz` below.
///
/// A row names the family (`BTC-USDT`), not the contract, and not its size: the perpetual swap of the family is meant
/// unless `instId` says otherwise.
/// - Source: the exchange's v5 API documentation, "Get position tiers".
enum OKXPositionTiers {
    static func matches(_ value: JSONValue) -> Bool { value["maxSz"] != nil && value["mmr"] != nil }

    static func drafts(_ rows: [JSONValue], file: String) throws(DataError) -> [TierDraft] {
        var drafts: [TierDraft] = []
        var places: [String: Int] = [:]
        for (number, row) in rows.enumerated() {
            let family = row["instFamily"]?.text ?? row["uly"]?.text
            if family == nil, let pair = row["instId"]?.text {
                throw DataError(
                    .badInput, file: file,
                    "row \(number + 1): brackets of margin trading of \(Echo.plain(pair.utf8))",
                    hint: "ask for instType=SWAP")
            }
            guard let family else {
                throw DataError(.badInput, file: file, "row \(number + 1): instFamily is missing")
            }
            let symbol = row["instId"]?.text ?? family + "-SWAP"
            let place = places[symbol] ?? drafts.count
            if place == drafts.count {
                places[symbol] = place
                var draft = TierDraft(market: symbol)
                (draft.unit, draft.kind) = (.contracts, .whole)
                draft.venue = family.hasSuffix("-USD") ? "okx-inverse" : "okx"
                drafts.append(draft)
            }
            let cell = TierCell(file: file, market: symbol, place: drafts[place].rows.count + 1)
            drafts[place].rows.append(
                TierDraft.Row(
                    place: cell.place, floor: try cell.number("minSz", row["minSz"]),
                    cap: try cell.needed("maxSz", row["maxSz"]),
                    leverage: try cell.number("maxLever", row["maxLever"]),
                    rate: try cell.needed("mmr", row["mmr"])))
        }
        return drafts
    }
}
