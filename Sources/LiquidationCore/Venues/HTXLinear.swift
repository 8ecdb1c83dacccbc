extension Venue {
    /// HTX contracts margined in USDT.
    ///
    ///     LP = (s·q·E − B) / (q·(s − a/L))
    ///
    /// As ``htx``.
    /// - Source: the rule of ``htx``; read 2026-11-21. No published price.
    public static let htxLinear = Venue(
        id: "htx-linear", title: "HTX linear", contract: .linear, trigger: .mark,
        formula: "(s·q·E − B) / (q·(s − a/L))", source: "HTX help, margin ratio and adjust factor",
        dayRead: "2026-11-21", absence: "a negative number",
        caveat: "no published price; the adjust factor is that of an inverse contract",
        assumed: .rate(Rate(unchecked: 0.075)),
        rules: [DatedRule(MarginRule(venue: "htx-linear", isRatePerLeverage: true, display: .exact))])
}
