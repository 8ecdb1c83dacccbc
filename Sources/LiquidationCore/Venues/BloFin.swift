extension Venue {
    /// BloFin perpetuals margined in USDT: the formula of ``okx`` with a fee of 0.06 %.
    ///
    ///     LP = (s·q·E − W) / (q·(s − m − f))
    ///
    /// Tiers count contracts and their rate holds for the whole position.
    /// - Source: BloFin help, liquidation; the assumed rate is the first tier of most contracts in "BloFin to
    ///   Adjust Position Tiers", 2024-06-28; read 2026-11-21. No published price.
    public static let blofin = Venue(
        id: "blofin", title: "BloFin linear", contract: .linear, trigger: .mark,
        formula: "(s·q·E − W) / (q·(s − m − f))", source: "BloFin help", dayRead: "2026-11-21",
        absence: "nothing", caveat: "no published price", assumed: .rate(Rate(unchecked: 0.0065)),
        rules: [
            DatedRule(
                MarginRule(
                    venue: "blofin",
                    closingFee: .init(rate: Rate(unchecked: 0.0006), basis: .atLiquidation),
                    partial: .nextTier, display: .exact))
        ])
}
