/// What a model says is force-closed in each row of a ``ScoredMarket``, quote units.
package struct Prediction: Sendable {
    /// What stood on the map in the prices that the bar's path touched.
    package let touched: [Double]
    /// What the bar's own entries lost on the rest of its path: no mass that the map ever held.
    package let born: [Double]

    /// - Precondition: both have a cell for each row.
    package init(touched: [Double], born: [Double]? = nil) {
        self.touched = touched
        self.born = born ?? [Double](repeating: 0, count: touched.count)
        precondition(self.born.count == touched.count, "a prediction has one cell a row")
    }
}

/// The scores of one side of a model.
package struct SideScore: Sendable {
    package let side: Side
    /// The rank correlation of prediction and outcome.
    package let rank: Double
    /// The difference to a baseline's rank correlation.
    package let rankOver: Over
    /// The correlation of ranks of what a cubic of a baseline's ranks leaves.
    package let beyond: Beyond
    /// Bits a bar of a density over the prediction alone: over that of the excursion.
    package let aloneOverExcursion: SideScoring.Gain
    /// Over that of the fitted path.
    package let aloneOverPath: SideScoring.Gain
    /// Over that of path and past extremes.
    package let aloneOverExtremes: SideScoring.Gain
    /// Bits a bar that the prediction adds to the fitted path.
    package let withPath: SideScoring.Gain
    /// How often outcomes lie within the middle of the density of path and prediction.
    package let coverage: [Coverage]
    /// Predicted and realised means of fifths of the rows, from the smallest predictions to the largest.
    package let reliability: [Fifth]
    /// Predicted over reported amounts.
    package let ratio: Ratio
    /// The share of all that was force-closed in the tenth of rows with the largest predictions.
    package let top: Double
    /// Row by row, what ``aloneOverPath`` and ``withPath`` are means of.
    package let bits: (alone: [Double], withPath: [Double])
    /// Rank correlations with what happened some rows earlier or later.
    package let shifts: [Shift]
    /// Bits that the prediction adds with its days in another order: nothing, unless something is wrong.
    package let permuted: SideScoring.Gain

    /// The middles of densities that are looked at.
    package static let coverages = [0.5, 0.8, 0.9, 0.95]
    /// The rows by which outcomes are moved.
    package static let shifts = [-6, -1, 1, 6]

    /// Differences to the three baselines.
    package struct Over: Sendable {
        package let excursion, drawdown, path: Resampling.Interval
    }

    /// What is left beyond baselines.
    package struct Beyond: Sendable {
        package let excursion, drawdown: Double
    }

    /// How often outcomes lie in the middle of a density.
    package struct Coverage: Sendable {
        package let share, found: Double
    }

    /// Means of a fifth of the rows, quote units a bar.
    package struct Fifth: Sendable {
        package let predicted, realised: Double
    }

    /// Predicted over reported amounts, in all and in parts.
    package struct Ratio: Sendable {
        package let all, touched, born: Double
    }

    /// A rank correlation with outcomes that were moved.
    package struct Shift: Sendable {
        package let bars: Int
        package let rank: Double
    }
}
