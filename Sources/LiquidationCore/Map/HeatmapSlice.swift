/// Which part of what is open a heatmap shows.
public struct HeatmapSlice: Hashable, Sendable {
    /// One side; both where `nil`.
    public var side: Side?
    /// Some rungs of the ladder, by their places in it; all where `nil`. Needs a run that keeps mass by rung.
    public var rungs: Range<Int>?

    /// A slice by its parts.
    public init(side: Side? = nil, rungs: Range<Int>? = nil) { (self.side, self.rungs) = (side, rungs) }

    /// Everything.
    public static let all = HeatmapSlice()

    /// Whether a side is in it.
    public func holds(_ side: Side) -> Bool { self.side == nil || self.side == side }
}
