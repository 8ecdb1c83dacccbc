/// One tier of a venue's maintenance table: what applies while a position's size lies in `floor ..< cap`.
public struct Tier: Hashable, Sendable {
    /// Lowest size of the tier, in the table's unit, inclusive.
    public let floor: Double
    /// Highest size of the tier, exclusive; the last tier's is where the venue stops.
    public let cap: Double
    /// Highest leverage that may be opened in the tier.
    public let maximumLeverage: Double
    /// Maintenance margin per unit of value.
    public let maintenanceRate: Double
    /// What is subtracted from `value · maintenanceRate` ("cum", "deduction"): settlement units where the table
    /// counts the value; else in the table's unit, worth what that is worth at the price.
    public let maintenanceAmount: Double

    /// A tier by its figures; ``TierTable`` checks them together.
    public init(
        floor: Double, cap: Double, maximumLeverage: Double, maintenanceRate: Double,
        maintenanceAmount: Double
    ) {
        (self.floor, self.cap, self.maximumLeverage) = (floor, cap, maximumLeverage)
        (self.maintenanceRate, self.maintenanceAmount) = (maintenanceRate, maintenanceAmount)
    }

    /// Maintenance margin of a value that lies in this tier, settlement units.
    public func maintenanceMargin(of value: Double) -> Double {
        value * maintenanceRate - maintenanceAmount
    }
}

/// A venue's maintenance tiers for one symbol, as it published them on a day.
public struct TierTable: Hashable, Sendable {
    /// What the floors and caps of tiers count.
    public enum Unit: String, Hashable, Sendable, CaseIterable {
        /// Quote units: notional of a linear contract, face value of an inverse one.
        case quote
        /// Base coin: size of a linear contract, value of an inverse one.
        case coin
        /// Contracts of ``TierTable/contractSize`` each.
        case contracts
    }

    /// What a tier's rate applies to.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// To the part of the position within the tier: `value · rate − amount`, continuous in the size.
        case marginal
        /// To the whole position, without an amount: the requirement jumps where tiers meet.
        case whole
    }

    /// Tiers from the smallest size up; at least one.
    public let tiers: [Tier]
    /// Who it is for and where the figures come from, for people.
    public let name: String
    /// The day on which the figures were in force, `2026-09-29`; `nil` for a table that is not a venue's.
    public let day: String?
    /// Where the figures were read.
    public let source: String
    /// What floors and caps count.
    public let unit: Unit
    /// What a rate applies to.
    public let kind: Kind
    /// Size of one contract: base coin (linear), face value (inverse), settlement per quote unit (quanto).
    public let contractSize: Double

    /// Checks that tiers join up and, where the table is marginal, that maintenance is continuous.
    ///
    /// - Throws: ``CoreError`` `.invalidTiers`, naming the tier, counted from 1.
    public init(
        name: String, day: String?, source: String, unit: Unit = .quote, kind: Kind = .marginal,
        contractSize: Double = 1, tiers: [Tier]
    ) throws(CoreError) {
        guard let first = tiers.first, first.floor == 0, first.maintenanceAmount == 0 else {
            throw CoreError(.invalidTiers, "\(name): tier 1 must start at size 0 with amount 0")
        }
        guard contractSize > 0, contractSize.isFinite else {
            throw CoreError(
                .invalidTiers, "\(name): contract size must be finite and above zero, was \(contractSize)")
        }
        for (index, tier) in tiers.enumerated() {
            let below = index > 0 ? tiers[index - 1] : nil
            if let fault = tier.fault(after: below, kind: kind) {
                throw CoreError(.invalidTiers, "\(name), tier \(index + 1): \(fault)")
            }
        }
        (self.name, self.day, self.source, self.tiers) = (name, day, source, tiers)
        (self.unit, self.kind, self.contractSize) = (unit, kind, contractSize)
    }

    /// A single tier with one rate, for a venue or symbol whose table is not known.
    ///
    /// - Throws: ``CoreError`` `.invalidTiers` when the rate does not lie between 0 and 1.
    public static func flat(maintenanceRate: Rate) throws(CoreError) -> TierTable {
        try TierTable(
            name: "flat \(maintenanceRate.value)", day: nil, source: "an assumption, not a venue's table",
            tiers: [
                Tier(
                    floor: 0, cap: .infinity, maximumLeverage: .infinity,
                    maintenanceRate: maintenanceRate.value, maintenanceAmount: 0)
            ])
    }

    /// The amounts that make maintenance continuous: `amountᵢ = amountᵢ₋₁ + floorᵢ · (rateᵢ − rateᵢ₋₁)`.
    ///
    /// - Precondition: as many floors as rates.
    public static func continuousAmounts(floors: [Double], rates: [Double]) -> [Double] {
        precondition(floors.count == rates.count, "one floor for each rate")
        var amounts: [Double] = []
        for index in rates.indices {
            let below = index > 0 ? amounts[index - 1] : 0
            amounts.append(index > 0 ? below + floors[index] * (rates[index] - rates[index - 1]) : 0)
        }
        return amounts
    }

    /// The index of the tier that holds a size; above the last cap, the last tier.
    ///
    /// Where a rate applies to the whole position, a cap is the largest size that the tier allows, and belongs to
    /// it; a marginal table is continuous there, so that it does not matter.
    /// - Complexity: O(tiers).
    @inline(__always)
    func index(holding size: Double) -> Int {
        let index = tiers.index(holding: size)
        return kind == .whole && index > 0 && size == tiers[index].floor ? index - 1 : index
    }

    /// The index of the tier that holds a notional of a table in quote units.
    public func index(for notional: Notional) -> Int { index(holding: notional.value) }

    /// The largest size that may be opened at a leverage, in ``unit``; `nil` when no tier admits it.
    public func largestSize(at leverage: Leverage) -> Double? {
        tiers.last { $0.maximumLeverage >= leverage.value }?.cap
    }

    /// The highest leverage that the venue offers.
    public var highestLeverage: Double { tiers.reduce(0) { max($0, $1.maximumLeverage) } }
}

