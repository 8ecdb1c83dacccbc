extension MapModel {
    /// The model with what depends on the data decided, or why the data cannot carry it.
    ///
    /// - Throws: ``CoreError`` `.columnMissing` naming the column and the option that does without it,
    ///   `.invalidModel` for options out of range or that contradict each other.
    func resolved(for series: BarSeries) throws(CoreError) -> MapModel {
        try checkNumbers()
        let extras = series.extras
        var model = self
        switch flow {
        case .openInterestChanges:
            try need("open_interest", extras.openInterest, Self.openInterestHint)
            try needSplit(extras)
        case .openInterestBalance(let turnover):
            try need("open_interest", extras.openInterest, Self.openInterestHint)
            model.split = .even
            model.flow = .openInterestBalance(try turnover.resolved(for: series, model: name))
        case .volume(let share):
            try need("volume", extras.volume, "flow=openInterestChanges does without it")
            try needSplit(extras)
            guard share.isFinite, share >= 0 else {
                throw CoreError(
                    .invalidModel, "the share of volume must be finite and not negative, was \(share)")
            }
        }
        if accrue { try need("funding_rate", extras.fundingRate, "accrue=off does without it") }
        if kappa == .column { try need("turnover", extras.turnover, "kappa=constant does without it") }
        switch trigger {
        case .mark:
            try need("mark_high", extras.markHigh, "trigger=last does without it")
            try need("mark_low", extras.markLow, "trigger=last does without it")
        case .markOrLast where (extras.markHigh?.presentCount ?? 0) > 0:
            if (extras.markLow?.presentCount ?? 0) > 0 { model.trigger = .mark }
        case .markOrLast, .last: break
        }
        return model
    }

    private static let openInterestHint =
        "add the venue's open interest (Binance: metrics files) to the folder"

    private func need(_ column: String, _ cells: Column?, _ hint: String) throws(CoreError) {
        guard (cells?.presentCount ?? 0) == 0 else { return }
        throw CoreError(
            .columnMissing, "model \(name) needs column \(column), which the data does not have", hint: hint)
    }

    private func needSplit(_ extras: BarSeries.Extras) throws(CoreError) {
        let hint = "--split even does without it, as does --model balanced"
        switch split {
        case .ratio, .damped: try need("long_short_ratio", extras.longShortRatio, hint)
        case .taker:
            try need("volume", extras.volume, hint)
            try need("taker_buy_volume", extras.takerBuyVolume, hint)
        case .even: break
        }
    }

    private func checkNumbers() throws(CoreError) {
        switch entry {
        case .spread(let points), .triangular(let points):
            guard (1...1000).contains(points) else {
                throw CoreError(.invalidModel, "an entry over the bar takes 1 to 1000 points, was \(points)")
            }
        case .typical, .close: break
        }
        guard positionSize.value > 0 else {
            throw CoreError(.invalidModel, "the assumed position size must be above zero")
        }
        if case .damped(let share) = split, !(0...1).contains(share) {
            throw CoreError(.invalidModel, "a damped split takes a share from 0 to 1, was \(share)")
        }
        guard (0...100_000).contains(lag) else {
            throw CoreError(.invalidModel, "lag must lie in 0 to 100,000 bars, was \(lag)")
        }
        if case .halfLife(let hours, let exponent) = closing {
            guard hours > 0, hours.isFinite, (-10...10).contains(exponent) else {
                throw CoreError(
                    .invalidModel,
                    "a half-life takes hours above zero and an exponent from -10 to 10, was \(closing.text)")
            }
        }
        switch (flow, closing, kappa) {
        case (.volume, .youngestFirst, _), (.volume, .oldestFirst, _):
            throw CoreError(
                .invalidModel, "closing \(closing.text) closes nothing where positions open by volume",
                hint: "closing=halfLife(HOURS) closes by age")
        case (.openInterestChanges, _, .column):
            throw CoreError(
                .invalidModel, "kappa=column has no meaning for flow=openInterestChanges",
                hint: "flow=openInterestBalance(volume*0.2) has a turnover")
        default: break
        }
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
