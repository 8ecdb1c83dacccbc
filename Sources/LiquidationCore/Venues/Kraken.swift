extension Venue {
    /// Kraken Futures, inverse contracts margined in one coin.
    ///
    ///     LP = Q·(s + m) / (W + s·Q/E)
    ///
    /// The worked example (7481, bankruptcy 7407) needs maintenance at the liquidation price; the margin schedule
    /// says that percentages apply to the value at entry, which would give 7476.6. The example is followed; it prints whole
    /// dollars, the nearest.
    /// - Source: Kraken support 360022835671, "Equity Protection Process"; schedule 15579128794772, whose first level
    ///   of PI_XBTUSD is assumed; read 2026-11-21. The page does not say whether a level's rate holds for the whole
    ///   position.
    public static let kraken = Venue(
        id: "kraken", title: "Kraken Futures inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(s + m) / (W + s·Q/E)", source: "Kraken support 360022835671", dayRead: "2026-11-21",
        absence: "nothing",
        caveat: "the example takes maintenance at the liquidation price, the margin schedule at entry",
        assumed: .rate(Rate(unchecked: 0.01)),
        rules: [DatedRule(MarginRule(venue: "kraken", partial: .nextTier, display: .nearest))])
}

extension Venue {
    /// Kraken Futures, linear contracts on multi-collateral.
    ///
    ///     equity = collateral·(1 − haircut) + profit ≤ m·q·P
    ///
    /// The wallet is what is left of the collateral after haircuts. Maturities of one underlying are netted: the
    /// larger of long and short is required; of an isolated position both are.
    /// - Source: Kraken support, multi-collateral margin; read 2026-11-21. No published price and no schedule read:
    ///   the assumed rate is that of the first level of PI_XBTUSD.
    public static let krakenLinear = Venue(
        id: "kraken-linear", title: "Kraken Futures linear", contract: .linear, trigger: .mark,
        formula: "collateral·(1 − haircut) + profit ≤ m·q·P",
        source: "Kraken support, multi-collateral margin",
        dayRead: "2026-11-21", absence: "nothing",
        caveat: "no published price; the assumed rate is that of an inverse contract",
        assumed: .rate(Rate(unchecked: 0.01)),
        rules: [
            DatedRule(
                MarginRule(venue: "kraken-linear", hedgedLegs: .larger, partial: .nextTier, display: .nearest)
            )
        ])
}

/// Kraken inverse perpetual contracts of one dollar: tiers of contracts.
///
/// The page does not say whether a rate counts for the whole position or for the part within its level; the whole
/// is taken, which is the stricter reading.
/// - Source: "Inverse Futures Margin Schedule", article 15579128794772 of the venue's support pages, a copy of 2024
///   or 2025.
enum KrakenTiers {
    static let editions: [TierEdition] = [pixbtusd(), piethusd(), pixrpusd()].compactMap { $0 }

    private static let schedule = TierRows(
        venue: "kraken", title: "Kraken", day: "2024-01-01",
        source:
            "inverse margin schedule 15579128794772, a copy of 2024 or 2025; rates taken for the whole position",
        unit: .contracts, kind: .whole)

    private static func pixbtusd() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (500_000, 50, 0.01), (1_000_000, 25, 0.02), (3_000_000, 17, 0.03), (6_000_000, 10, 0.05),
            (12_000_000, 6.7, 0.075), (20_000_000, 4, 0.125), (50_000_000, 3.33, 0.15),
            (75_000_000, 2.5, 0.2),
        ]
        return schedule.edition("PI_XBTUSD", rows)
    }

    private static func piethusd() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (250_000, 50, 0.01), (500_000, 25, 0.02), (2_000_000, 17, 0.03), (5_000_000, 10, 0.05),
            (8_000_000, 6.7, 0.075), (15_000_000, 4, 0.125), (30_000_000, 3.33, 0.15),
            (45_000_000, 2.5, 0.2),
        ]
        return schedule.edition("PI_ETHUSD", rows)
    }

    private static func pixrpusd() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (1_000_000, 10, 0.05), (3_000_000, 5, 0.1),
        ]
        return schedule.edition("PI_XRPUSD", rows)
    }
}
