extension Venue {
    /// Hyperliquid perpetuals.
    ///
    ///     LP = price − s·available/q / (1 − l·s),  l = 1/(2·maximum leverage of the tier)
    ///
    /// `available` is the isolated margin, or the account's value, less maintenance; any reference price gives the
    /// same. In 2023 the target's own maintenance stayed at the mark: `LP = mark − s·(account value − MM)/q`.
    /// Isolated margin is what the leverage asked for less the opening fee (0.035 % in the positions read). No fee is
    /// required. Above 100,000 USDC a fifth is closed first. Null where a position alone cannot liquidate the
    /// account.
    /// - Source: Hyperliquid docs, "Liquidations" and "Margin tiers"; account response of 2023-03-27 in the Python
    ///   SDK; read 2026-11-21. The day of the change is not published: it lies between 2023-03-27 and October 2024.
    public static let hyperliquid = Venue(
        id: "hyperliquid", title: "Hyperliquid", contract: .linear, trigger: .mark,
        formula: "price − s·available/q / (1 − l·s)",
        source: "Hyperliquid docs, Liquidations and Margin tiers",
        dayRead: "2026-11-21", absence: "null",
        caveat: "when maintenance began to follow the mark is not published; 2024-01-01 is assumed",
        assumed: .hyperliquid(maximumLeverage: Leverage(unchecked: 40)),
        rules: [
            DatedRule(
                hyperliquidRule(.atMark), formula: "mark − s·(account value − MM)/q, MM at the mark",
                source: "account response of 2023-03-27 in Hyperliquid's Python SDK"),
            DatedRule(
                from: Timestamp(milliseconds: 1_704_067_200_000),  // 2024-01-01
                hyperliquidRule(.atLiquidation)),
        ])

    private static func hyperliquidRule(_ maintenance: MarginRule.Basis) -> MarginRule {
        MarginRule(
            venue: "hyperliquid", maintenance: maintenance,
            openingFee: .fromMargin(Rate(unchecked: 0.00035)),
            partial: .share(Rate(unchecked: 0.2), above: Collateral(unchecked: 100_000)),
            display: .exact)
    }
}

extension Maintenance {
    /// What Hyperliquid requires of a coin or tier with a maximum leverage: `1/(2·maximum leverage)` of the value.
    ///
    /// - Parameter leverage: the highest that the coin offers, not that of a position.
    /// - Returns: one rate, without an amount.
    /// - Source: Hyperliquid docs, "Margin tiers"; read 2026-11-21.
    public static func hyperliquid(maximumLeverage leverage: Leverage) -> Maintenance {
        .rate(Rate(unchecked: 1 / (2 * leverage.value)))
    }
}

/// Hyperliquid perpetual contracts: tiers of value in USDC; maintenance is half the margin at the highest leverage.
///
/// - Source: "Margin tiers" of the venue's documentation, mainnet, an undated copy of 2025 or 2026; single tiers of
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
