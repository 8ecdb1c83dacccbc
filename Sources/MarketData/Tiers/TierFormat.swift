/// The kinds of bracket files that can be read; which one a file is, its contents decide.
package enum TierFormat: String, Sendable, CaseIterable {
    /// Binance `fapi/v1/leverageBracket`, `dapi/v2/leverageBracket`.
    case binance = "Binance leverageBracket"
    /// Bybit `v5/market/risk-limit`.
    case bybit = "Bybit v5 risk-limit"
    /// OKX `api/v5/public/position-tiers`.
    case okx = "OKX position-tiers"
    /// ccxt's LeverageTier structures, as freqtrade bundles and caches them too.
    case ccxt = "ccxt leverage tiers"
    /// The table that liq itself writes.
    case csv = "tiers CSV"

    /// What each looks like, for messages.
    static let known =
        "known are Binance leverageBracket, Bybit v5 risk-limit, OKX position-tiers, leverage tiers of ccxt and "
        + "freqtrade (all JSON), and CSV with the columns \(TierCSV.needed.joined(separator: ", "))"
}
