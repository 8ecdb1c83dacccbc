/// A wall of a map: a peak that stands out, with its shoulders down to half of its prominence.
public struct Cluster: Hashable, Sendable {
    /// Which positions would be force-closed there.
    public let side: Side
    /// Lower edge, quote per base.
    public let low: Double
    /// Upper edge, quote per base.
    public let high: Double
    /// The middle of the highest bin.
    public let peak: Double
    /// Notional between the edges, quote units.
    public let notional: Double
    /// Notional relative to the largest cluster that was found, 0 to 1.
    public let relative: Double
    /// Distance of the peak from the price as a fraction of it; negative below.
    public let distance: Double
}
