extension Venue {
    /// BitMEX quanto contracts (ETHUSD): settled in bitcoin, a fixed amount per dollar of price.
    ///
    ///     LP = E − s·(W − MM)/k,  MM = k·E·m + pending funding;  BP = E − s·W/k
    ///
    /// `k` is the contracts times the multiplier. As ``bitmex``.
    /// - Source: BitMEX docs; base rate 0.5 % from "Reduction in Initial and Maintenance Margin for ETHUSD",
    ///   2021-05-14; read 2026-11-21. No published price.
    public static let bitmexQuanto = Venue(
        id: "bitmex-quanto", title: "BitMEX quanto", contract: .quanto, trigger: .mark,
        formula: "E − s·(W − MM)/k", source: "BitMEX docs", dayRead: "2026-11-21", absence: "100000000",
        caveat: "the ETHUSD guide prints a multiplier of 0.0001 in one place and 0.000001 in another",
        assumed: .rate(Rate(unchecked: 0.005)), rules: [DatedRule(bitmexRule("bitmex-quanto"))])
}
