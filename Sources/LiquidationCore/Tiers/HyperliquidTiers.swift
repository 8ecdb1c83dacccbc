/// Hyperliquid perpetual contracts: brackets of value in USDC; maintenance is half the margin at the highest leverage.
///
/// - Source: "Margin tiers" of the venue's documentation, mainnet, an undated copy of 2025 or 2026; single brackets of
///   2023 and 2024 as API answers of those months show them.
enum HyperliquidTiers {
    static let editions: [TierEdition] =
        past.compactMap { edition($0.coin, day: $0.day, (.infinity, $0.leverage)) }
        + [
            edition("BTC", (150_000_000, 40), (.infinity, 20)),
            edition("ETH", (100_000_000, 25), (.infinity, 15)),
            edition("SOL", (70_000_000, 20), (.infinity, 10)),
            edition("XRP", (40_000_000, 20), (.infinity, 10)),
        ].compactMap { $0 }
        + large.compactMap { edition($0, (20_000_000, 10), (.infinity, 5)) }
        + small.compactMap { edition($0, (3_000_000, 10), (.infinity, 5)) }

    private static let past: [(coin: String, day: String, leverage: Double)] = [
        ("BTC", "2023-07-01", 50), ("ETH", "2023-07-01", 50), ("SOL", "2024-10-01", 20),
        ("DOGE", "2024-10-01", 20),
    ]

    private static let large: [String] = [
        "DOGE", "kPEPE", "SUI", "WLD", "TRUMP", "LTC", "ENA", "POPCAT", "WIF", "AAVE", "kBONK", "LINK", "CRV",
        "AVAX", "ADA", "UNI", "NEAR", "TIA", "APT", "BCH", "HYPE", "FARTCOIN",
    ]

    private static let small: [String] = [
        "OP", "ARB", "LDO", "TON", "MKR", "ONDO", "JUP", "INJ", "kSHIB", "SEI", "TRX", "BNB", "DOT",
    ]

    private static func edition(
        _ coin: String, day: String = "2025-01-01", _ levels: (cap: Double, leverage: Double)...
    ) -> TierEdition? {
        let when = day < "2025" ? "API answers of \(day.prefix(7))" : "an undated copy of 2025 or 2026"
        return TierRows(
            venue: "hyperliquid", title: "Hyperliquid", day: day, source: "margin tiers page, \(when)"
        ).edition(coin, levels.map { ($0.cap, $0.leverage, 1 / (2 * $0.leverage)) })
    }
}
