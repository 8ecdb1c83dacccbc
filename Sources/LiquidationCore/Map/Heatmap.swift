/// The map as it stood at the end of each of several spans of time: columns × buckets, with the price path.
public struct Heatmap: Sendable {
    /// One column: the map after its last bar, with the bars' price range.
    public struct ColumnSpan: Hashable, Sendable {
        /// Open instant of the first bar.
        public let start: Timestamp
        /// Open instant of the last bar.
        public let end: Timestamp
        /// First, highest, lowest and last price of the bars.
        public let open: Double, high: Double, low: Double, close: Double
        /// Notional that was liquidated during the column, quote units.
        public let liquidated: BySide<Double>
    }

    /// The price axis.
    public let grid: PriceGrid
    /// How many bars make a column; the last one may have fewer.
    public let barsPerColumn: Int
    /// Columns in time order.
    public let columns: [ColumnSpan]
    /// Live notional, quote units: column after column, ``PriceGrid/count`` cells each.
    public let notional: BySide<[Double]>

    /// The cells of one column and side, quote units.
    public func column(_ index: Int, _ side: Side) -> ArraySlice<Double> {
        notional[side][(index * grid.count)..<((index + 1) * grid.count)]
    }
}
