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
        let task = try sideTask(mix, barsPerColumn)
        let rooms = [recycled?.notional.long ?? [], recycled?.notional.short ?? []]
        // Dropped and consumed, so that the memory has one owner and is written over in place.
        recycled = nil
        let sides = try SideRun.run(Side.allCases, of: task, rooms: consume rooms)
        return try result(task, BySide(long: sides[0], short: sides[1]))
    }

    /// Runs with one mix for every bar, the sides at the same time.
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
        guard tasks > 1 else { return try run(mix, barsPerColumn: barsPerColumn) }
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
        model.flow == .openInterestChanges && series.extras.openInterest?.isComplete == true
    }

    private func sideTask(_ mix: LeverageMix, _ barsPerColumn: Int?) throws(CoreError) -> SideRun.Task {
        precondition(barsPerColumn ?? 1 > 0, "a column has at least one bar")
        return SideRun.Task(
            series: series, ledger: try Ledger(model: model, grid: grid, rungs: rungs, byRung: byRung),
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
                notional: sides.map(\.columns))
        }
        return try result(ledger, liquidated, heatmap)
    }

    /// What a run gives once its bars are taken.
    func result(
        _ ledger: Ledger, _ liquidated: BySide<LiquidatedBars>, _ heatmap: Heatmap?
    ) throws -> Result {
        let last = series.count - 1
        let map = try LiquidationMap(
            ledger, time: Timestamp(milliseconds: series.time[last]), price: Price(series.close[last]))
        return Result(
            map: map, heatmap: heatmap, gaps: ledger.gaps, ledger: ledger, barCount: series.count,
            liquidatedBars: liquidated)
    }
}
