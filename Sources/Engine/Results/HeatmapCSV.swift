package import LiquidationCore
import MarketData

/// A heatmap as CSV, column after column: `time,price,low,high,long,short`, one bucket of one column a row.
///
/// `time` is the open of the column's last bar (ms UTC), `price` its close, `low` and `high` the bucket's edges, `long` and
/// `short` what is open there, quote units to the hundredth. Buckets with less than that on both sides are left out. Of a
/// view of freshness they are `long_freshness` and `short_freshness`, to a ten-thousandth. Lines that start with `#` stand before the header and behind the last row, where all assumptions are known.
package struct HeatmapCSV {
    private let edges: [[UInt8]]
    private let labels: RowLabels
    private let measure: Heatmap.Measure

    /// A writer for heatmaps on a grid, with columns before the others.
    package init(_ grid: PriceGrid, _ labels: RowLabels? = nil, _ measure: Heatmap.Measure = .amount) {
        (self.labels, self.measure) = (labels ?? .none, measure)
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
    package var header: [UInt8] {
        let cells = measure == .amount ? "long,short" : "long_freshness,short_freshness"
        return Array("\(labels.header)time,price,low,high,\(cells)\n".utf8)
    }

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
        let parts = measure == .amount ? 100.0 : 10_000
        for (bucket, cell) in zip(long, short).enumerated() {
            let (longs, shorts) = ((cell.0 * parts).rounded(), (cell.1 * parts).rounded())
            guard longs > 0 || shorts > 0 else { continue }
            text += start
            text += edges[bucket]
            text.append(UInt8(ascii: ","))
            text += edges[bucket + 1]
            for whole in [longs, shorts] {
                text.append(UInt8(ascii: ","))
                ShortestDecimal.append(whole / parts, to: &text)
            }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }
}

/// What the columns of a heatmap did, as CSV: one row a column, no cells.
///
/// `from` and `to` are the opens of the column's first and last bar (ms UTC); the prices are those of its bars; what was
/// liquidated and born is in quote units, empty where it is not told.
package struct HeatmapColumnsCSV {
    private var table = TableBytes()
    private let labels: RowLabels
    private let side: Side?

    /// A table without rows, with columns before the others; of one side where it is given.
    package init(_ labels: RowLabels? = nil, side: Side? = nil) {
        (self.labels, self.side) = (labels ?? .none, side)
        table.add(
            self.labels.header
                + "from,to,open,high,low,close,long_liquidated,short_liquidated,long_born,short_born\n")
    }

    /// Adds a column.
    package mutating func add(_ span: Heatmap.ColumnSpan) {
        table.add(
            labels, texts: "\(span.start.milliseconds),\(span.end.milliseconds),",
            [
                span.open, span.high, span.low, span.close, shown(.long, span.liquidated),
                shown(.short, span.liquidated), shown(.long, span.born), shown(.short, span.born),
            ])
    }

    private func shown(_ side: Side, _ amounts: BySide<Double>?) -> Double? {
        self.side == nil || self.side == side ? amounts?[side] : nil
    }

    /// All rows below a comment that tells what they rest on.
    package func commented(_ assumptions: Assumptions) -> [UInt8] {
        Array((assumptions.csvHead + assumptions.csvLines).utf8) + table.bytes
    }

    /// All rows with what the comments would say apart.
    package func plain(_ assumptions: Assumptions) -> PlainTable {
        PlainTable(table.bytes, of: "heatmap columns") { $0.assumptions(assumptions) }
    }
}

extension HeatmapResult {
    /// What the columns did, as CSV, see ``HeatmapColumnsCSV``.
    package var columns: [UInt8] { columnsTable(nil).commented(map.assumptions) }

    /// The same without comment lines.
    package var plainColumns: PlainTable {
        columnsTable(RowLabels(map.assumptions)).plain(map.assumptions)
    }

    private func columnsTable(_ labels: RowLabels?) -> HeatmapColumnsCSV {
        var table = HeatmapColumnsCSV(labels, side: map.request?.side)
        for span in heatmap.columns { table.add(span) }
        return table
    }
}
