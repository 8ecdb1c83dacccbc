/// What a venue requires of a position of a given size: the figures, apart from the rule that uses them.
public enum Maintenance: Hashable, Sendable {
    /// A table of brackets.
    case tiers(TierTable)
    /// One rate and amount, known from elsewhere: `value · rate − amount`.
    case fixed(rate: Rate, amount: Collateral)
    /// A rate that grows with the size in coins: `base + perCoin · coins`, without brackets.
    case sloped(base: Rate, perCoin: Double)

    /// One rate for every size.
    public static func rate(_ rate: Rate) -> Maintenance {
        .fixed(rate: rate, amount: Collateral(unchecked: 0))
    }

    /// How many brackets there are; one where there is no table.
    public var count: Int {
        if case .tiers(let table) = self { return table.tiers.count }
        return 1
    }

    /// The table, where there is one.
    public var table: TierTable? {
        if case .tiers(let table) = self { return table }
        return nil
    }
}

extension Maintenance {
    /// The last bracket's cap, in the unit of the table, where there is one.
    var largestSize: Double? {
        guard case .tiers(let table) = self else { return nil }
        return table.tiers[table.tiers.count - 1].cap
    }

    /// One line for people: `12 tiers`, `flat maintenance rate 0.005`.
    public var text: String {
        switch self {
        case .tiers(let table): "\(table.tiers.count) tiers"
        case .fixed(let rate, let amount):
            "flat maintenance rate \(rate.value)" + (amount.value == 0 ? "" : " less \(amount.value)")
        case .sloped(let base, let perCoin): "maintenance rate \(base.value) + \(perCoin) a coin"
        }
    }
}
