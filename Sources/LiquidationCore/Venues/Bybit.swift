extension Venue {
    /// Bybit USDT and USDC perpetuals.
    ///
    ///     until 2025-09-02:  LP = E − s·(IM − MM + X)/q,  IM = q·E/L,  MM = q·E·m − deduction
    ///     since 2025-09-02:  long  LP = (q·E·(1 − 1/L) − X/(1 − f) − deduction) / (q·(1 − m))
    ///                        short LP = (q·E·(1 + 1/L) + X/(1 + f) + deduction) / (q·(1 + m))
    ///
    /// `X` is margin added later, `f` the taker fee. The fee for closing at the bankruptcy price is held in the
    /// initial margin and required again, so it cancels except on `X`, which moves the bankruptcy price and the fee
    /// with it. Bankruptcy `E·(1 − s/L)`. The bracket follows the value at mark of positions and orders since
    /// 2025-09-02. Of hedged legs the larger is required, the smaller only its closing fee. Prices are rounded to
    /// the tick toward the entry, bankruptcy prices too; the API gives an empty text where the price lies outside
    /// the listed range (0.0001 or 999999 before).
    /// - Source: Bybit help, "Liquidation Price (USDT Contract)" and the margin change of 2025-09-02 (page dated
    ///   2025-09-18); taker fee from "Perpetual & Futures Contract: Fees Explained"; read 2026-11-21. The copy breaks
    ///   off before the new linear formula: it is derived from the inverse one on the same page.
    public static let bybit = Venue(
        id: "bybit", title: "Bybit linear", contract: .linear, trigger: .mark,
        formula: "(q·E·(1 ∓ 1/L) ∓ X/(1 ∓ f) ∓ deduction) / (q·(1 ∓ m))",
        source: "Bybit help, margin change of 2025-09-02, page of 2025-09-18", dayRead: "2026-11-21",
        absence: "empty",
        caveat: "the formula since 2025-09-02 is derived from the published inverse one",
        assumed: .rate(Rate(unchecked: 0.005)),
        rules: [
            DatedRule(
                MarginRule(
                    venue: "bybit", maintenance: .atEntry, hedgedLegs: .larger, partial: .nextTier),
                formula: "E − s·(IM − MM + X)/q, IM = q·E/L, MM = q·E·m − deduction",
                source: "Bybit help, liquidation price of USDT contracts"),
            DatedRule(from: bybitChange, bybitRule("bybit", .atLiquidation)),
        ])

    /// 2025-09-02, when maintenance began to follow the mark.
    static let bybitChange = Timestamp(milliseconds: 1_756_771_200_000)

    /// The fee of 0.055 % at bankruptcy, reserved and required.
    static func bybitRule(_ id: String, _ maintenance: MarginRule.Basis) -> MarginRule {
        MarginRule(
            venue: id, maintenance: maintenance,
            closingFee: .init(rate: Rate(unchecked: 0.00055), basis: .atBankruptcy, isReserved: true),
            hedgedLegs: .larger, partial: .nextTier)
    }
}
