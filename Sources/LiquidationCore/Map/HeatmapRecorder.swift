/// Collects the columns of a heatmap while a ledger runs.
struct HeatmapRecorder {
    let barsPerColumn: Int
    let slice: HeatmapSlice
    private var notional = BySide(both: [Double]())

    init(barsPerColumn: Int, slice: HeatmapSlice = .all) {
        precondition(barsPerColumn > 0, "a column has at least one bar")
        (self.barsPerColumn, self.slice) = (barsPerColumn, slice)
    }

    /// Whether a bar ends a column: every `barsPerColumn`-th, and the last.
    func isDue(_ index: Int, of series: BarSeries) -> Bool {
        (index + 1) % barsPerColumn == 0 || index == series.count - 1
    }

    /// Live notional of a side after a bar, as far as it is in the slice.
    func standing(_ side: Side, _ ledger: borrowing Ledger, close: Double) -> [Double] {
        let book = ledger.books[side]
        guard slice.holds(side) else { return [Double](repeating: 0, count: book.buckets) }
        let worth = ledger.unit == .base ? close : 1
        return book.standing(slice.rungs ?? book.rows.indices, on: ledger.grid).cells.map { $0 * worth }
    }

    /// Takes note of the ledger where a bar ends a column.
    mutating func record(_ index: Int, of series: BarSeries, _ ledger: borrowing Ledger) {
        guard isDue(index, of: series) else { return }
        for side in Side.allCases {
            notional[side].append(contentsOf: standing(side, ledger, close: series.close[index]))
        }
    }

    func heatmap(
        on grid: PriceGrid, of series: BarSeries, _ liquidated: BySide<LiquidatedBars>
    ) -> Heatmap {
        Heatmap(
            grid: grid, barsPerColumn: barsPerColumn,
            columns: Heatmap.spans(of: series, liquidated, barsPerColumn: barsPerColumn),
            notional: notional)
    }
}

extension Heatmap {
    /// What the bars of each column did.
    static func spans(
        of series: BarSeries, _ liquidated: BySide<LiquidatedBars>, barsPerColumn: Int
    ) -> [ColumnSpan] {
        let count = (series.count - 1) / barsPerColumn + 1
        let sums = liquidated.map { $0.sums(barsPerSpan: barsPerColumn, count: count) }
        var (spans, first) = ([ColumnSpan](), 0)
        while first < series.count {
            let end = first + min(barsPerColumn, series.count - first)
            spans.append(span(of: series, first..<end, sums.map { $0[spans.count] }))
            first = end
        }
        return spans
    }

    /// What the bars of one column did, of which it is known what they liquidated.
    static func span(of series: BarSeries, _ bars: Range<Int>, _ liquidated: BySide<Double>) -> ColumnSpan {
        let (first, last) = (bars.lowerBound, bars.upperBound - 1)
        var (high, low) = (series.high[first], series.low[first])
        for bar in bars { (high, low) = (max(high, series.high[bar]), min(low, series.low[bar])) }
        return ColumnSpan(
            start: Timestamp(milliseconds: series.time[first]),
            end: Timestamp(milliseconds: series.time[last]), open: series.open[first], high: high, low: low,
            close: series.close[last], liquidated: liquidated)
    }

    /// The same heatmap with zeros for the side that is not asked for.
    public func only(_ side: Side) -> Heatmap {
        let none = [Double](repeating: 0, count: notional.long.count)
        return Heatmap(
            grid: grid, barsPerColumn: barsPerColumn, columns: columns,
            notional: BySide.each { $0 == side ? notional[$0] : none })
    }
}
