extension Venue {
    /// BitMEX contracts margined in USDT.
    ///
    ///     LP = E − s·(W − MM)/q,  MM = q·E·m + pending funding;  BP = E − s·W/q
    ///
    /// As ``bitmex``.
    /// - Source: BitMEX docs, "Isolated and Cross Margin Examples", ETHUSDT at 1 % (510, bankruptcy 500); read
    ///   2026-11-21.
    public static let bitmexLinear = Venue(
        id: "bitmex-linear", title: "BitMEX linear", contract: .linear, trigger: .mark,
        formula: "E − s·(W − MM)/q", source: "BitMEX docs, isolated and cross margin examples",
        dayRead: "2026-11-21", absence: "100000000",
        assumed: .rate(Rate(unchecked: 0.01)), rules: [DatedRule(bitmexRule("bitmex-linear"))])
}
