package import LiquidationCore

/// A heatmap made ready for drawing: columns of cells of equal height, without a size or a colour.
package struct HeatmapPicture: Sendable {
    /// One column of cells with the price path through it.
    package struct Column: Sendable {
        /// Open instants of its first and last bar.
        package let start: Timestamp, end: Timestamp
        /// Highest, lowest and last price of its bars.
        package let high: Double, low: Double, close: Double
        /// Notional of both sides a bin, quote units, in rising price; of a view of freshness that of the fresher side.
        package let cells: [Double]
    }

    /// The price axis, bins of equal height.
    package let bins: PriceBins
    /// In time order.
    package let columns: [Column]
    /// What an intensity of 1 stands for: the strongest cell, quote units, or a freshness of 1; zero where nothing is open.
    package let peak: Double
    /// How many columns of the heatmap a column stands for, at most.
    package let merged: Int

    /// The picture of a heatmap.
    ///
    /// It reaches over the whole price path. Where the heatmap has more columns than wanted, neighbours become one: its
    /// cells are the **mean** of theirs, because each is a state and not a flow; its prices span all of theirs.
    ///
    /// - Parameters:
    ///   - heatmap: the heatmap.
    ///   - within: how far from the last price it reaches at least, as a fraction of it; ends at the grid's ends.
    ///   - maximumColumns: how many columns at most; at least one.
    ///   - rows: how many bins; at least one.
    /// - Complexity: O(columns · (buckets + bins)).
    package init(_ heatmap: Heatmap, within: Double, maximumColumns: Int, rows: Int) {
        let bins = Self.layout(heatmap, within: within, rows: max(rows, 1))
        let count = heatmap.columns.count
        let wanted = min(max(maximumColumns, 1), count)
        let columns = (0..<wanted).map { index in
            Self.merge(heatmap, (index * count / wanted)..<((index + 1) * count / wanted), bins: bins)
        }
        (self.bins, self.columns) = (bins, columns)
        merged = wanted > 0 ? (count + wanted - 1) / wanted : 0
        let strongest = columns.lazy.flatMap(\.cells).max() ?? 0
        peak = heatmap.measure == .freshness ? min(1, strongest.rounded(.up)) : strongest
    }

    /// How strong a cell is: 0 to 1 of the strongest.
    package func intensity(column: Int, bin: Int) -> Double {
        peak > 0 ? columns[column].cells[bin] / peak : 0
    }

    private static func layout(_ heatmap: Heatmap, within: Double, rows: Int) -> PriceBins {
        let grid = heatmap.grid
        let (first, last) = (grid.edges[0], grid.edges[grid.count])
        let price = heatmap.columns.last?.close ?? grid.middle(of: grid.count / 2)
        let reach = within.isFinite ? min(max(within, 0.001), 10) : 0.2
        let lowest = min(heatmap.columns.lazy.map(\.low).min() ?? price, price * (1 - reach))
        let highest = max(heatmap.columns.lazy.map(\.high).max() ?? price, price * (1 + reach))
        var (low, high) = (max(lowest, first), min(highest, last))
        if low >= high { (low, high) = (first, last) }
        let step = (high - low) / Double(rows)
        return PriceBins(edges: (0..<rows).map { low + Double($0) * step } + [high])
    }

    private static func merge(_ heatmap: Heatmap, _ range: Range<Int>, bins: PriceBins) -> Column {
        var cells = [Double](repeating: 0, count: bins.count)
        for index in range {
            let close = heatmap.columns[index].close
            var fresh = BySide(both: [Double](repeating: 0, count: bins.count))
            for side in Side.allCases {
                let sums = bins.sums(
                    of: heatmap.column(index, side), on: heatmap.grid, side: side, price: close)
                if heatmap.measure == .amount {
                    for bin in cells.indices { cells[bin] += sums.inside[bin] / Double(range.count) }
                    continue
                }
                // A share has a mean and no sum.
                let whole = bins.sums(
                    of: [Double](repeating: 1, count: heatmap.grid.count)[...], on: heatmap.grid, side: side,
                    price: close)
                for bin in cells.indices where whole.inside[bin] > 0 {
                    fresh[side][bin] = sums.inside[bin] / whole.inside[bin] / Double(range.count)
                }
            }
            for bin in cells.indices { cells[bin] += max(fresh.long[bin], fresh.short[bin]) }
        }
        let spans = heatmap.columns[range]
        let last = heatmap.columns[range.upperBound - 1]
        return Column(
            start: heatmap.columns[range.lowerBound].start, end: last.end,
            high: spans.map(\.high).max() ?? last.high, low: spans.map(\.low).min() ?? last.low,
            close: last.close, cells: cells)
    }
}
