extension Venue {
    /// HTX coin-margined contracts.
    ///
    ///     LP = Q·(s + a/L) / (B + s·Q/E)
    ///
    /// Liquidated when equity over used margin falls to the adjust factor `a`; used margin is the value over the
    /// leverage, so the rate is `a/L` and a higher leverage requires less. Where there is none HTX prints the
    /// negative number that the formula gives; here there is none.
    /// - Source: HTX API position example, XRP-USD at 5x with factor 7.5 %, exact to 10⁻¹⁶; read 2026-11-21. The
    ///   assumed factor is that of the example.
    public static let htx = Venue(
        id: "htx", title: "HTX inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(s + a/L) / (B + s·Q/E)", source: "HTX API position example", dayRead: "2026-11-21",
        absence: "a negative number", caveat: "the adjust factor depends on symbol, leverage and size",
        assumed: .rate(Rate(unchecked: 0.075)),
        rules: [DatedRule(MarginRule(venue: "htx", isRatePerLeverage: true, display: .exact))])
}

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
