import LiquidationCore
import MarketData
import PlainText

// A score as JSON and as a table.
extension ScoreResult {
    /// The score as JSON, format `liq.score` version 1.
    var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.score")
            json.integer("version", 1)
            members(&json)
        }
        return json.string
    }

    /// What is scored, baselines and models.
    func members(_ json: inout JSONText) {
        head(&json)
        json.object("baselines") { json in
            for side in Side.allCases {
                json.object(side.rawValue) { $0.baselines(scorings[side].baselines) }
            }
        }
        json.array("models") { json in
            for row in rows {
                json.object { json in
                    json.string("model", row.name)
                    json.string("words", row.words)
                    for (name, holds) in [
                        ("adds_to_path", row.addsToPath), ("beats_path", row.beatsPath),
                    ] {
                        if let holds { json.boolean(name, holds) } else { json.null(name) }
                    }
                    json.object("leaks") { json in
                        json.integer("bars_compared", Int64(row.leaks.bars))
                        json.boolean("reads_the_future", row.leaks.peeks != nil)
                        json.boolean("reads_own_bar", row.leaks.readsOwnBar)
                    }
                    for side in Side.allCases {
                        json.object(side.rawValue) { $0.score(row.scores[side]) }
                    }
                    json.assumptions(row.assumptions)
                }
            }
        }
        json.array("not_made") { json in
            for failure in failed {
                json.object { json in
                    json.string("model", failure.name)
                    json.string("reason", failure.reason)
                }
            }
        }
    }

    /// What is scored, and how.
    private func head(_ json: inout JSONText) {
        json.string("about", Self.about)
        json.object("scored") { json in
            json.string("symbol", dataset.symbol)
            json.integer("bar_ms", dataset.interval)
            json.integer("bars", Int64(scorings.long.scored.count))
            json.integer("days", Int64(scorings.long.blocks.days))
            json.integer("weeks", Int64(scorings.long.blocks.weeks))
            json.integer("from", span.first.milliseconds)
            json.integer("to", span.last.milliseconds)
            json.integer("taught_from", taught.first.milliseconds)
            json.integer("taught_to", taught.last.milliseconds)
            json.integer("stretches", Int64(plan.folds))
            json.integer("models_tried", Int64(rows.count))
            json.integer("bars_beyond_open_interest", Int64(beyondInterest))
        }
        json.object("units") { json in
            json.string("gain", "bits per bar")
            json.string("ratio", "predicted over reported")
            json.string("interval", "95 %, by days or weeks drawn with replacement")
        }
    }

    /// One row a model and side, below comments.
    var csv: [UInt8] {
        let words = rows.map { "# \($0.name): \($0.words)\n" }.joined()
        let head = rows.first.map { $0.assumptions.csvHead } ?? ""
        return Array((head + "# \(Self.about)\n" + words).utf8) + table(labelled: nil)
    }

    /// The same without comment lines.
    var plainTable: PlainTable {
        PlainTable(table(labelled: ("symbol", dataset.symbol ?? "unknown")), of: "score") { head(&$0) }
    }

    private static let columns =
        "model,side,reads_the_future,rank,rank_over_path,rank_over_path_low,rank_over_path_high,"
        + "alone,alone_low,alone_high,with_path,with_path_low,with_path_high,"
        + "ratio,ratio_map,ratio_births,top_tenth,covered_80\n"

    /// Baselines and models; a label stands first in each row where one is given.
    func table(labelled label: (name: String, value: String)?, hasHeader: Bool = true) -> [UInt8] {
        var table = TableBytes()
        if hasHeader { table.add((label.map { $0.name + "," } ?? "") + Self.columns) }
        let first = label.map { CSVField.text($0.value) + "," } ?? ""
        for side in Side.allCases {
            for (name, simple) in scorings[side].baselines.simple {
                table.add(
                    .none, texts: first + "\(name),\(side.rawValue),false,",
                    [simple.rank] + [Double?](repeating: nil, count: 12) + [simple.top, nil])
            }
        }
        for row in rows {
            for side in Side.allCases {
                let score = row.scores[side]
                let gains = [score.rankOver.path, score.aloneOverPath.shown, score.withPath.shown]
                table.add(
                    .none,
                    texts: first + "\(CSVField.text(row.name)),\(side.rawValue),\(row.leaks.peeks != nil),",
                    [score.rank] + gains.flatMap { [$0.value, $0.low, $0.high] } + [
                        score.ratio.all, score.ratio.touched, score.ratio.born, score.top,
                        score.coverage.first { $0.share == 0.8 }?.found,
                    ])
            }
        }
        return table.bytes
    }
}

extension SideScoring.Baselines {
    /// With their names in tables.
    var simple: [(name: String, score: SideScoring.Simple)] {
        [("excursion", excursion), ("drawdown", drawdown), ("path", path)]
    }
}

extension JSONText {
    fileprivate mutating func baselines(_ baselines: SideScoring.Baselines) {
        for (name, simple) in baselines.simple {
            object(name) { json in
                json.number("rank", simple.rank)
                json.number("top_tenth", simple.top)
            }
        }
        gain("path_over_excursion", baselines.pathOverExcursion)
        gain("extremes_over_path", baselines.extremesOverPath)
    }

    fileprivate mutating func score(_ score: SideScore) {
        number("rank", score.rank)
        object("rank_over") { json in
            json.interval("excursion", score.rankOver.excursion)
            json.interval("drawdown", score.rankOver.drawdown)
            json.interval("path", score.rankOver.path)
        }
        object("beyond") { json in
            json.number("excursion", score.beyond.excursion)
            json.number("drawdown", score.beyond.drawdown)
        }
        gain("alone_over_excursion", score.aloneOverExcursion)
        gain("alone_over_path", score.aloneOverPath)
        gain("alone_over_extremes", score.aloneOverExtremes)
        gain("with_path_over_path", score.withPath)
        object("ratio") { json in
            json.number("all", score.ratio.all)
            json.number("map", score.ratio.touched)
            json.number("births", score.ratio.born)
        }
        number("top_tenth", score.top)
        array("coverage") { json in
            for coverage in score.coverage {
                json.object { json in
                    json.number("share", coverage.share)
                    json.number("found", coverage.found)
                }
            }
        }
        array("reliability") { json in
            for fifth in score.reliability {
                json.object { json in
                    json.number("predicted", fifth.predicted)
                    json.number("realised", fifth.realised)
                }
            }
        }
        array("shifts") { json in
            for shift in score.shifts {
                json.object { json in
                    json.integer("bars", Int64(shift.bars))
                    json.number("rank", shift.rank)
                }
            }
        }
        gain("permuted_days", score.permuted)
    }

    private mutating func gain(_ name: String, _ gain: SideScoring.Gain) {
        object(name) { json in
            json.number("bits", gain.bits)
            json.ends("by_days", gain.days)
            json.ends("by_weeks", gain.weeks)
        }
    }

    private mutating func interval(_ name: String, _ interval: Resampling.Interval) {
        object(name) { json in
            json.number("value", interval.value)
            json.ends("by_days", interval)
        }
    }

    private mutating func ends(_ name: String, _ interval: Resampling.Interval) {
        numbers(name, [interval.low, interval.high])
    }
}
