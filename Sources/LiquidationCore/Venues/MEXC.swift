extension Venue {
    /// MEXC perpetuals margined in USDT.
    ///
    ///     LP = E − s·(M − q·E·(m + f))/q,  M = q·E·(1/L + f)
    ///
    /// The margin holds the opening fee, 0.06 %, and the requirement the same fee once more. Printed to
    /// the nearest tick.
    /// - Source: MEXC contract API, position example ETH_USDT at 100x (1211.2, tick 0.1 or coarser); read
    ///   2026-11-21. The example agrees with maintenance at entry and at the mark alike.
    public static let mexc = Venue(
        id: "mexc", title: "MEXC linear", contract: .linear, trigger: .mark,
        formula: "E − s·(M − q·E·(m + f))/q", source: "MEXC contract API position example",
        dayRead: "2026-11-21", absence: "0",
        caveat: "the example does not tell maintenance at entry from maintenance at the mark",
        assumed: .rate(Rate(unchecked: 0.005)),
        rules: [
            DatedRule(
                MarginRule(
                    venue: "mexc", maintenance: .atEntry,
                    closingFee: .init(rate: Rate(unchecked: 0.0006), basis: .atEntry),
                    openingFee: .inMargin(Rate(unchecked: 0.0006)), display: .nearest))
        ])
}
