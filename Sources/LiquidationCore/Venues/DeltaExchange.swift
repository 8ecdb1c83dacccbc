extension Venue {
    /// Delta Exchange perpetuals settled in USDT.
    ///
    ///     LP = E − s·(M − q·E·m)/q,  BP = E − s·M/q
    ///
    /// No fee.
    /// - Source: Delta API, position example BTCUSDT (25083.754, bankruptcy 24934.12), whose rate is assumed; read
    ///   2026-11-21.
    public static let delta = Venue(
        id: "delta", title: "Delta Exchange linear", contract: .linear, trigger: .mark,
        formula: "E − s·(M − q·E·m)/q", source: "Delta Exchange API position example", dayRead: "2026-11-21",
        absence: "nothing", assumed: .rate(Rate(unchecked: 0.005)),
        rules: [DatedRule(MarginRule(venue: "delta", maintenance: .atEntry, display: .exact))])
}
