/// A column of a heatmap as it is handed out, one at a time.
public struct HeatmapColumn: Sendable {
    /// Its number, from 0.
    public let index: Int
    /// Its bars: times, prices, and what was liquidated of both sides and all rungs.
    public let span: Heatmap.ColumnSpan
    /// Live notional of longs per bucket, quote units; zeros where longs are not in the slice.
    public let long: [Double]
    /// Live notional of shorts per bucket; zeros where shorts are not in the slice.
    public let short: [Double]
}
