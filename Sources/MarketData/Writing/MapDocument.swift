package import LiquidationCore

/// A map with everything that an output says about it.
package struct MapDocument: Sendable {
    /// The map.
    package let map: LiquidationMap
    /// What it rests on.
    package let assumptions: Assumptions
    /// Its walls, largest first.
    package let clusters: [Cluster]
    /// What signal rules read off it.
    package let signals: [Signal]
    /// The distance from the price within which clusters were looked for, a fraction.
    package let within: Double

    /// A document by its parts.
    package init(
        map: LiquidationMap, assumptions: Assumptions, clusters: [Cluster], signals: [Signal], within: Double
    ) {
        (self.map, self.assumptions, self.clusters) = (map, assumptions, clusters)
        (self.signals, self.within) = (signals, within)
    }
}
