package import LiquidationCore
import MarketData

/// A heatmap as CSV, column after column: `time,price,low,high,long,short`, one bucket of one column a row.
///
/// `time` is the open of the column's last bar (ms UTC), `price` its close, `low` and `high` the bucket's edges, `long` and
/// `short` what is open there, quote units to the hundredth. Buckets with less than that on both sides are left out. Lines
/// that start with `#` stand before the header and behind the last row, where all assumptions are known.
package struct HeatmapCSV {
    private let edges: [[UInt8]]
    private let labels: RowLabels

    /// A writer for heatmaps on a grid, with columns before the others.
    package init(_ grid: PriceGrid, _ labels: RowLabels? = nil) {
        self.labels = labels ?? .none
        edges = grid.edges.map { edge in
            var cell: [UInt8] = []
            ShortestDecimal.append(edge, to: &cell)
            return cell
        }
    }

    /// The comment that stands before the header.
    package static func head(engine: PlainLine) -> [UInt8] {
        Array("# \(engine). \(Assumptions.disclaimer)\n".utf8)
    }

    /// The names of the columns.
    package var header: [UInt8] { Array("\(labels.header)time,price,low,high,long,short\n".utf8) }

    /// The comment lines after the rows.
    package static func foot(_ assumptions: Assumptions) -> [UInt8] { Array(assumptions.csvLines.utf8) }

    /// What the comments would say, for a table without them.
    package static func metadata(_ assumptions: Assumptions) -> String {
        PlainTable.metadata(of: "heatmap") { $0.assumptions(assumptions) }
    }

    /// The rows of a column.
    ///
    /// - Parameters:
    ///   - span: its bars.
    ///   - long: a cell a bucket.
    ///   - short: a cell a bucket.
    /// - Returns: lines with their ends; none where nothing is open.
    /// - Complexity: O(buckets).
    package func rows(
        _ span: Heatmap.ColumnSpan, long: some Collection<Double>, short: some Collection<Double>
    ) -> [UInt8] {
        var (text, start) = ([UInt8](), labels.cells + Array("\(span.end.milliseconds),".utf8))
        ShortestDecimal.append(span.close, to: &start)
        start.append(UInt8(ascii: ","))
        for (bucket, cell) in zip(long, short).enumerated() {
            let (longs, shorts) = ((cell.0 * 100).rounded(), (cell.1 * 100).rounded())
            guard longs > 0 || shorts > 0 else { continue }
            text += start
            text += edges[bucket]
            text.append(UInt8(ascii: ","))
            text += edges[bucket + 1]
            for hundredths in [longs, shorts] {
                text.append(UInt8(ascii: ","))
                ShortestDecimal.append(hundredths / 100, to: &text)
            }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }
}
