package import LiquidationCore
import MarketData

/// A map with everything that an output says about it.
package struct MapDocument: Sendable {
    /// The map.
    package let map: LiquidationMap
    /// What it rests on.
    package let assumptions: Assumptions
    /// Its clusters, largest first.
    package let clusters: [Cluster]
    /// How many clusters of each side were looked for.
    package let limit: Int
    /// What signal rules read off it.
    package let signals: [Signal]
    /// What each venue adds, where there are several.
    package let venues: [VenuePart]
    /// The sum of parts that it was made of, where it is one.
    package let sum: ExactMap?
    /// The distance from the price within which clusters were looked for, a fraction.
    package let within: Double

    /// A document by its parts.
    package init(
        map: LiquidationMap, assumptions: Assumptions, signals: [Signal], within: Rate, limit: Int,
        venues: [VenuePart] = [], sum: ExactMap? = nil
    ) {
        (self.map, self.assumptions, self.signals) = (map, assumptions, signals)
        (self.within, self.limit, self.venues) = (within.value, limit, venues)
        self.sum = sum
        clusters = map.clusters(within: within, limit: limit)
    }
}
