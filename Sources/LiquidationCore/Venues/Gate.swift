extension Venue {
    /// Gate perpetuals settled in USDT.
    ///
    ///     LP = (E − s·M/(multiplier·size)) / (1 − s·(m + f))
    ///
    /// `f` is the taker fee, 0.075 % in the examples of the API; newer tiers carry a deduction. Liquidation goes
    /// by steps of the risk limit. Printed to the nearest tick.
    /// - Source: Gate help on liquidation prices, position example of the API v4 (665.69); read 2026-11-21.
    public static let gate = Venue(
        id: "gate", title: "Gate linear", contract: .linear, trigger: .mark,
        formula: "(E − s·M/(multiplier·size)) / (1 − s·(m + f))",
        source: "Gate help and API v4 position example", dayRead: "2026-11-21", absence: "0",
        caveat: "the fee is that of the examples; accounts with a lower taker fee lie a little further away",
        assumed: .rate(Rate(unchecked: 0.005)), rules: [DatedRule(gateRule("gate"))])

    /// Taker fee of 0.075 % on the value at liquidation.
    static func gateRule(_ id: String) -> MarginRule {
        MarginRule(
            venue: id, closingFee: .init(rate: Rate(unchecked: 0.00075), basis: .atLiquidation),
            partial: .nextTier, display: .nearest)
    }
}

extension Venue {
    /// Gate perpetuals settled in coin, one USD a contract.
    ///
    ///     LP = size·E·(1 + s·(m + f)) / (size + s·M·E)
    /// - Source: Gate help on liquidation prices; read 2026-11-21. The API's own example (3421.54) calls the contract
    ///   BTC_USDT and lies 0.008 % from its inputs.
    public static let gateInverse = Venue(
        id: "gate-inverse", title: "Gate inverse", contract: .inverse, trigger: .mark,
        formula: "size·E·(1 + s·(m + f)) / (size + s·M·E)", source: "Gate help and API v4 position example",
        dayRead: "2026-11-21", absence: "0",
        caveat: "the API example gives 3421.54 where its own inputs give 3421.26",
        assumed: .rate(Rate(unchecked: 0.005)), rules: [DatedRule(gateRule("gate-inverse"))])
}

extension Venue {
    /// Gate perpetuals on other coins settled in BTC: the formula of ``gate``, the multiplier being BTC per quote
    /// unit.
    ///
    ///     LP = (E − s·M/(multiplier·size)) / (1 − s·(m + f))
    /// - Source: Gate help on liquidation prices; read 2026-11-21. No published example.
    public static let gateQuanto = Venue(
        id: "gate-quanto", title: "Gate quanto", contract: .quanto, trigger: .mark,
        formula: "(E − s·M/(multiplier·size)) / (1 − s·(m + f))", source: "Gate help", dayRead: "2026-11-21",
        absence: "0", caveat: "no published example; the rate is that of the linear contracts",
        assumed: .rate(Rate(unchecked: 0.005)), rules: [DatedRule(gateRule("gate-quanto"))])
}
