package import LiquidationCore

/// A map with everything that an output says about it.
package struct MapDocument: Sendable {
    /// The map.
    package let map: LiquidationMap
    /// What it rests on.
    package let assumptions: Assumptions
    /// Its walls, largest first.
    package let clusters: [Cluster]
    /// How many walls of each side were looked for.
    package let limit: Int
    /// What signal rules read off it.
    package let signals: [Signal]
    /// The distance from the price within which clusters were looked for, a fraction.
    package let within: Double

    /// A document by its parts.
    package init(
        map: LiquidationMap, assumptions: Assumptions, signals: [Signal], within: Rate, limit: Int
    ) {
        (self.map, self.assumptions, self.signals) = (map, assumptions, signals)
        (self.within, self.limit) = (within.value, limit)
        clusters = map.clusters(within: within, limit: limit)
    }
}
