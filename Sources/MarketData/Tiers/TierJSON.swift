import PlainText
import LiquidationCore

/// Binance's leverageBracket: an object for one symbol, or an array of them.
///
/// USDⓈ-M gives `notionalFloor` and `notionalCap` in the quote, COIN-M `qtyFloor` (in places `qtylFloor`) and `qtyCap`
/// in the coin.
/// - Source: the exchange's API documentation, "Notional and Leverage Brackets" of USDⓈ-M and COIN-M futures.
enum BinanceTiers {
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

/// Bybit's v5 risk-limit: rows of many symbols, each with its cap alone.
///
/// The `id` of a row is not its tier: ETHUSDT starts at 11. An empty `mmDeduction` is that of the lowest tier.
/// The answer comes in pages; `time` is when it was given, milliseconds.
/// - Source: the exchange's v5 API documentation, "Get Risk Limit".
enum BybitTiers {
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
                draft.day = time.flatMap { Day.text(milliseconds: $0) }
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
}

/// OKX's position-tiers of swaps and futures: tiers of contracts, `minSz` one lot above the `maxSz` below.
///
/// A row names the family (`BTC-USDT`), not the contract, and not its size: the perpetual swap of the family is meant
/// unless `instId` says otherwise.
/// - Source: the exchange's v5 API documentation, "Get position tiers".
enum OKXTiers {
    static func matches(_ value: JSONValue) -> Bool { value["maxSz"] != nil && value["mmr"] != nil }

    static func drafts(_ rows: [JSONValue], file: String) throws(DataError) -> [TierDraft] {
        var drafts: [TierDraft] = []
        var places: [String: Int] = [:]
        for (number, row) in rows.enumerated() {
            let family = row["instFamily"]?.text ?? row["uly"]?.text
            if family == nil, let pair = row["instId"]?.text {
                throw DataError(
                    .badInput, file: file,
                    "row \(number + 1): tiers of margin trading of \(Echo.plain(pair.utf8))",
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
        if BybitTiers.matches(info) {
            return MarketName.isInverse(market) ? "bybit-inverse" : "bybit"
        }
        if OKXTiers.matches(info) { return MarketName.isInverse(market) ? "okx-inverse" : "okx" }
        return nil
    }
}

/// ccxt's names of markets, `BTC/USDT:USDT`, as venues write them.
enum MarketName {
    /// The symbol of a venue; other names stay as they are.
    static func symbol(_ market: String, venue: String) -> String {
        guard let slash = market.firstIndex(of: "/") else { return market }
        let base = market[..<slash]
        let rest = market[market.index(after: slash)...].split(
            separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let quote = rest[0]
        // Behind the settling coin stands the day on which a dated contract ends.
        let expiry = rest.count > 1 ? rest[1].split(separator: "-", maxSplits: 1).dropFirst().first : nil
        switch venue {
        case "okx", "okx-inverse": return "\(base)-\(quote)-\(expiry ?? "SWAP")"
        case "hyperliquid": return String(base)
        case "dydx": return "\(base)-USD"
        case "bybit" where quote == "USDC" && expiry == nil: return "\(base)PERP"
        case "binance-coinm": return "\(base)\(quote)_\(expiry ?? "PERP")"
        default: return "\(base)\(quote)" + (expiry.map { "_\($0)" } ?? "")
        }
    }

    /// Whether a market settles in the coin that it trades.
    static func isInverse(_ market: String) -> Bool {
        guard let slash = market.firstIndex(of: "/"), let colon = market.firstIndex(of: ":") else {
            return false
        }
        return market[..<slash] == market[market.index(after: colon)...].prefix { $0 != "-" }
    }
}
