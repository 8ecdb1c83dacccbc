/// One run of a model over a series: bars in, map out.
public struct MapRun: Sendable {
    /// The data.
    public let series: BarSeries
    /// The plan, with what depends on the data decided.
    public let model: MapModel
    /// The price axis.
    public let grid: PriceGrid
    /// The ladder under the margin rule.
    public let rungs: [Rung]
    /// The contract under its venue's margin rule.
    public let instrument: Instrument
    let byRung: Bool
    /// Makes the zeros that the columns of a heatmap are written over. Whoever knows the system may ask it for large
    /// pages: faulting in small ones takes longer than the run.
    public var zeros: @Sendable (Int) -> [Double] = { [Double](repeating: 0, count: $0) }

    /// Asked every few hundred bars, with the fraction of the work that is done: false ends the run with the error
    /// `.interrupted`. The sides of a run may ask at the same time, each with a fraction of its own.
    public var mayGoOn: @Sendable (Double) -> Bool = { _ in true }

    /// What a run gives.
    public struct Result: Sendable {
        /// The map after the last bar.
        public let map: LiquidationMap
        /// The map over time, where asked for.
        public let heatmap: Heatmap?
        /// Bars in which a cell was missing.
        public let gaps: Ledger.Gaps
        /// The ledger after the last bar: may be fed further bars.
        public let ledger: Ledger
        let barCount: Int
        let liquidatedBars: BySide<LiquidatedBars>

        /// The notional that each bar liquidated, quote units: one cell a bar.
        ///
        /// - Complexity: O(bars): made whenever it is asked for.
        public var liquidated: BySide<[Double]> { liquidatedBars.map { $0.cells(barCount) } }
    }

    /// Settles a plan over data.
    ///
    /// - Parameters:
    ///   - series: the data.
    ///   - model: the plan.
    ///   - grid: layout of the price axis.
    ///   - ladder: the leverages.
    ///   - instrument: the contract under its venue's margin rule; rungs are opened at the last close.
    ///   - byRung: whether the map is wanted rung by rung.
    ///   - levels: liquidation prices by a rule of one's own, of positions entered at the last close, as
    ///     ``RungQuestion`` asks for them.
    /// - Throws: ``CoreError`` where data and plan do not go together.
    public init(
        series: BarSeries, model: MapModel, grid: GridPlan, ladder: Ladder, instrument: Instrument,
        byRung: Bool = false, levels: [Price?]? = nil
    ) throws(CoreError) {
        self.series = series
        var settled = model
        settled.contract = instrument.contract == .inverse ? .inverse : .linear
        self.model = try settled.resolved(for: series)
        self.grid = try grid.grid(over: series)
        let last = Price(unchecked: series.close[series.count - 1])
        rungs = try Rung.rungs(of: ladder, model: model, instrument: instrument, at: last, levels: levels)
        (self.instrument, self.byRung) = (instrument, byRung)
    }

    /// Runs with a plan that may change from bar to bar.
    ///
    /// - Parameters:
    ///   - barsPerColumn: how many bars make a column of a heatmap, at least 1; `nil` for no heatmap.
    ///   - plan: called once a bar, in order; changes the plan of the bar before, which starts out uniform.
    /// - Returns: the map and what led to it.
    /// - Throws: what `plan` throws, and ``CoreError``.
    /// - Complexity: O(bars · rungs · entry points + columns · buckets).
    public func run(
        barsPerColumn: Int? = nil, plan: (Int, inout BarPlan) throws -> Void
    ) throws -> Result {
        var recorder = barsPerColumn.map { HeatmapRecorder(barsPerColumn: $0) }
        return try run(plan: plan) { index, ledger, _ in
            recorder?.record(index, of: series, ledger)
        } heatmap: {
            recorder?.heatmap(on: grid, of: series, $0)
        }
    }

    /// Runs bar by bar; `after` sees the ledger and what the bar liquidated, `heatmap` what all of them did.
    func run(
        plan: (Int, inout BarPlan) throws -> Void,
        after: (Int, borrowing Ledger, BySide<Double>) throws -> Void,
        heatmap: (BySide<LiquidatedBars>) -> Heatmap?
    ) throws -> Result {
        var ledger = try Ledger(model: model, grid: grid, rungs: rungs, byRung: byRung)
        var liquidated = BySide(both: LiquidatedBars())
        let ones = [Double](repeating: 1, count: rungs.count)
        var current = BarPlan(try LeverageMix(ones))
        for index in 0..<series.count {
            try pause(at: index)
            try plan(index, &current)
            let ofBar = try ledger.take(LedgerBar(series, at: index), plan: current)
            liquidated.long.append(ofBar.long, bar: index)
            liquidated.short.append(ofBar.short, bar: index)
            try after(index, ledger, ofBar)
        }
        return try result(ledger, liquidated, heatmap(liquidated))
    }

    /// Asks at some bars whether the run may go on.
    func pause(at bar: Int) throws(CoreError) { try pause(at: bar, of: series.count) }

    /// ``pause(at:)`` where the sides are run one after the other.
    func pause(at bar: Int, of bars: Int) throws(CoreError) {
        guard bar & 255 == 0, !mayGoOn(Double(bar) / Double(bars)) else { return }
        throw CoreError(.interrupted, "interrupted")
    }
}
