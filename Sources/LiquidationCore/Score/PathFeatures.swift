/// What a density reads of one side: columns that are known given the path of a bar and what came before it.
struct PathFeatures {
    /// The excursion alone.
    let excursion: [[Double]]
    /// The path: excursions of both sides, the largest fall or rise within the bar, and where it closed.
    let path: [[Double]]
    /// The path and how far it went beyond past extremes.
    let extremes: [[Double]]
    /// The column of the scale.
    let scale: [Double]
    /// log of what was force-closed over open interest, not below the floor.
    let outcome: [Double]

    /// Where a hinge bends, as shares of the rows that set it.
    private static let shares = [0.1, 0.3, 0.6, 0.85, 0.97]
    private static let least = 1e-4

    /// - Parameters:
    ///   - market: the rows.
    ///   - side: whose liquidations.
    ///   - known: the first rows, which say where hinges bend: no later ones do.
    init(_ market: ScoredMarket, _ side: Side, known: Int) {
        func logs(_ cells: [Double]) -> [Double] { cells.map { Elementary.log($0 + Self.least) } }
        let own = logs(market.excursion[side])
        let other = logs(market.excursion[side == .long ? .short : .long])
        let fall = logs(market.drawdown[side])
        let knots = Self.knots(own, known)
        let signed = side == .long ? market.move.map { -$0 } : market.move
        scale = own
        excursion = Self.hinges(own, knots)
        path =
            excursion + Self.hinges(other, [knots[1], knots[3]]) + [signed, signed.map { abs($0) }]
            + Self.hinges(fall, Self.knots(fall, known))
        extremes = path + market.fresh[side].map(logs)
        outcome = market.realised[side].indices.map { row in
            let share = market.realised[side][row] / market.interest[row]
            return share > 0 ? max(Elementary.log(share), StudentRegression.floor) : StudentRegression.floor
        }
    }

    private static func knots(_ cells: [Double], _ known: Int) -> [Double] {
        let sorted = cells[..<known].sorted()
        return shares.map { Quantile.of(sorted, $0) }
    }

    /// A column with a bend at each knot.
    private static func hinges(_ cells: [Double], _ knots: [Double]) -> [[Double]] {
        [cells] + knots.map { knot in cells.map { max($0 - knot, 0) } }
    }

    /// The columns of a prediction in quote units: its log, and whether there is none.
    static func ofPrediction(_ predicted: [Double], _ interest: [Double]) -> [[Double]] {
        [
            zip(predicted, interest).map { Elementary.log(max($0, 0) / $1 + 1e-8) },
            predicted.map { $0 <= 0 ? 1 : 0 },
        ]
    }

    /// The rows of a density over columns.
    func rows(_ columns: [[Double]]) -> StudentRegression.Rows {
        StudentRegression.Rows(columns: columns, scale: scale, outcome: outcome)
    }
}
