extension Venue {
    /// Bitget USDT and USDC perpetuals.
    ///
    ///     until 2025-09-29:  LP = E − s·(W − MM(mark))/q,  MM(mark) = q·mark·(m + f)
    ///     since 2025-09-29:  LP = (M + offset − s·q·E) / (q·(m + f − s))
    ///
    /// `f` is the taker fee, 0.06 %; `offset` the deduction of the tier. The older price moves with the mark,
    /// because maintenance is kept where the mark stands. Cross: the wallet is the assets with the profit of the
    /// other pairs, less what they require.
    /// - Source: Bitget help, estimated liquidation price (change announced 2025-09-29); older rule from the API's
    ///   account example, exact to 10⁻¹¹; tiers count by parts since 2025-11-10, whole before; read 2026-11-21.
    public static let bitget = Venue(
        id: "bitget", title: "Bitget linear", contract: .linear, trigger: .mark,
        formula: "(M + offset − s·q·E) / (q·(m + f − s))",
        source: "Bitget help, change announced 2025-09-29",
        dayRead: "2026-11-21", absence: "0",
        caveat: "the older rule is known from cross positions only",
        assumed: .rate(Rate(unchecked: 0.004)), rules: bitgetRules("bitget"))

    /// Maintenance and fee at the mark, then at liquidation.
    static func bitgetRules(_ id: String) -> [DatedRule] {
        let fee = Rate(unchecked: 0.0006)
        return [
            DatedRule(
                MarginRule(
                    venue: id, maintenance: .atMark, closingFee: .init(rate: fee, basis: .atMark),
                    partial: .nextTier, display: .exact),
                formula: "W + profit(LP) = MM(mark), MM(mark) = value at the mark·(m + f)",
                source: "Bitget API, account example"),
            DatedRule(
                from: Timestamp(milliseconds: 1_759_104_000_000),  // 2025-09-29
                MarginRule(
                    venue: id, closingFee: .init(rate: fee, basis: .atLiquidation), partial: .nextTier,
                    display: .exact)),
        ]
    }
}

extension Venue {
    /// Bitget COIN-M contracts: as ``bitget``, values divided by the price.
    ///
    ///     LP = Q·(s + m + f) / (M + offset + s·Q/E)
    /// - Source: Bitget help, estimated liquidation price; read 2026-11-21. No published example.
    public static let bitgetCoin = Venue(
        id: "bitget-coinm", title: "Bitget COIN-M", contract: .inverse, trigger: .mark,
        formula: "Q·(s + m + f) / (M + offset + s·Q/E)", source: "Bitget help, change announced 2025-09-29",
        dayRead: "2026-11-21", absence: "0",
        caveat: "no published example; the rate is that of the linear contracts",
        assumed: .rate(Rate(unchecked: 0.004)), rules: bitgetRules("bitget-coinm"))
}
