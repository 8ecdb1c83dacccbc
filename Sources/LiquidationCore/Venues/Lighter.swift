extension Venue {
    /// Lighter perpetuals: the formula of ``dydx``, a flat maintenance fraction for each market.
    ///
    ///     LP = (s·q·E − W) / (q·(s − m))
    /// - Source: Lighter docs, liquidations, 1.2 % for ETH, which is assumed; read 2026-11-21. No published price.
    public static let lighter = Venue(
        id: "lighter", title: "Lighter", contract: .linear, trigger: .mark,
        formula: "(s·q·E − W) / (q·(s − m))", source: "Lighter docs, liquidations", dayRead: "2026-11-21",
        absence: "nothing", caveat: "no published price", assumed: .rate(Rate(unchecked: 0.012)),
        rules: [DatedRule(MarginRule(venue: "lighter", display: .exact))])
}
