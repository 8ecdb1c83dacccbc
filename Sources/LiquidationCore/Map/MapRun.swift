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

    /// What a run gives.
    public struct Result: Sendable {
        /// The map after the last bar.
        public let map: LiquidationMap
        /// The map over time, where asked for.
        public let heatmap: Heatmap?
        /// What each bar liquidated.
        public let outcomes: [Ledger.Outcome]
        /// Bars in which a cell was missing.
        public let gaps: Ledger.Gaps
        /// The ledger after the last bar: may be fed further bars.
        public let ledger: Ledger
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
    /// - Throws: ``CoreError`` where data and plan do not go together.
    public init(
        series: BarSeries, model: MapModel, grid: GridPlan, ladder: Ladder, instrument: Instrument,
        byRung: Bool = false
    ) throws(CoreError) {
        self.series = series
        var settled = model
        settled.contract = instrument.contract == .inverse ? .inverse : .linear
        self.model = try settled.resolved(for: series)
        self.grid = try grid.grid(over: series)
        let last = Price(unchecked: series.close[series.count - 1])
        rungs = try Rung.rungs(of: ladder, model: model, instrument: instrument, at: last)
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

    /// Runs bar by bar; `after` sees the ledger and what the bars so far have liquidated, `heatmap` all of that.
    func run(
        plan: (Int, inout BarPlan) throws -> Void,
        after: (Int, borrowing Ledger, [Ledger.Outcome]) throws -> Void,
        heatmap: ([Ledger.Outcome]) -> Heatmap?
    ) throws -> Result {
        var ledger = try Ledger(model: model, grid: grid, rungs: rungs, byRung: byRung)
        var outcomes: [Ledger.Outcome] = []
        outcomes.reserveCapacity(series.count)
        let ones = [Double](repeating: 1, count: rungs.count)
        var current = BarPlan(try LeverageMix(ones))
        for index in 0..<series.count {
            try plan(index, &current)
            let outcome = try ledger.take(LedgerBar(series, at: index), plan: current)
            outcomes.append(outcome)
            try after(index, ledger, outcomes)
        }
        return try result(ledger, outcomes, heatmap(outcomes))
    }
}
