/// A predictive density of z = log(amount): Student's t around a linear predictor, whose log scale is linear in one column.
///
/// Outcomes at or below a floor say only that hardly anything happened: they count by the probability of that (left
/// censored). Slopes of standardised columns carry a small ridge. Fitted by maximum likelihood with Newton steps; columns
/// are clipped to what the fit saw, so that nothing is extrapolated.
///
/// Source: `truth.md`, "What the score report must hold", and its plain code, which fits the same by L-BFGS.
struct StudentRegression {
    /// What a fit reads: columns of the predictor and of the scale, and outcomes, one cell a row each.
    struct Rows {
        let columns: [[Double]]
        let scale: [Double]
        let outcome: [Double]
    }

    /// At or below it an outcome is censored: log 1e-7.
    static let floor = -16.118_095_650_958_32
    /// The pull of slopes to zero, per row.
    static let ridge = 3e-3
    /// The bounds of the log scale.
    static let logScales = -4.0...4.0

    private let columns: [Standard]
    private let scale: Standard
    /// The intercept, the slopes of the columns, the log scale and its slope.
    private(set) var weights: [Double]

    /// How a column is brought to zero mean and unit deviation.
    struct Standard {
        let range: ClosedRange<Double>
        let mean: Double
        let deviation: Double

        func callAsFunction(_ cell: Double) -> Double {
            (min(max(cell, range.lowerBound), range.upperBound) - mean) / deviation
        }
    }

    /// Fits rows of a range.
    ///
    /// - Precondition: the range is not empty, and all cells are finite.
    /// - Complexity: O(rows · columns²) a step; four to ten steps.
    init(_ rows: Rows, _ range: Range<Int>) {
        columns = rows.columns.map { cells in Standard(cells[range]) }
        scale = Standard(rows.scale[range], clippingTo: 0.02)
        weights = []
        let fit = RegressionFit(rows, range, columns, scale)
        weights = fit.weights()
    }

    /// Centre and scale of the density at a row.
    private func place(_ rows: Rows, at row: Int) -> (centre: Double, scale: Double) {
        var centre = weights[0]
        for (index, standard) in columns.enumerated() {
            centre += weights[index + 1] * standard(rows.columns[index][row])
        }
        let logScale = weights[columns.count + 1] + weights[columns.count + 2] * scale(rows.scale[row])
        return (
            centre, Elementary.exp(min(max(logScale, Self.logScales.lowerBound), Self.logScales.upperBound))
        )
    }

    /// What the density says of a row.
    struct Verdict {
        /// The centre of the density.
        var centre: Double
        /// The logarithm of the density at the outcome, or of the probability of being below the floor.
        var logScore: Double
        /// The probability of an outcome below this one; where it is censored, of one below the floor.
        var below: Double
        /// Whether the outcome is censored.
        var isCensored: Bool
    }

    /// What the density says of a row's outcome.
    func verdict(_ rows: Rows, at row: Int) -> Verdict {
        let (centre, scale) = place(rows, at: row)
        let outcome = rows.outcome[row]
        let isCensored = outcome <= Self.floor
        let distance = (max(outcome, Self.floor) - centre) / scale
        let below = StudentT.below(distance)
        let logScore =
            isCensored
            ? Elementary.log(max(below, 1e-300)) : StudentT.logDensity(distance) - Elementary.log(scale)
        return Verdict(centre: centre, logScore: logScore, below: below, isCensored: isCensored)
    }
}

extension StudentRegression.Standard {
    /// The standard of cells; `share` of them on each end is clipped.
    fileprivate init(_ cells: ArraySlice<Double>, clippingTo share: Double = 0) {
        let count = Double(cells.count)
        let mean = cells.reduce(0, +) / count
        let variance = cells.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        (self.mean, deviation) = (mean, variance.squareRoot() + 1e-12)
        if share > 0 {
            let sorted = cells.sorted()
            range = Quantile.of(sorted, share)...Quantile.of(sorted, 1 - share)
        } else {
            range = (cells.min() ?? 0)...(cells.max() ?? 0)
        }
    }
}

/// Quantiles of sorted cells, linear between them.
enum Quantile {
    static func of(_ sorted: [Double], _ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[below] + (sorted[below + 1] - sorted[below]) * (place - Double(below))
    }
}
