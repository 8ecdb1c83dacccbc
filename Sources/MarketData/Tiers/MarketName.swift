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
