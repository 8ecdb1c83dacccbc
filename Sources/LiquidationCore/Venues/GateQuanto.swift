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
