/// Scores predictions of one side against what happened, and against what the path alone says.
///
/// All scores are conditional on the price path of the scored bar: how well is it known how much is force-closed, given
/// where price went. Nothing here measures a forecast of when price moves.
package struct SideScoring: Sendable {
    /// Whose liquidations.
    package let side: Side
    private let market: ScoredMarket
    private let features: PathFeatures
    private let folds: [ScorePlan.Fold]
    /// Rank correlations of the baselines in each draw of days: excursion, drawdown, path.
    private let drawn: [[Double]]
    private let days: Resampling
    private let weeks: Resampling
    private let weekTimes: [Int64]
    private let realised: Ranks
    private let excursion: Ranks
    private let drawdown: Ranks
    private let fitted: Ranks
    private let logs: (excursion: [Double], path: [Double], extremes: [Double])
    /// Scores of what needs no map.
    package let baselines: Baselines

    /// What is known without a map.
    package struct Baselines: Sendable {
        /// The size of the move against the side.
        package let excursion: Simple
        /// The largest fall or rise within the bar.
        package let drawdown: Simple
        /// A density that was fitted on the path.
        package let path: Simple
        /// Bits a bar of the fitted path over the excursion alone.
        package let pathOverExcursion: Gain
        /// Bits a bar of path and past extremes over the fitted path.
        package let extremesOverPath: Gain
    }

    /// A baseline's rank correlation, and its share of the top.
    package struct Simple: Hashable, Sendable {
        /// The rank correlation with what was force-closed.
        package let rank: Double
        /// The share of all that was force-closed which lies in the tenth of bars with the largest predictions.
        package let top: Double
    }

    /// Mean bits a bar that one density is better than another, with intervals from days and from weeks.
    package struct Gain: Hashable, Sendable {
        /// By days drawn with replacement.
        package let days: Resampling.Interval
        /// By weeks drawn with replacement.
        package let weeks: Resampling.Interval
        /// The mean.
        package var bits: Double { days.value }
    }

    /// Fits the baselines.
    ///
    /// - Throws: ``CoreError`` `.invalidSeries` where there are too few rows.
    /// - Complexity: O(rows · columns²) a fit, three fits a stretch.
    package init(_ market: ScoredMarket, _ side: Side, _ plan: ScorePlan) throws(CoreError) {
        let folds = try plan.stretches(of: market.count)
        let scored = folds[0].scored.lowerBound..<market.count
        let features = PathFeatures(market, side, known: scored.lowerBound)
        let time = Array(market.time[scored])
        let days = Resampling(time, span: 86_400_000)
        // From Mondays on: the first instant of the epoch was a Thursday.
        weekTimes = time.map { $0 + 3 * 86_400_000 }
        let weeks = Resampling(weekTimes, span: 7 * 86_400_000)
        let excursion = Self.verdicts(features.rows(features.excursion), folds)
        let path = Self.verdicts(features.rows(features.path), folds)
        let extremes = Self.verdicts(features.rows(features.extremes), folds)
        let amounts = Array(market.realised[side][scored])
        let realised = Ranks(amounts)
        let fitted = zip(path, market.interest[scored]).map { Elementary.exp($0.centre) * $1 }
        func gain(_ one: [StudentRegression.Verdict], _ other: [StudentRegression.Verdict]) -> Gain {
            Self.gain(one.map(\.logScore), other.map(\.logScore), days, weeks)
        }
        func simple(_ prediction: [Double], _ ranks: Ranks) -> Simple {
            Simple(rank: Ranks.correlation(ranks, realised), top: Self.top(prediction, amounts))
        }
        let (moves, falls) = (Array(market.excursion[side][scored]), Array(market.drawdown[side][scored]))
        (self.excursion, drawdown, self.fitted) = (Ranks(moves), Ranks(falls), Ranks(fitted))
        baselines = Baselines(
            excursion: simple(moves, self.excursion), drawdown: simple(falls, drawdown),
            path: simple(fitted, self.fitted), pathOverExcursion: gain(path, excursion),
            extremesOverPath: gain(extremes, path))
        logs = (excursion.map(\.logScore), path.map(\.logScore), extremes.map(\.logScore))
        // The same draws serve all models, so that differences are of the same days.
        let bases = [self.excursion, drawdown, self.fitted]
        drawn = days.figures(draws: plan.draws(of: scored.count)) { times in
            Ranks.correlations(bases, with: realised, times: times)
        }
        (self.market, self.side, self.features, self.folds) = (market, side, features, folds)
        (self.days, self.weeks, self.realised) = (days, weeks, realised)
    }

    /// The rows that are scored.
    package var scored: Range<Int> { folds[0].scored.lowerBound..<market.count }
    /// The rows that teach the first densities.
    package var taught: Range<Int> { folds[0].taught }
    /// How many days and weeks the scored rows lie in.
    package var blocks: (days: Int, weeks: Int) { (days.count, weeks.count) }

    /// The scores of what the model says is force-closed in each row, by map and births.
    ///
    /// - Complexity: O(rows · columns²) a fit, three fits a stretch, and O(draws · rows).
    package func score(_ prediction: Prediction) -> SideScore {
        let amounts = Array(market.realised[side][scored])
        let all = zip(prediction.touched, prediction.born).map { $0 + $1 }
        let predicted = Array(all[scored])
        let ranks = Ranks(predicted)
        let columns = PathFeatures.ofPrediction(all, market.interest)
        let alone = Self.verdicts(features.rows(columns), folds)
        let withPath = Self.verdicts(features.rows(features.path + columns), folds)
        // The same prediction with days in another order must add nothing.
        let order = days.shuffled().map { $0 + scored.lowerBound }
        let mixed = Self.mixed(all, order, scored, taught)
        let permuted = Self.verdicts(
            features.rows(features.path + PathFeatures.ofPrediction(mixed, market.interest)), folds)
        let own = days.figures(draws: drawn.count) { times in
            Ranks.correlations([ranks], with: realised, times: times)[0]
        }
        let rank = Ranks.correlation(ranks, realised)
        func difference(to base: Ranks, _ place: Int) -> Resampling.Interval {
            days.interval(
                rank - Ranks.correlation(base, realised), zip(own, drawn).map { $0 - $1[place] })
        }
        let (aloneLogs, pathLogs) = (alone.map(\.logScore), withPath.map(\.logScore))
        let sum = amounts.reduce(0, +)
        func ratio(_ part: [Double]) -> Double { sum > 0 ? part[scored].reduce(0, +) / sum : .nan }
        return SideScore(
            side: side,
            rank: rank,
            rankOver: .init(
                excursion: difference(to: excursion, 0), drawdown: difference(to: drawdown, 1),
                path: difference(to: fitted, 2)),
            beyond: .init(
                excursion: Ranks.correlation(ranks, realised, beyond: excursion),
                drawdown: Ranks.correlation(ranks, realised, beyond: drawdown)),
            aloneOverExcursion: gain(aloneLogs, logs.excursion), aloneOverPath: gain(aloneLogs, logs.path),
            aloneOverExtremes: gain(aloneLogs, logs.extremes), withPath: gain(pathLogs, logs.path),
            coverage: SideScore.coverages.map { .init(share: $0, found: Self.coverage($0, withPath)) },
            reliability: Self.reliability(predicted, amounts, ranks),
            ratio: .init(all: ratio(all), touched: ratio(prediction.touched), born: ratio(prediction.born)),
            top: Self.top(predicted, amounts),
            bits: (Self.bits(aloneLogs, logs.path), Self.bits(pathLogs, logs.path)),
            shifts: SideScore.shifts.map { .init(bars: $0, rank: shifted(all, by: $0)) },
            permuted: gain(permuted.map(\.logScore), logs.path))
    }

    private func gain(_ one: [Double], _ other: [Double]) -> Gain { Self.gain(one, other, days, weeks) }

    private static func gain(_ one: [Double], _ other: [Double], _ days: Resampling, _ weeks: Resampling)
        -> Gain
    {
        let bits = bits(one, other)
        return Gain(days: days.mean(bits), weeks: weeks.mean(bits))
    }

    private static func bits(_ one: [Double], _ other: [Double]) -> [Double] {
        zip(one, other).map { ($0 - $1) / Elementary.ln2 }
    }

    /// Weeks of the scored rows with draws of a seed of their own, so that several markets are drawn independently.
    package func weeks(seed: UInt64) -> Resampling {
        Resampling(weekTimes, span: 7 * 86_400_000, seed: seed)
    }

    /// What densities say of the scored rows, each fitted on the rows before its stretch.
    private static func verdicts(
        _ rows: StudentRegression.Rows, _ folds: [ScorePlan.Fold]
    ) -> [StudentRegression.Verdict] {
        folds.flatMap { fold in
            let density = StudentRegression(rows, fold.taught)
            return fold.scored.map { density.verdict(rows, at: $0) }
        }
    }

    /// The prediction with its scored days in another order, and those that teach turned around.
    private static func mixed(
        _ cells: [Double], _ order: [Int], _ scored: Range<Int>, _ taught: Range<Int>
    ) -> [Double] {
        var mixed = cells
        for (row, source) in zip(scored, order) { mixed[row] = cells[source] }
        for row in taught { mixed[row] = cells[taught.upperBound - 1 - (row - taught.lowerBound)] }
        return mixed
    }

    /// The share of all amounts in the tenth of rows with the largest predictions.
    private static func top(_ predicted: [Double], _ amounts: [Double]) -> Double {
        let sum = amounts.reduce(0, +)
        let order = predicted.indices.sorted {
            predicted[$0] > predicted[$1] || (predicted[$0] == predicted[$1] && $0 < $1)
        }
        let largest = order.prefix(order.count / 10).reduce(0) { $0 + amounts[$1] }
        return sum > 0 ? largest / sum : .nan
    }

    /// How many outcomes lie in the middle of their density. Of a censored one only its probability is known, so that it counts by
    /// the share of it which lies in the middle.
    private static func coverage(_ share: Double, _ verdicts: [StudentRegression.Verdict]) -> Double {
        let (low, high) = (0.5 - share / 2, 0.5 + share / 2)
        let found = verdicts.reduce(0.0) { sum, verdict in
            guard verdict.isCensored else {
                return sum + (verdict.below > low && verdict.below < high ? 1 : 0)
            }
            return sum + max(0, min(verdict.below, high) - low) / max(verdict.below, 1e-300)
        }
        return found / Double(verdicts.count)
    }

    /// Means of fifths of the rows, from the smallest predictions to the largest.
    private static func reliability(
        _ predicted: [Double], _ amounts: [Double], _ ranks: Ranks
    ) -> [SideScore.Fifth] {
        (0..<5).map { fifth in
            let places = (fifth * predicted.count / 5)..<((fifth + 1) * predicted.count / 5)
            let rows = ranks.order[places].map(Int.init)
            func mean(_ cells: [Double]) -> Double {
                rows.reduce(0) { $0 + cells[$1] } / Double(max(rows.count, 1))
            }
            return .init(predicted: mean(predicted), realised: mean(amounts))
        }
    }

    /// The rank correlation of a row's prediction with what happened some rows later.
    private func shifted(_ predicted: [Double], by bars: Int) -> Double {
        let rows = scored.clamped(to: max(scored.lowerBound, -bars)..<min(market.count, market.count - bars))
        return Ranks.correlation(
            Ranks(Array(predicted[rows])), Ranks(rows.map { market.realised[side][$0 + bars] }))
    }
}
