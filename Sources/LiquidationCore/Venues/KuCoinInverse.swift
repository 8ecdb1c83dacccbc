extension Venue {
    /// KuCoin futures margined in coin.
    ///
    ///     until 2025-05-22:  LP = Q / (Q/E + s·(IM − MM))
    ///     since 2025-05-22:  LP = Q·(s + m + f) / (M + s·Q/E)
    ///
    /// As ``kucoin``; a cross position's `M` is its share of the total margin by value at mark. Short positions that cannot be liquidated show the highest price of the contract, 1,000,000 for
    /// XBTUSDM. Bankruptcy `E/(1 ± 1/L)`.
    /// - Source: KuCoin help 4408061803033, 27619032569113 (bankruptcy), 35084431335065 (cross); read 2026-11-21.
    public static let kucoinInverse = Venue(
        id: "kucoin-inverse", title: "KuCoin inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(s + m + f) / (M + s·Q/E)",
        source: "KuCoin help 4408061803033, 27619032569113 and 35084431335065", dayRead: "2026-11-21",
        absence: "the highest price",
        caveat:
            "since 2025-05-22 as for linear contracts: the page gives no inverse formula for isolated margin",
        assumed: .rate(Rate(unchecked: 0.004)), rules: kucoinRules("kucoin-inverse"))
}
