import Charts
import LiquidationCore
import MarketData
import PlainText

/// A score for people: a table a side, then what may be said of each model.
struct ScoreText {
    private let result: ScoreResult
    private let style: TerminalStyle
    private let paragraph: Paragraph
    private let number: ScoreNumbers

    init(_ result: ScoreResult, _ style: TerminalStyle) {
        (self.result, self.style, paragraph) = (result, style, Paragraph(style))
        number = ScoreNumbers(style)
    }

    var text: String {
        var lines = [title, ""] + head + [""]
        for side in Side.allCases { lines += table(side) + [""] }
        lines += words + [""] + checks + [""] + legend
        return lines.joined(separator: "\n") + "\n"
    }

    private var title: String {
        let step = UnitText.text(milliseconds: result.dataset.interval)
        return paragraph.plain("Score · \(result.dataset.symbol ?? result.dataset.sourceName) · \(step)")
    }

    private var head: [String] {
        let (scored, blocks) = (result.scorings.long.scored, result.scorings.long.blocks)
        let reported = BySide.each { side in
            NumberText.short(result.market.realised[side][scored].reduce(0, +))
        }
        let again =
            result.plan.folds == 1 ? "" : ", fitted again before each of \(result.plan.folds) stretches"
        return paragraph.lines(
            "scored",
            "\(NumberText.count(scored.count)) bars, \(result.span.first) to \(result.span.last), in \(blocks.days) days and "
                + "\(blocks.weeks) weeks")
            + paragraph.lines(
                "reported", "\(reported.long) of longs and \(reported.short) of shorts force-closed in them")
            + paragraph.lines("taught by", "bars before, from \(result.taught.first) on" + again)
            + paragraph.lines(
                "tries", "\(result.rows.count) models: the best of many looks better than it is") + doubts
    }

    /// What is implausible.
    private var doubts: [String] {
        let bars = result.beyondInterest
        guard bars > 0 else { return [] }
        return paragraph.lines(
            "note",
            "in \(NumberText.count(bars)) bars more was reported as force-closed than was open before: are the units of both right?"
        )
    }

    private func table(_ side: Side) -> [String] {
        let baselines = result.scorings[side].baselines
        // Names stay whole: where it is narrow the last columns give way.
        let shown = style.columns >= 98 ? 7 : style.columns >= 86 ? 6 : 5
        let columns: [TextTable.Column] = [
            .text(side == .long ? "longs" : "shorts"), .number("rank"), .number("alone"),
            .number("adds to path"), .number("ratio"), .number("top 10 %"), .number("rank over path"),
        ]
        var table = TextTable(Array(columns.prefix(shown)))
        func add(_ cells: [String]) { table.append(Array(cells.prefix(shown))) }
        for (name, simple) in baselines.simple {
            add([name, number.fixed(simple.rank), "", "", "", number.percent(simple.top)])
        }
        add(["path and extremes", "", "", number.interval(baselines.extremesOverPath.shown)])
        for row in result.rows {
            let score = row.scores[side]
            guard row.leaks.peeks == nil else {
                add([row.name, "reads the future"])
                continue
            }
            add([
                row.name, number.fixed(score.rank), number.interval(score.aloneOverPath.shown),
                number.interval(score.withPath.shown), number.ratio(score.ratio.all),
                number.percent(score.top), number.interval(score.rankOver.path),
            ])
        }
        return table.lines(style)
    }

    private var words: [String] {
        result.rows.flatMap { paragraph.lines("", "\($0.name) \($0.words).") }
            + result.failed.flatMap { paragraph.lines("", "\($0.name) could not be made: \($0.reason)") }
    }

    private var checks: [String] {
        guard let row = result.rows.first else { return [] }
        let honest = result.rows.filter { $0.leaks.peeks == nil }
        let own = honest.filter(\.leaks.readsOwnBar).map(\.name)
        let moved = SideScore.shifts.enumerated().map { place, bars in
            "\(number.bars(bars)) \(number.fixed(row.scores.long.shifts[place].rank))"
        }
        var text =
            honest.count == result.rows.count
            ? "with another future, the map after \(NumberText.count(row.leaks.bars)) bars and what was said of them are the same to the bit"
            : "with another future, some models say something else of earlier bars"
        text +=
            own.isEmpty
            ? "; a bar's own volume and open interest are not used for it"
            : "; a bar's own volume or open interest is used for it by \(own.joined(separator: ", "))"
        let mixed = [row.scores.long, row.scores.short].map { number.interval($0.permuted.shown) }
        return paragraph.lines("leaks", text + ".")
            + paragraph.lines(
                "placebo",
                "\(row.name) with days in another order adds \(mixed[0]) for longs, \(mixed[1]) for shorts; rank of longs "
                    + "with outcomes moved by bars: \(moved.joined(separator: ", ")).")
    }

    private var legend: [String] {
        let unit = result.rows.first?.scores.long.withPath.weekly == nil ? "days" : "weeks"
        return paragraph.lines(
            "",
            "rank: correlation of ranks with what was force-closed. alone, adds to path: bits a bar over a density of the path, "
                + "with 95 % intervals by \(unit) drawn again. ratio: predicted over reported; feeds report a part, Binance's at most one "
                + "order a second. top 10 %: what lies in the tenth of bars with the largest predictions.")
            + paragraph.lines("", ScoreResult.about)
    }
}

/// Figures of scores as people read them.
struct ScoreNumbers {
    private let minus: String

    init(_ style: TerminalStyle) { minus = style.unicode ? "−" : "-" }

    /// `0.85`, `−0.03`.
    func fixed(_ value: Double) -> String { signed(value, plus: "") }

    /// `+0.16 [+0.10, +0.22]`.
    func interval(_ interval: Resampling.Interval) -> String {
        "\(signed(interval.value)) [\(signed(interval.low)), \(signed(interval.high))]"
    }

    /// A share in per cent.
    func percent(_ share: Double) -> String { NumberText.fixed(share * 100, decimals: 0) }

    /// Predicted over reported.
    func ratio(_ ratio: Double) -> String {
        ratio < 0.005 || ratio >= 1000
            ? NumberText.short(ratio) : NumberText.fixed(ratio, decimals: ratio < 10 ? 2 : 0)
    }

    /// `−6`, `+1`.
    func bars(_ count: Int) -> String { "\(count > 0 ? "+" : minus)\(abs(count))" }

    private func signed(_ value: Double, plus: String = "+") -> String {
        let text = NumberText.fixed(abs(value), decimals: 2)
        let isZero = !text.contains { $0 != "0" && $0 != "." }
        return (isZero ? "" : value < 0 ? minus : plus) + text
    }
}
