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
        /// What entries of its bars lost within their own bar, quote units: never part of the map. `nil` where that is not
        /// told.
        public let born: BySide<Double>?
    }

    /// The price axis.
    public let grid: PriceGrid
    /// How many bars make a column; the last one may have fewer.
    public let barsPerColumn: Int
    /// Columns in time order.
    public let columns: [ColumnSpan]
    /// What ``cells`` are.
    public let measure: Measure
    /// Live notional in quote units, or its freshness: column after column, ``PriceGrid/count`` cells each.
    public let cells: BySide<[Double]>

    /// What the cells of a heatmap are.
    public enum Measure: String, Hashable, Sendable, CaseIterable {
        /// Live notional, quote units.
        case amount
        /// What is live over what would be live had no price touched it, 0 to 1.
        case freshness
    }

    /// A heatmap by its parts.
    init(
        grid: PriceGrid, barsPerColumn: Int, columns: [ColumnSpan], measure: Measure = .amount,
        cells: BySide<[Double]>
    ) {
        (self.grid, self.barsPerColumn, self.columns) = (grid, barsPerColumn, columns)
        (self.measure, self.cells) = (measure, cells)
    }

    /// The cells of one column and side.
    public func column(_ index: Int, _ side: Side) -> ArraySlice<Double> {
        cells[side][(index * grid.count)..<((index + 1) * grid.count)]
    }
}

/// A column of a heatmap as it is handed out, one at a time.
public struct HeatmapColumn: Sendable {
    /// Its number, from 0.
    public let index: Int
    /// Its bars: times, prices, and what was liquidated of both sides and all rungs.
    public let span: Heatmap.ColumnSpan
    /// Live notional per bucket in quote units, or its freshness; zeros for a side that isn't in the slice.
    public let cells: BySide<[Double]>
}

/// Which part of what is open a heatmap shows.
public struct HeatmapSlice: Hashable, Sendable {
    /// One side; both where `nil`.
    public var side: Side?
    /// Some rungs of the ladder, by their places in it; all where `nil`. Needs a run that keeps mass by rung.
    public var rungs: Range<Int>?

    /// What its cells are. Freshness needs a run that turns over, see ``MapRun/turnsOver``.
    public var measure: Heatmap.Measure

    /// A slice by its parts.
    public init(side: Side? = nil, rungs: Range<Int>? = nil, measure: Heatmap.Measure = .amount) {
        (self.side, self.rungs, self.measure) = (side, rungs, measure)
    }

    /// Everything.
    public static let all = HeatmapSlice()

    /// Whether a side is in it.
    public func holds(_ side: Side) -> Bool { self.side == nil || self.side == side }
}

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
            cells: notional)
    }
}

extension Heatmap {
    /// What the bars of each column did.
    static func spans(
        of series: BarSeries, _ liquidated: BySide<LiquidatedBars>, barsPerColumn: Int,
        born: BySide<[Double]>? = nil
    ) -> [ColumnSpan] {
        let count = (series.count - 1) / barsPerColumn + 1
        let sums = liquidated.map { $0.sums(barsPerSpan: barsPerColumn, count: count) }
        var (spans, first) = ([ColumnSpan](), 0)
        while first < series.count {
            let end = first + min(barsPerColumn, series.count - first)
            let lost = born.map { born in born.map { $0[first..<end].reduce(0, +) } }
            spans.append(span(of: series, first..<end, sums.map { $0[spans.count] }, born: lost))
            first = end
        }
        return spans
    }

    /// What the bars of one column did, of which it is known what they liquidated.
    static func span(
        of series: BarSeries, _ bars: Range<Int>, _ liquidated: BySide<Double>, born: BySide<Double>? = nil
    ) -> ColumnSpan {
        let (first, last) = (bars.lowerBound, bars.upperBound - 1)
        var (high, low) = (series.high[first], series.low[first])
        for bar in bars { (high, low) = (max(high, series.high[bar]), min(low, series.low[bar])) }
        return ColumnSpan(
            start: Timestamp(milliseconds: series.time[first]),
            end: Timestamp(milliseconds: series.time[last]), open: series.open[first], high: high, low: low,
            close: series.close[last], liquidated: liquidated, born: born)
    }
}
