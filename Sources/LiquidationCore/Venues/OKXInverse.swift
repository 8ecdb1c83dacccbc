extension Venue {
    /// OKX swaps and futures margined in coin.
    ///
    ///     LP = Q·(s + m + f) / (W + s·Q/E)
    ///
    /// As ``okx``; the isolated example of the API lies exactly one tick toward the entry from the formula
    /// (2352.8496681818 against 2352.8396681818), and is shown so.
    /// - Source: OKX API v5, get-positions example, ETH-USD-210430; read 2026-11-21.
    public static let okxInverse = Venue(
        id: "okx-inverse", title: "OKX inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(s + m + f) / (W + s·Q/E)", source: "OKX API v5 positions example",
        dayRead: "2026-11-21", absence: "empty",
        caveat: "the one tick toward the entry is read from a single example",
        assumed: .rate(Rate(unchecked: 0.004)),
        rules: [DatedRule(okxRule("okx-inverse", .oneTickTowardEntry))])
}
