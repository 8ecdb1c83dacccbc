/// A column of a heatmap as it is handed out, one at a time.
public struct HeatmapColumn: Sendable {
    /// Its number, from 0.
    public let index: Int
    /// Its bars: times, prices, and what was liquidated of both sides and all rungs.
    public let span: Heatmap.ColumnSpan
    /// Live notional per bucket, quote units; zeros for a side that isn't in the slice.
    public let notional: BySide<[Double]>
}
