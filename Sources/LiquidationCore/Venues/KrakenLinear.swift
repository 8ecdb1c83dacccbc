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
