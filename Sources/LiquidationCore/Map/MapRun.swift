/// One run of a model over a series: bars in, map out.
///
/// ```swift
/// let run = try MapRun(
///     series: bars, model: .balanced, grid: .logarithmic(buckets: 500), ladder: .standard,
///     instrument: Venue.binance.instrument("BTCUSDT"))
/// let map = try run.run(.measured(on: .standard)).map
/// ```
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
    /// The bars with those before the first, which say what of open interest they replaced; `nil` where nothing warms the run up.
    /// It ends with the same bar.
    let history: BarSeries?
    /// How many bars of ``history`` lie before the first.
    let offset: Int
    /// Finer bars that are read in place of the bars, from the first of ``history`` on; `nil` where none are.
    public let fine: FineBars?
    /// Makes the zeros that the columns of a heatmap are written over. A caller that knows the system may ask it for large
    /// pages: faulting in small ones takes longer than the run.
    public var zeros: @Sendable (Int) -> [Double] = { [Double](repeating: 0, count: $0) }

    /// Called every few hundred bars with the fraction of the work that is done; false ends the run with the error
    /// `.interrupted`. The sides of a run may ask at the same time, each with its own fraction.
    public var shouldContinue: @Sendable (Double) -> Bool = { _ in true }

    /// What a run gives.
    public struct Result: Sendable {
        /// The map after the last bar.
        public let map: LiquidationMap
        /// The map over time, where asked for.
        public let heatmap: Heatmap?
        /// Bars in which a cell was missing.
        public let gaps: Ledger.Gaps
        /// The ledger after the last bar, which may be fed further bars; `nil` where the map came from a pass backward.
        public let ledger: Ledger?
        /// What bars' own entries lost on the rest of their bar's path, quote units, one cell a bar: no mass that the map
        /// ever held. `nil` unless the model turns over and has births, and the data tells how much is traded.
        ///
        /// - Complexity: O(bars): made whenever it is asked for.
        public var born: BySide<[Double]>? { makeBorn() }
        let makeBorn: @Sendable () -> BySide<[Double]>?
        let barCount: Int
        let liquidatedBars: BySide<LiquidatedBars>

        /// The notional that each bar liquidated, quote units: one cell a bar. For programs, and to check against the
        /// golden files.
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
    ///   - history: the data with bars before it, which warm the run up: the map then holds what was opened within `series`,
    ///     and its first bar opens what it replaced, not all open interest. Only read by the flow
    ///     ``MapModel/Flow/turnover(_:)``.
    ///   - fine: finer bars inside those of the data, from the first bar of the history on. Only read by runs that turn over,
    ///     see ``turnsOver``, without a lag.
    ///   - liquidationPrices: prices by a custom rule, of positions entered at the last close, as
    ///     ``RungQuestion`` asks for them.
    /// - Throws: ``CoreError`` where data and plan do not go together.
    public init(
        series: BarSeries, model: MapModel, grid: GridPlan, ladder: Ladder, instrument: Instrument,
        byRung: Bool = false, history: BarSeries? = nil, fine: FineBars? = nil,
        liquidationPrices: [Price?]? = nil
    ) throws(CoreError) {
        var warming: BarSeries?
        if case .turnover = model.flow, let history, history.count > series.count {
            precondition(
                history.time[history.count - 1] == series.time[series.count - 1],
                "a history ends with the bars that it warms up")
            warming = history
        }
        self.history = warming
        offset = (warming?.count ?? series.count) - series.count
        self.series = series
        var settled = model
        settled.contract = instrument.contract == .inverse ? .inverse : .linear
        self.model = try settled.resolved(for: warming ?? series)
        self.grid = try grid.grid(over: series)
        let last = Price(unchecked: series.close[series.count - 1])
        rungs = try Rung.rungs(
            of: ladder, model: model, instrument: instrument, at: last, liquidationPrices: liquidationPrices)
        (self.instrument, self.byRung) = (instrument, byRung)
        let readsFine = Self.turnsOver(settled, byRung: byRung) && settled.lag == 0
        self.fine = readsFine ? fine : nil
        precondition(
            self.fine.map { $0.ends.count == (warming ?? series).count } ?? true,
            "finer bars lie inside the bars of the data")
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
        var ledger = try emptyLedger(byRung: byRung)
        var liquidated = BySide(both: LiquidatedBars())
        let ones = [Double](repeating: 1, count: rungs.count)
        var current = BarPlan(try LeverageMix(ones))
        var births = PlannedBirths(self)
        for index in 0..<series.count {
            try pause(at: index)
            try plan(index, &current)
            births?.take(index, current)
            let ofBar = try ledger.take(LedgerBar(series, at: index), plan: current)
            liquidated.long.append(ofBar.long, bar: index)
            liquidated.short.append(ofBar.short, bar: index)
            try after(index, ledger, ofBar)
        }
        return try result(ledger, liquidated, heatmap(liquidated), born: births?.lost)
    }

    /// Whether bars before the first warm the run up.
    public var isWarm: Bool { history != nil }

    /// A ledger in which nothing is open, and which knows the bars before the first.
    func emptyLedger(byRung: Bool) throws(CoreError) -> Ledger {
        var ledger = try Ledger(model: model, grid: grid, rungs: rungs, byRung: byRung)
        if let history { ledger.read(history, before: history.count - series.count) }
        return ledger
    }

    /// Asks at some bars whether the run may go on.
    func pause(at bar: Int) throws(CoreError) {
        try pause(at: bar, of: fine?.tape.count ?? history?.count ?? series.count)
    }

    /// ``pause(at:)`` where the sides are run one after the other.
    func pause(at bar: Int, of bars: Int) throws(CoreError) {
        guard bar & 255 == 0, !shouldContinue(Double(bar) / Double(bars)) else { return }
        throw CoreError(.interrupted, "interrupted")
    }
}

