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
}
