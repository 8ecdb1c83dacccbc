package import LiquidationCore
import MarketData
import PlainText

/// What models are worth on a market, beside what the path alone says.
package struct ScoreResult: Sendable {
    /// A model's scores.
    package struct Row: Sendable {
        /// As it was written.
        package let name: String
        /// By side.
        package let scores: BySide<SideScore>
        /// Whether it reads what it may not know.
        package let leaks: LeakCheck
        /// What it rests on.
        let assumptions: Assumptions
    }

    /// A model that stands on every scoreboard and could not be made of this data.
    package struct Failure: Sendable {
        let name: String
        let reason: PlainLine
    }

    /// In the order of the board.
    package let rows: [Row]
    /// What could not be made.
    package let failed: [Failure]
    /// The baselines by side, and which rows are scored.
    package let scorings: BySide<SideScoring>
    let market: ScoredMarket
    let dataset: Dataset
    let plan: ScorePlan

    /// Bars in which more was reported as force-closed than was open before them.
    var beyondInterest: Int {
        market.interest.indices.count { row in
            market.realised.long[row] + market.realised.short[row] > market.interest[row]
        }
    }

    /// Open instants of the first and the last scored bar.
    var span: (first: Timestamp, last: Timestamp) {
        let rows = scorings.long.scored
        return (
            Timestamp(milliseconds: market.time[rows.lowerBound]),
            Timestamp(milliseconds: market.time[rows.upperBound - 1])
        )
    }

    /// Open instants of the bars that teach, up to the first scored one.
    var taught: (first: Timestamp, last: Timestamp) {
        let rows = scorings.long.taught
        return (
            Timestamp(milliseconds: market.time[rows.lowerBound]),
            Timestamp(milliseconds: market.time[rows.upperBound - 1])
        )
    }
}

extension SideScoring.Gain {
    /// The interval that words go by: `nil` where there are too few weeks to draw from.
    package var weekly: Resampling.Interval? { weeks.blocks >= Self.fewestWeeks ? weeks : nil }

    /// Fewer weeks than these say nothing.
    static let fewestWeeks = 8

    /// The interval that tables show.
    var shown: Resampling.Interval { weekly ?? days }
}

extension ScoreResult.Row {
    /// Whether the weekly interval of what it adds to the path lies above zero on both sides; `nil` with too few weeks.
    package var addsToPath: Bool? { holds(\.withPath) }

    /// Whether it alone says more than the fitted path, by the same rule.
    package var beatsPath: Bool? { holds(\.aloneOverPath) }

    private func holds(_ gain: (SideScore) -> SideScoring.Gain) -> Bool? {
        guard leaks.peeks == nil, let long = gain(scores.long).weekly, let short = gain(scores.short).weekly
        else { return nil }
        return long.isAboveZero && short.isAboveZero
    }

    /// What may be said of it, by rule.
    var words: String {
        if let peeks = leaks.peeks {
            return
                "reads the future: its map of \(peeks) changes with what comes later, so its scores mean nothing"
        }
        var joined = "cannot be judged on so few weeks"
        if let addsToPath, let beatsPath {
            joined = addsToPath ? "adds to the path" : "is not shown to add to the path"
            joined += addsToPath == beatsPath ? " and " : ", "
            joined += beatsPath ? "beats the path alone" : "does not beat the path alone"
        }
        guard let ratios else { return joined }
        return joined + "; predicts " + ratios + " of what was reported"
    }

    /// `2.4 times (longs) and 4.3 times (shorts)`; `nil` where nothing was reported.
    private var ratios: String? {
        let ratios = BySide.each { scores[$0].ratio.all }
        guard ratios.long.isFinite, ratios.short.isFinite else { return nil }
        func times(_ ratio: Double) -> String {
            ratio < 0.01 || ratio >= 1000
                ? "\(NumberText.short(ratio))"
                : NumberText.fixed(ratio, decimals: ratio < 1 ? 2 : ratio < 10 ? 1 : 0)
        }
        return "\(times(ratios.long)) times (longs) and \(times(ratios.short)) times (shorts)"
    }
}

extension ScoreResult: WritableResult {
    /// What a message calls it.
    package static var noun: String { "a score" }

    /// In the order in which help lists them.
    package static let formats: [OutputFormat<ScoreResult>] = [
        .picture { ScoreText($0, $1).text },
        .text("json", ending: "json") { $0.json },
        .table({ $0.csv }, plain: { $0.plainTable }),
    ]

    /// What a score does not say, in every output.
    static let about =
        "Scores are conditional on the price path of the scored bar: how well is it known how much is force-closed, given "
        + "where price went. They forecast no move, and no map sees positions."
}
