/// Collects the columns of a heatmap while a ledger runs.
struct HeatmapRecorder {
    let barsPerColumn: Int
    private var long: [Double] = []
    private var short: [Double] = []

    init(barsPerColumn: Int) {
        precondition(barsPerColumn > 0, "a column has at least one bar")
        self.barsPerColumn = barsPerColumn
    }

    /// Takes note of the ledger where a bar ends a column: after every `barsPerColumn` bars and after the last.
    mutating func record(_ index: Int, of series: BarSeries, _ ledger: borrowing Ledger) {
        guard (index + 1) % barsPerColumn == 0 || index == series.count - 1 else { return }
        let worth = ledger.unit == .base ? series.close[index] : 1
        func standing(_ book: SideBook) -> [Double] {
            book.standing(book.rows.indices, on: ledger.grid).cells
        }
        long.append(contentsOf: standing(ledger.long).lazy.map { $0 * worth })
        short.append(contentsOf: standing(ledger.short).lazy.map { $0 * worth })
    }

    func heatmap(
        on grid: PriceGrid, of series: BarSeries, _ longs: LiquidatedBars, _ shorts: LiquidatedBars
    ) -> Heatmap {
        Heatmap(
            grid: grid, barsPerColumn: barsPerColumn,
            columns: Heatmap.spans(of: series, longs, shorts, barsPerColumn: barsPerColumn), long: long,
            short: short)
    }
}

extension Heatmap {
    /// What the bars of each column did.
    static func spans(
        of series: BarSeries, _ longs: LiquidatedBars, _ shorts: LiquidatedBars, barsPerColumn: Int
    ) -> [ColumnSpan] {
        let count = (series.count - 1) / barsPerColumn + 1
        let long = longs.sums(barsPerSpan: barsPerColumn, count: count)
        let short = shorts.sums(barsPerSpan: barsPerColumn, count: count)
        var (spans, first) = ([ColumnSpan](), 0)
        while first < series.count {
            let end = first + min(barsPerColumn, series.count - first)
            var (high, low) = (series.high[first], series.low[first])
            for bar in first..<end {
                (high, low) = (max(high, series.high[bar]), min(low, series.low[bar]))
            }
            spans.append(
                ColumnSpan(
                    start: Timestamp(milliseconds: series.time[first]),
                    end: Timestamp(milliseconds: series.time[end - 1]), open: series.open[first],
                    high: high, low: low, close: series.close[end - 1], longLiquidated: long[spans.count],
                    shortLiquidated: short[spans.count]))
            first = end
        }
        return spans
    }
}
