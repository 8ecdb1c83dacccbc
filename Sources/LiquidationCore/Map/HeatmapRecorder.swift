/// Collects the columns of a heatmap while a ledger runs.
struct HeatmapRecorder {
    let barsPerColumn: Int
    private var columns: [Heatmap.ColumnSpan] = []
    private var long: [Double] = []
    private var short: [Double] = []
    private var first = 0
    private var liquidated = (long: 0.0, short: 0.0)

    init(barsPerColumn: Int) {
        precondition(barsPerColumn > 0, "a column has at least one bar")
        self.barsPerColumn = barsPerColumn
    }

    /// Takes note of a bar, and of the ledger where the bar ends a column: after every `barsPerColumn` bars
    /// and after the last.
    mutating func record(_ index: Int, of series: BarSeries, _ ledger: Ledger, _ outcome: Ledger.Outcome) {
        liquidated.long += outcome.longNotional
        liquidated.short += outcome.shortNotional
        guard (index + 1) % barsPerColumn == 0 || index == series.count - 1 else { return }
        let worth = ledger.unit == .base ? series.close[index] : 1
        func standing(_ book: SideBook) -> [Double] {
            book.standing(book.rows.indices, on: ledger.grid).cells
        }
        long.append(contentsOf: standing(ledger.long).lazy.map { $0 * worth })
        short.append(contentsOf: standing(ledger.short).lazy.map { $0 * worth })
        columns.append(
            Heatmap.ColumnSpan(
                start: Timestamp(milliseconds: series.time[first]),
                end: Timestamp(milliseconds: series.time[index]),
                open: series.open[first], high: series.high[first...index].max() ?? 0,
                low: series.low[first...index].min() ?? 0, close: series.close[index],
                longLiquidated: liquidated.long, shortLiquidated: liquidated.short))
        first = index + 1
        liquidated = (0, 0)
    }

    func heatmap(on grid: PriceGrid) -> Heatmap {
        Heatmap(grid: grid, barsPerColumn: barsPerColumn, columns: columns, long: long, short: short)
    }
}
