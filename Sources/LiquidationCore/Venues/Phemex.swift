extension Venue {
    /// Phemex perpetuals margined in USDT.
    ///
    ///     LP = (q·E − s·A − s·amount) / ((1 − s·f − s·m)·q),  A = q·E/L + f·q·E·(1 − s/L)
    ///
    /// The assigned balance `A` holds the fee for closing at bankruptcy, 0.06 %; the fee at liquidation is required.
    /// Printed to the nearest tick.
    /// - Source: Phemex help, "liq-price-for-USDTM" (0.3232); read 2026-11-21. An older page freezes maintenance at
    ///   entry.
    public static let phemex = Venue(
        id: "phemex", title: "Phemex linear", contract: .linear, trigger: .mark,
        formula: "(q·E − s·A − s·amount) / ((1 − s·f − s·m)·q)",
        source: "Phemex help, liq-price-for-USDTM",
        dayRead: "2026-11-21", absence: "0", caveat: "an older page freezes maintenance at entry",
        assumed: .rate(Rate(unchecked: 0.01)),
        rules: [
            DatedRule(
                MarginRule(
                    venue: "phemex",
                    closingFee: .init(
                        rate: Rate(unchecked: 0.0006), basis: .atLiquidation, isReserved: true),
                    display: .nearest))
        ])
}
