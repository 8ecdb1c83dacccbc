/// Which rows teach the densities of a score, and which are scored: later ones, always.
package struct ScorePlan: Hashable, Sendable {
    /// The share of rows before the first that is scored.
    package var learned = 0.6
    /// How many stretches the scored rows are divided into; before each, densities are fitted anew on all rows before it.
    package var folds = 4
    /// Draws of days for the differences of ranks of so many rows: they cost more the more rows there are.
    package func draws(of rows: Int) -> Int { rows <= 20_000 ? 300 : 100 }

    /// The usual plan: the last 40 % are scored, in four stretches.
    package init() {}

    /// A plan.
    ///
    /// - Throws: ``CoreError`` `.outOfRange` for a share beyond 0.1 to 0.9 and for other than 1 to 100 stretches.
    package init(learned: Double, folds: Int) throws(CoreError) {
        guard (0.1...0.9).contains(learned) else {
            throw CoreError(.outOfRange, "learned must lie in 0.1 to 0.9, was \(learned)")
        }
        guard (1...100).contains(folds) else {
            throw CoreError(.outOfRange, "stretches must lie in 1 to 100, was \(folds)")
        }
        (self.learned, self.folds) = (learned, folds)
    }

    /// The fewest rows that teach, and that are scored.
    package static let fewest = (taught: 60, scored: 40)

    /// One stretch.
    package struct Fold: Hashable, Sendable {
        /// Rows that its densities are fitted on.
        package let taught: Range<Int>
        /// Rows that are scored.
        package let scored: Range<Int>
    }

    /// The stretches of so many rows. The first fifth of what is before the first scored row warms models up and teaches nothing.
    ///
    /// - Throws: ``CoreError`` `.invalidSeries` where there are too few rows.
    package func stretches(of rows: Int) throws(CoreError) -> [Fold] {
        let first = Int(Double(rows) * learned)
        let begin = first / 5
        guard first - begin >= Self.fewest.taught, rows - first >= Self.fewest.scored * folds else {
            throw CoreError(
                .invalidSeries,
                "a score needs at least \(Self.fewest.taught) bars that teach and \(Self.fewest.scored) in each of \(folds) "
                    + "scored stretches: there are \(rows) bars with liquidations, of which \(first - begin) teach and "
                    + "\(rows - first) are scored",
                hint: "longer data, finer bars, or fewer stretches")
        }
        return (0..<folds).map { fold in
            let bounds = [fold, fold + 1].map { first + (rows - first) * $0 / folds }
            return Fold(taught: begin..<bounds[0], scored: bounds[0]..<bounds[1])
        }
    }
}