extension [Tier] {
    /// The index of the tier that holds a size.
    @inline(__always)
    func index(holding size: Double) -> Int {
        var index = 0
        while index < count - 1, !(size < self[index].cap) { index += 1 }
        return index
    }
}

extension Tier {
    /// What is wrong with a tier, on its own or behind the one below it.
    fileprivate func fault(after below: Tier?, kind: TierTable.Kind) -> String? {
        guard cap > floor else { return "cap \(cap) must be above floor \(floor)" }
        guard maintenanceRate > 0, maintenanceRate < 1 else {
            return "maintenance rate must lie between 0 and 1, was \(maintenanceRate)"
        }
        guard maximumLeverage >= 1 else {
            return "maximum leverage must be at least 1, was \(maximumLeverage)"
        }
        if kind == .whole, maintenanceAmount != 0 {
            return "a rate on the whole position takes no amount, was \(maintenanceAmount)"
        }
        guard let below else { return nil }
        guard floor == below.cap else {
            return "floor \(floor) must be the cap of the tier below, \(below.cap)"
        }
        guard maintenanceRate > below.maintenanceRate else {
            return "maintenance rate must rise, was \(maintenanceRate)"
        }
        guard kind == .marginal else { return nil }
        let continuous = below.maintenanceAmount + floor * (maintenanceRate - below.maintenanceRate)
        guard abs(maintenanceAmount - continuous) <= 1e-9 * max(1, floor) else {
            return "amount must be \(continuous) to be continuous, was \(maintenanceAmount)"
        }
        return nil
    }
}

/// What a venue requires of a position of a given size: the figures, apart from the rule that uses them.
public enum Maintenance: Hashable, Sendable {
    /// A table of tiers.
    case tiers(TierTable)
    /// One rate and amount, known from elsewhere: `value · rate − amount`.
    case fixed(rate: Rate, amount: Collateral)
    /// A rate that grows with the size in coins: `base + perCoin · coins`, without tiers.
    case sloped(base: Rate, perCoin: Double)

    /// One rate for every size.
    public static func rate(_ rate: Rate) -> Maintenance {
        .fixed(rate: rate, amount: Collateral(unchecked: 0))
    }

    /// How many tiers there are; one where there is no table.
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
    /// The last tier's cap, in the unit of the table, where there is one.
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
