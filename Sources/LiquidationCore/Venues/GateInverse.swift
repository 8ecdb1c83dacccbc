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