extension MapRun {
    /// Runs with one mix for every bar.
    ///
    /// - Parameters:
    ///   - mix: weights on the rungs.
    ///   - barsPerColumn: how many bars make a column of a heatmap, at least 1; `nil` for no heatmap.
    ///   - recycled: a heatmap of an earlier run that is no longer needed; where it is as large as the new one, its
    ///     memory is used again, which saves a quarter of the time.
    /// - Returns: the map and what led to it: the same bits as ``run(barsPerColumn:plan:)`` with the same plan for
    ///   every bar, and as ``run(_:barsPerColumn:tasks:)``.
    /// - Throws: ``CoreError`` as ``Ledger/take(_:plan:)`` and ``Ledger/report()``.
    /// - Complexity: O(bars · rungs · entry points + columns · buckets).
    public func run(
        _ mix: LeverageMix, barsPerColumn: Int? = nil, recycling recycled: consuming Heatmap? = nil
    ) throws -> Result {
        if turnsOver { return try turnoverResult(mix, barsPerColumn: barsPerColumn) }
        let task = try sideTask(mix, barsPerColumn)
        let rooms = [recycled?.cells.long ?? [], recycled?.cells.short ?? []]
        // Dropped and consumed, so that the memory has one owner and is written over in place.
        recycled = nil
        let sides = try SideRun.run(Side.allCases, of: task, rooms: consume rooms)
        return try result(task, BySide(long: sides[0], short: sides[1]))
    }

    /// Runs with one mix for every bar, the sides at the same time. For programs that have no threads of their own; the
    /// benchmarks measure it.
    ///
    /// - Parameters:
    ///   - mix: weights on the rungs.
    ///   - barsPerColumn: how many bars make a column of a heatmap, at least 1; `nil` for no heatmap.
    ///   - tasks: how many tasks may run at the same time; more than two are of no use.
    /// - Returns: the same bits whatever the number of tasks.
    /// - Throws: ``CoreError`` as ``Ledger/take(_:plan:)`` and ``Ledger/report()``.
    public func run(
        _ mix: LeverageMix, barsPerColumn: Int? = nil, tasks: Int
    ) async throws -> Result {
        guard tasks > 1, !turnsOver else { return try run(mix, barsPerColumn: barsPerColumn) }
        return try await bothHalves(mix, barsPerColumn)
    }

    @concurrent
    private func bothHalves(_ mix: LeverageMix, _ barsPerColumn: Int?) async throws -> Result {
        try await withThrowingTaskGroup(of: Half.self) { group in
            group.addTask { try half(.short, mix, barsPerColumn: barsPerColumn) }
            let long = try half(.long, mix, barsPerColumn: barsPerColumn)
            guard let short = try await group.next() else { throw CancellationError() }
            return try result(long: long, short: short)
        }
    }

    /// One side of a run with one mix.
    public struct Half: Sendable {
        let side: SideRun
        let task: SideRun.Task
    }

    /// Runs one side, for callers that have threads of their own: it never depends on the other.
    ///
    /// - Parameters:
    ///   - side: which.
    ///   - mix: weights on the rungs.
    ///   - barsPerColumn: how many bars make a column of a heatmap, at least 1; `nil` for no heatmap.
    /// - Returns: the side, for ``result(long:short:)``.
    /// - Throws: ``CoreError`` as ``Ledger/take(_:plan:)``.
    /// - Complexity: about half of ``run(_:barsPerColumn:recycling:)``, more where ``sidesShareWork``.
    public func half(
        _ side: Side, _ mix: LeverageMix, barsPerColumn: Int? = nil
    ) throws(CoreError) -> Half {
        let task = try sideTask(mix, barsPerColumn)
        return Half(side: try SideRun.run([side], of: task, rooms: [])[0], task: task)
    }

    /// Puts the sides of a run together: the same bits as ``run(_:barsPerColumn:recycling:)``.
    ///
    /// - Precondition: both are of this run, with the same mix and columns.
    /// - Throws: ``CoreError`` as ``Ledger/report()``.
    public func result(long: Half, short: Half) throws -> Result {
        precondition(long.side.side == .long && short.side.side == .short, "one half of each side")
        return try result(long.task, BySide(long: long.side, short: short.side))
    }

