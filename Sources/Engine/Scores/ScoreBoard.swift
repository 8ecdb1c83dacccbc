import Charts
package import LiquidationCore
import MarketData
import PlainText

/// Scores of the same models on several markets, as one table.
package struct ScoreBoard: Sendable {
    /// A market's scores, under the name of its folder.
    package let markets: [(name: String, result: ScoreResult)]
    /// Folders that could not be scored, and why.
    package let failed: [(name: String, reason: PlainLine)]
    /// A model over all markets that it could be made of, the best first.
    package let lines: [Line]

    /// A model over markets and sides, which all count the same.
    package struct Line: Sendable {
        package let name: String
        /// How many markets it could be made of.
        package let markets: Int
        /// The mean of rank correlations, of longs and of shorts.
        package let rank: BySide<Double>
        /// Bits a bar of the prediction alone over the fitted path; intervals by weeks, drawn in each market.
        package let alone: Resampling.Interval
        /// Bits a bar that it adds to the fitted path.
        package let withPath: Resampling.Interval
        /// Bits a bar that it adds more than the default map does; `nil` for that itself.
        package let overDefault: Resampling.Interval?
        /// The geometric mean of predicted over reported amounts.
        package let ratio: Double
        /// How many markets it adds to the path of, by the rule for words.
        package let adds: Int
        /// Whether it reads the future on any market.
        package let peeks: Bool
    }

    /// The name of the default map.
    private static let standard = "turnover"

    package init(
        _ markets: [(name: String, result: ScoreResult)], failed: [(name: String, reason: PlainLine)]
    ) {
        (self.markets, self.failed) = (markets, failed)
        var names: [String] = []
        for market in markets {
            for row in market.result.rows where !names.contains(row.name) { names.append(row.name) }
        }
        lines = names.compactMap { Self.line($0, markets.map(\.result)) }.sorted {
            // By what both add on the markets that both could be made of.
            ($0.peeks ? 1 : 0, -($0.overDefault?.value ?? 0)) < (
                $1.peeks ? 1 : 0, -($1.overDefault?.value ?? 0)
            )
        }
    }

    private static func line(_ name: String, _ results: [ScoreResult]) -> Line? {
        typealias Table = (blocks: Resampling, cells: [Double])
        var (alone, added, over) = ([Table](), [Table](), [Table]())
        var (ranks, logRatio, adds, count, peeks) = (BySide(both: 0.0), 0.0, 0, 0, false)
        for (place, result) in results.enumerated() {
            guard let row = result.rows.first(where: { $0.name == name }) else { continue }
            count += 1
            peeks = peeks || row.leaks.peeks != nil
            if row.addsToPath == true { adds += 1 }
            let standard = result.rows.first { $0.name == Self.standard }
            // Both sides of a market are drawn together: a crash is one for both.
            let weeks = result.scorings.long.weeks(seed: UInt64(place + 1))
            for side in Side.allCases {
                let score = row.scores[side]
                ranks[side] += score.rank
                logRatio += Elementary.log(max(score.ratio.all, 1e-9)) / 2
                alone.append((weeks, score.bits.alone))
                added.append((weeks, score.bits.withPath))
                if let standard, name != Self.standard {
                    over.append(
                        (weeks, zip(score.bits.withPath, standard.scores[side].bits.withPath).map { $0 - $1 })
                    )
                }
            }
        }
        guard let alone = Resampling.mean(of: alone), let added = Resampling.mean(of: added) else {
            return nil
        }
        return Line(
            name: name, markets: count, rank: ranks.map { $0 / Double(count) }, alone: alone, withPath: added,
            overDefault: Resampling.mean(of: over), ratio: Elementary.exp(logRatio / Double(count)),
            adds: adds,
            peeks: peeks)
    }
}

extension ScoreBoard: WritableResult {
    /// What a message calls it.
    package static var noun: String { "a scoreboard" }

    /// In the order in which help lists them.
    package static let formats: [OutputFormat<ScoreBoard>] = [
        .picture { $0.text($1) },
        .text("json", ending: "json") { $0.json },
        .table({ $0.csv }, plain: { $0.plainTable }),
    ]

