extension Venue {
    /// A linear contract whose maintenance follows the mark, without fees: the plainest rule there is.
    ///
    ///     LP = (s·q·E − W − c) / (q·(s − m))
    /// - Source: the definition of equity and requirement.
    public static let generic = Venue(
        id: "generic", title: "Generic linear", contract: .linear, trigger: .mark,
        formula: "(s·q·E − W − c) / (q·(s − m))", source: "equity = requirement", dayRead: "2026-11-21",
        absence: "none", assumed: .rate(Rate(unchecked: 0.005)),
        rules: [DatedRule(MarginRule(venue: "generic"))])

    /// A linear contract whose maintenance is frozen at entry.
    ///
    ///     LP = E − s·(W − MM)/q,  MM = q·E·m − c
    /// - Source: the definition of equity and requirement.
    public static let genericEntry = Venue(
        id: "generic-entry", title: "Generic linear, frozen at entry", contract: .linear, trigger: .mark,
        formula: "E − s·(W − MM)/q", source: "equity = requirement", dayRead: "2026-11-21",
        absence: "none", assumed: .rate(Rate(unchecked: 0.005)),
        rules: [DatedRule(MarginRule(venue: "generic-entry", maintenance: .atEntry))])

    /// An inverse contract whose maintenance follows the mark.
    ///
    ///     LP = Q·(s + m) / (W + c + s·Q/E)
    /// - Source: the definition of equity and requirement.
    public static let genericInverse = Venue(
        id: "generic-inverse", title: "Generic inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(s + m) / (W + c + s·Q/E)", source: "equity = requirement", dayRead: "2026-11-21",
        absence: "none", assumed: .rate(Rate(unchecked: 0.005)),
        rules: [DatedRule(MarginRule(venue: "generic-inverse"))])
}
