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