    /// Whether the sides prepare their bars together, so that two halves cost more processor time than one run.
    public var sidesShareWork: Bool {
        if turnsOver { return true }
        return model.flow == .openInterestChanges && series.extras.openInterest?.isComplete == true
    }

    private func sideTask(_ mix: LeverageMix, _ barsPerColumn: Int?) throws(CoreError) -> SideRun.Task {
        precondition(barsPerColumn ?? 1 > 0, "a column has at least one bar")
        return SideRun.Task(
            series: series, ledger: try emptyLedger(byRung: byRung),
            plan: BarPlan(mix), barsPerColumn: barsPerColumn, zeros: zeros, pause: pause(at:of:))
    }

    private func result(_ task: SideRun.Task, _ sides: BySide<SideRun>) throws -> Result {
        var ledger = task.ledger
        ledger.adopt(sides)
        let liquidated = sides.map(\.liquidated)
        let heatmap = task.barsPerColumn.map { barsPerColumn in
            Heatmap(
                grid: grid, barsPerColumn: barsPerColumn,
                columns: Heatmap.spans(of: series, liquidated, barsPerColumn: barsPerColumn),
                cells: sides.map(\.columns))
        }
        return try result(ledger, liquidated, heatmap)
    }

    /// What a run gives once its bars are taken.
    func result(
        _ ledger: Ledger, _ liquidated: BySide<LiquidatedBars>, _ heatmap: Heatmap?,
        born: BySide<[Double]>? = nil
    ) throws -> Result {
        let last = series.count - 1
        let map = try LiquidationMap(
            ledger, time: Timestamp(milliseconds: series.time[last]), price: Price(series.close[last]))
        return Result(
            map: map, heatmap: heatmap, gaps: ledger.gaps, ledger: ledger,
            makeBorn: { born }, barCount: series.count,
            liquidatedBars: liquidated)
    }
}

extension MapRun {
    /// Runs with a plan that may change from bar to bar, with a heatmap of a part of what is open.
    ///
    /// - Parameters:
    ///   - barsPerColumn: how many bars make a column, at least 1.
    ///   - slice: which side and rungs; rungs only where the run keeps mass by rung.
    ///   - plan: as in ``run(barsPerColumn:plan:)``.
    /// - Returns: the map of everything, and the heatmap of the slice.
    /// - Throws: what `plan` throws, and ``CoreError``.
    /// - Complexity: as ``run(barsPerColumn:plan:)``.
    public func run(
        barsPerColumn: Int, slice: HeatmapSlice, plan: (Int, inout BarPlan) throws -> Void
    ) throws -> Result {
        check(slice)
        var recorder = HeatmapRecorder(barsPerColumn: barsPerColumn, slice: slice)
        return try run(plan: plan) { index, ledger, _ in
            recorder.record(index, of: series, ledger)
        } heatmap: {
            recorder.heatmap(on: grid, of: series, $0)
        }
    }

    /// Runs and hands out each column of a heatmap as soon as its last bar is taken: no more than one is held.
    ///
    /// The columns are those of ``run(barsPerColumn:slice:plan:)``, to the bit.
    /// - Parameters:
    ///   - barsPerColumn: how many bars make a column, at least 1.
    ///   - slice: which side and rungs; rungs only where the run keeps mass by rung.
    ///   - plan: as in ``run(barsPerColumn:plan:)``.
    ///   - each: takes the columns in order; what it throws ends the run.
    /// - Returns: the map of everything; no heatmap.
    /// - Throws: what `plan` and `each` throw, and ``CoreError``.
    /// - Complexity: as ``run(barsPerColumn:plan:)``, in memory of one column and what each bar liquidated.
    public func run(
        barsPerColumn: Int, slice: HeatmapSlice = .all, plan: (Int, inout BarPlan) throws -> Void,
        each: (HeatmapColumn) throws -> Void
    ) throws -> Result {
        check(slice)
        let recorder = HeatmapRecorder(barsPerColumn: barsPerColumn, slice: slice)
        var (first, column, liquidated) = (0, 0, BySide(both: 0.0))
        return try run(plan: plan) { index, ledger, ofBar in
            liquidated += ofBar
            guard recorder.isDue(index, of: series) else { return }
            let bars = first..<(index + 1)
            try each(
                HeatmapColumn(
                    index: column,
                    span: Heatmap.span(of: series, bars, liquidated),
                    cells: BySide.each { recorder.standing($0, ledger, close: series.close[index]) }))
            (first, column, liquidated) = (index + 1, column + 1, .zero)
        } heatmap: { _ in
            nil
        }
    }

    private func check(_ slice: HeatmapSlice) {
        guard let wanted = slice.rungs else { return }
        precondition(byRung, "rungs of a heatmap need a run by rung")
        precondition(
            wanted.lowerBound >= 0 && wanted.upperBound <= rungs.count, "the ladder has \(rungs.count) rungs")
    }
}
