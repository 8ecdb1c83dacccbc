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
                    notional: BySide.each { recorder.standing($0, ledger, close: series.close[index]) }))
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