    private func text(_ style: TerminalStyle) -> String {
        let (paragraph, number) = (Paragraph(style), ScoreNumbers(style))
        var table = TextTable([
            .text("model"), .number("rank"), .number("alone"), .number("adds to path"),
            .number("more than turnover"),
            .number("ratio"), .number("adds on"),
        ])
        for line in lines {
            guard !line.peeks else {
                table.append([line.name, "reads the future"])
                continue
            }
            table.append([
                line.name, "\(number.fixed(line.rank.long))/\(number.fixed(line.rank.short))",
                number.interval(line.alone), number.interval(line.withPath),
                line.overDefault.map(number.interval) ?? "", number.ratio(line.ratio),
                "\(line.adds) of \(line.markets)",
            ])
        }
        var lines = [
            paragraph.plain("Scoreboard · \(markets.count) markets · \(self.lines.count) models"), "",
        ]
        for (name, result) in markets {
            let (scored, weeks) = (result.scorings.long.scored.count, result.scorings.long.blocks.weeks)
            lines += paragraph.lines(
                "",
                "\(name): \(UnitText.text(milliseconds: result.dataset.interval)), \(NumberText.count(scored)) bars in "
                    + "\(weeks) weeks, \(result.span.first) to \(result.span.last)")
        }
        for (what, places) in notMade {
            lines += paragraph.lines("", "\(what), on \(places.joined(separator: ", "))")
        }
        for (name, reason) in failed { lines += paragraph.lines("", "\(name): not scored, \(reason)") }
        lines += [""] + table.lines(style) + [""]
        lines += paragraph.lines(
            "",
            "rank: longs/shorts, mean over markets. alone, adds to path: bits a bar over a density of the path, with 95 % "
                + "intervals by weeks drawn in each market. more than turnover: the same over the default map. ratio: predicted over "
                + "reported. adds on: markets on which the weekly interval lies above zero on both sides; fewer than eight "
                + "weeks count as no.")
        lines += paragraph.lines("", ScoreResult.about)
        return lines.joined(separator: "\n") + "\n"
    }

    /// What could not be made, and on which markets.
    private var notMade: [(what: String, markets: [String])] {
        var all: [(what: String, markets: [String])] = []
        for (name, result) in markets {
            for failure in result.failed {
                let what = "\(failure.name) could not be made: \(failure.reason)"
                if let place = all.firstIndex(where: { $0.what == what }) {
                    all[place].markets.append(name)
                } else {
                    all.append((what, [name]))
                }
            }
        }
        return all
    }

    private var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.scoreboard")
            json.integer("version", 1)
            json.string("engine", "\(EngineVersion.text)")
            json.string("about", ScoreResult.about)
            json.array("models") { json in
                for line in lines {
                    json.object { json in
                        json.string("model", line.name)
                        json.boolean("reads_the_future", line.peeks)
                        json.integer("markets", Int64(line.markets))
                        json.integer("adds_on", Int64(line.adds))
                        json.number("rank_long", line.rank.long)
                        json.number("rank_short", line.rank.short)
                        for (name, interval) in [
                            ("alone", line.alone), ("with_path", line.withPath),
                            ("over_default", line.overDefault),
                        ] {
                            guard let interval else { continue }
                            json.numbers(name, [interval.value, interval.low, interval.high])
                        }
                        json.number("ratio", line.ratio)
                    }
                }
            }
            json.array("markets") { json in
                for (name, result) in markets {
                    json.object { json in
                        json.string("name", name)
                        result.members(&json)
                    }
                }
            }
        }
        return json.string
    }

    /// The rows of all markets.
    private var csv: [UInt8] { Array("# \(ScoreResult.about)\n".utf8) + table }

    private var plainTable: PlainTable {
        PlainTable(table, of: "scoreboard") { $0.string("about", ScoreResult.about) }
    }

    private var table: [UInt8] {
        markets.enumerated().flatMap { place, market in
            market.result.table(labelled: ("market", market.name), hasHeader: place == 0)
        }
    }
}
