/// A venue's maintenance brackets for one symbol, as it published them on a day.
///
/// The margin of a notional `N` is marginal: `N · rate − amount` of the bracket that holds `N`, continuous
/// where brackets meet.
public struct TierTable: Hashable, Sendable {
    /// Brackets from the smallest notional up; at least one.
    public let tiers: [Tier]
    /// Who it is for and where the figures come from, for people.
    public let name: String
    /// The day on which the figures were in force, `2026-09-29`; `nil` for a table that is not a venue's.
    public let day: String?
    /// Where the figures were read.
    public let source: String

    /// Checks that brackets join up and that maintenance is continuous.
    ///
    /// - Throws: ``CoreError`` `.invalidTiers`, naming the bracket, counted from 1.
    public init(name: String, day: String?, source: String, tiers: [Tier]) throws(CoreError) {
        guard let first = tiers.first, first.floor == 0, first.maintenanceAmount == 0 else {
            throw CoreError(.invalidTiers, "\(name): tier 1 must start at notional 0 with amount 0")
        }
        for (index, tier) in tiers.enumerated() {
            func bad(_ rule: String) -> CoreError {
                CoreError(.invalidTiers, "\(name), tier \(index + 1): \(rule)")
            }
            guard tier.cap > tier.floor else {
                throw bad("cap \(tier.cap) must be above floor \(tier.floor)")
            }
            guard tier.maintenanceRate > 0, tier.maintenanceRate < 1 else {
                throw bad("maintenance rate must lie between 0 and 1, was \(tier.maintenanceRate)")
            }
            guard tier.maximumLeverage >= 1 else {
                throw bad("maximum leverage must be at least 1, was \(tier.maximumLeverage)")
            }
            guard index > 0 else { continue }
            let below = tiers[index - 1]
            guard tier.floor == below.cap else {
                throw bad("floor \(tier.floor) must be the cap of the tier below, \(below.cap)")
            }
            guard tier.maintenanceRate > below.maintenanceRate else {
                throw bad("maintenance rate must rise, was \(tier.maintenanceRate)")
            }
            let step = tier.floor * (tier.maintenanceRate - below.maintenanceRate)
            let continuous = below.maintenanceAmount + step
            guard abs(tier.maintenanceAmount - continuous) <= 1e-9 * max(1, tier.floor) else {
                throw bad("amount must be \(continuous) to be continuous, was \(tier.maintenanceAmount)")
            }
        }
        (self.name, self.day, self.source, self.tiers) = (name, day, source, tiers)
    }

    /// A single bracket with one rate, for a venue or symbol whose table is not known.
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

    /// The index of the bracket that holds a notional; above the last cap, the last bracket.
    ///
    /// - Complexity: O(tiers).
    public func index(for notional: Notional) -> Int {
        tiers.firstIndex { notional.value < $0.cap } ?? tiers.count - 1
    }

    /// The largest notional that may be opened at a leverage; `nil` when no bracket admits it.
    public func largestNotional(at leverage: Leverage) -> Double? {
        tiers.last { $0.maximumLeverage >= leverage.value }?.cap
    }
}
