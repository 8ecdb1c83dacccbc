/// What bars do under ``MapModel/Flow/turnover(_:)`` when both sides hold open interest: it follows from the bars alone,
/// whatever the map.
///
/// Complete columns are read where they lie, so that a pass which looks at the last bars only costs nothing for the rest.
struct TurnoverBars: Sendable {
    /// Per bar: what each side holds when nothing is liquidated, in the ledger's unit.
    let interest: [Double]
    /// Bars in which a cell was missing.
    let gaps: Ledger.Gaps
    private let lows: [Double]
    private let highs: [Double]
    /// The closes, where a bar's path starts at the one before; empty where ``lows`` and ``highs`` have them already.
    private let closes: [Double]
    /// Per bar: its volume if ``kappa`` is known, else the share of open interest that it replaces.
    private let replaced: [Double]
    /// The share of the volume that is replaced, if shares are computed from volume.
    private let kappa: Double?

    /// What one bar does.
    struct Bar {
        /// The share of open interest that it replaces, 0 to 1; 1 in the first bar that has any.
        let share: Double
        /// The lowest and highest price of its path.
        let low: Double
        let high: Double
    }

    /// Reads a series.
    ///
    /// - Parameters:
    ///   - series: the data.
    ///   - model: a resolved model that turns over.
    ///   - first: the bar from which missing cells are counted.
    ///   - pause: called now and then with the number of bars read; throws to end the run.
    /// - Throws: what `pause` throws.
    /// - Complexity: O(1) for complete columns, else O(bars).
    init(
        _ series: BarSeries, model: MapModel, countingFrom first: Int = 0,
        pause: (Int) throws(CoreError) -> Void
    ) throws(CoreError) {
        if case .turnover(.volume(let kappa)) = model.flow, model.lag == 0, model.kappa == .constant,
            model.contract == .linear, model.trigger != .mark,
            let interest = series.extras.openInterest, interest.isComplete,
            let volume = series.extras.volume, volume.isComplete
        {
            (self.interest, replaced, self.kappa) = (interest.storage, volume.storage, kappa)
            (lows, highs, closes) = (series.low, series.high, model.bridge ? series.close : [])
            gaps = Ledger.Gaps()
            return
        }
        var reader = BarReader(model)
        var (share, interest, low, high) = ([Double](), [Double](), [Double](), [Double]())
        let plan = BarPlan(LeverageMix(unchecked: [1]))
        for index in 0..<series.count {
            try pause(index)
            if index == first { reader.forgetGaps() }
            let demand = reader.demand(of: LedgerBar(series, at: index), plan: plan)
            var (replaced, stands) = (0.0, interest.last ?? 0)
            if case .turnOver(_, let opened, let target) = demand.sides.long {
                (replaced, stands) = (target > 0 ? min(1, opened / target) : 1, target)
            }
            share.append(replaced)
            interest.append(stands)
            low.append(demand.low)
            high.append(demand.high)
        }
        (self.interest, replaced, kappa) = (interest, share, nil)
        (lows, highs, closes, gaps) = (low, high, [], reader.gaps)
    }

    /// What a bar does.
    @inline(__always)
    subscript(bar: Int) -> Bar {
        var (low, high) = (lows[bar], highs[bar])
        if bar > 0, !closes.isEmpty {
            let close = closes[bar &- 1]
            (low, high) = (min(low, close), max(high, close))
        }
        guard let kappa else { return Bar(share: replaced[bar], low: low, high: high) }
        let now = interest[bar]
        let part = now > 0 ? kappa * replaced[bar] / now : 1
        let before = bar > 0 ? interest[bar &- 1] : 0
        return Bar(share: BarReader.replaced(part, now: now, before: before), low: low, high: high)
    }
}
