extension Venue {
    /// Bybit inverse perpetuals and futures.
    ///
    ///     until 2025-09-02:  LP = Q / (Q/E + s·(IM − MM)),  MM = (Q/E)·m
    ///     cross, 2020:       BP = (1 + s·f)·Q / (Q/E + s·B),  s·Q·(1/E − 1/LP) = (Q/E)·m + Q·f/BP − B
    ///     since 2025-09-02:  long  LP = Q·(1 + m) / (Q/E + Q/(E·L) + X/(1 + f) + deduction)
    ///                        short LP = Q·(1 − m) / (Q/E − Q/(E·L) − X/(1 − f) − deduction)
    ///
    /// The fee for closing at bankruptcy is reserved and required as in ``bybit``. Before 2025-09-02 the page on
    /// isolated margin adds `X` to the initial margin as it is; here it counts `X/(1 ± f)`, as the cross formula of
    /// the time and every later page have it. Rounded to the tick toward the entry; the API gives an empty text
    /// outside the listed range.
    /// - Source: Bybit help, "Liquidation Price (Inverse Contract)" of 2020 and the copy of 2026-05-27; taker fee
    ///   0.055 % from "Perpetual & Futures Contract: Fees Explained"; read 2026-11-21.
    public static let bybitInverse = Venue(
        id: "bybit-inverse", title: "Bybit inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(1 ± m) / (Q/E ± Q/(E·L) ± X/(1 ± f) ± deduction)",
        source: "Bybit help, liquidation price of inverse contracts, copy of 2026-05-27",
        dayRead: "2026-11-21", absence: "empty", assumed: .rate(Rate(unchecked: 0.005)),
        rules: [
            DatedRule(
                bybitRule("bybit-inverse", .atEntry),
                formula: "Q / (Q/E + s·(IM − MM)), MM = (Q/E)·m",
                source: "Bybit help, liquidation price of inverse contracts, 2020"),
            DatedRule(from: bybitChange, bybitRule("bybit-inverse", .atLiquidation)),
        ])
}
