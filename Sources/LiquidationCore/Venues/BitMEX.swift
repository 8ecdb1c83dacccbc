extension Venue {
    /// BitMEX inverse contracts (XBTUSD).
    ///
    ///     LP = Q / (Q/E + s·(W − MM)),  MM = (Q/E)·m + pending funding;  BP = E·L/(L ± 1)
    ///
    /// Maintenance is frozen at entry and rises by the base rate with every step of the risk limit; the fee for
    /// closing at bankruptcy is held in the margin and cancels. Funding about to be paid is required too. Values
    /// are whole satoshis a contract, so prices differ by up to a tick from real arithmetic. Where there is no
    /// price the API prints 100000000, or 16666666.5 in older answers. The risk limit is stepped down first.
    /// - Source: BitMEX docs, "Isolated and Cross Margin Examples"; base rate 0.5 % from "Change in Maintenance
    ///   Margin for All XBT Inverse Futures Contracts", 2024-03-19; read 2026-11-21.
    public static let bitmex = Venue(
        id: "bitmex", title: "BitMEX inverse", contract: .inverse, trigger: .mark,
        formula: "Q / (Q/E + s·(W − MM))", source: "BitMEX docs, isolated and cross margin examples",
        dayRead: "2026-11-21", absence: "100000000",
        caveat: "the API printed 16666666.5 (none) for a short of 14 at 1x, where maintenance of 0.5 % gives "
            + "722,000",
        assumed: .rate(Rate(unchecked: 0.005)), rules: [DatedRule(bitmexRule("bitmex"))])

    /// Frozen at entry, pending funding required, a figure for "none".
    static func bitmexRule(_ id: String) -> MarginRule {
        MarginRule(
            venue: id, maintenance: .atEntry, reservesFundingDue: true, partial: .nextTier,
            display: PriceDisplay(absence: .sentinel(Price(unchecked: 100_000_000))))
    }
}

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
