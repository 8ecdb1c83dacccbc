/// The columns that a run under ``MapModel/Flow/openInterestChanges`` can be read from in blocks.
struct ChangesSource: Sendable {
    let low: [Double], high: [Double], close: [Double]
    let interest: [Double]
    /// Absent where the split is even.
    let ratio: [Double]?
    let bridges: Bool
    let opensAtClose: Bool
    /// The sum of each side's weights.
    let totals: BySide<Double>

    /// `nil` where the model, or a gap in the data, needs more than these columns.
    init?(_ series: BarSeries, model: MapModel, spreads: BySide<MixSpread>) {
        guard model.flow == .openInterestChanges, model.closing == .proRata, model.trigger != .mark,
            model.lag == 0, !model.accrue, model.contract == .linear,
            let interest = series.extras.openInterest, interest.isComplete
        else { return nil }
        switch model.entry {
        case .typical, .close: opensAtClose = model.entry == .close
        case .spread, .triangular: return nil
        }
        switch model.split {
        case .even: ratio = nil
        case .ratio:
            guard let column = series.extras.longShortRatio, column.isComplete else { return nil }
            ratio = column.storage
        case .taker, .damped: return nil
        }
        (low, high, close) = (series.low, series.high, series.close)
        (self.interest, bridges) = (interest.storage, model.bridge)
        totals = spreads.map(\.total)
    }
}
