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
