extension MapModel {
    /// The model with what depends on the data decided, or why the data cannot carry it.
    ///
    /// - Throws: ``CoreError`` `.columnMissing` naming the column and the option that does without it,
    ///   `.invalidModel` for options out of range.
    func resolved(for series: BarSeries) throws(CoreError) -> MapModel {
        if case .spread(let points) = entry, !(1...1000).contains(points) {
            throw CoreError(.invalidModel, "entry spread takes 1 to 1000 points, was \(points)")
        }
        guard positionSize.value > 0 else {
            throw CoreError(.invalidModel, "the assumed position size must be above zero")
        }
        guard let openInterest = series.extras.openInterest, openInterest.presentCount > 0 else {
            throw CoreError(
                .columnMissing, "model \(name) needs column open_interest, which the data does not have",
                hint: "add the venue's open interest (Binance: metrics files) to the folder")
        }
        var model = self
        switch flow {
        case .openInterestChanges:
            if split == .ratio, (series.extras.longShortRatio?.presentCount ?? 0) == 0 {
                throw CoreError(
                    .columnMissing,
                    "model \(name) needs column long_short_ratio, which the data does not have",
                    hint: "--split even does without it, as does --model balanced")
            }
        case .openInterestBalance(let turnover):
            model.split = .even
            model.flow = .openInterestBalance(try turnover.resolved(for: series, model: name))
        }
        return model
    }
}

extension MapModel.Turnover {
    fileprivate func resolved(
        for series: BarSeries, model: String
    ) throws(CoreError) -> MapModel.Turnover {
        let hasVolume = series.extras.volume?.isComplete ?? false
        let chosen: MapModel.Turnover
        switch self {
        case .automatic(let share, let factor):
            chosen = hasVolume ? .volume(share: share) : .range(factor: factor)
        case .volume where !hasVolume:
            throw CoreError(
                .columnMissing, "model \(model) needs column volume in every bar",
                hint: "turnover by range does without it")
        case .volume, .range:
            chosen = self
        }
        switch chosen {
        case .volume(let amount), .range(let amount), .automatic(let amount, _):
            guard amount.isFinite, amount >= 0 else {
                throw CoreError(.invalidModel, "turnover must be finite and not negative, was \(amount)")
            }
        }
        return chosen
    }
}
