import Charts
import LiquidationCore
package import MarketData
import PlainText

/// What files of market data are, whether a map can be made of them, and what to type next.
package struct DataCheck {
    private let paths: [String]
    private let survey: MarketData.Survey
    /// As the command line has what was said of the files, with a blank before each option.
    private let options: String

    /// The check of files.
    ///
    /// - Parameters:
    ///   - paths: as they were given.
    ///   - survey: what was found.
    ///   - options: what was said of the files, as it was typed.
    package init(_ paths: [String], _ survey: MarketData.Survey, options: [String]) {
        (self.paths, self.survey) = (paths, survey)
        self.options = options.map { " " + $0 }.joined()
    }

    /// Whether a map can be made of it.
    package var makesMap: Bool { dataset != nil }

    private var dataset: Dataset? { try? survey.outcome.get() }

    private var error: DataError? {
        if case .failure(let error) = survey.outcome { error } else { nil }
    }

    /// What is missing, and which option needs it.
    private var missing: [(column: String, effect: String)] {
        guard let dataset else { return [] }
        return dataset.report.missing.compactMap { column in
            BarColumn(name: column).flatMap { Self.effects[$0] }.map { (column, $0) }
        }
    }

    private static let effects: [BarColumn: String] = [
        .openInterest:
            "amounts are a share of the volume and say less; --model balanced and reference cannot be made",
        .volume: "how much is replaced follows from how far prices went; split=taker cannot be used",
        .takerBuyVolume: "split=taker cannot be used",
        .longShortRatio: "split=ratio cannot be used",
        .fundingRate: "models of funding see none",
    ]

    /// The command that makes a map of the data, or what to add.
    private var next: String {
        let data = paths.map { $0.contains(" ") ? QuotedText.quoted($0) : $0 }.joined(separator: " ")
        guard let dataset else {
            guard let hint = error?.hint else {
                return "mend what the error says, then: liq check \(data)\(options)"
            }
            return "\(hint), then: liq check \(data)\(options)"
        }
        return "liq map \(data)\(options)" + (dataset.symbol == nil ? " --symbol SYMBOL" : "")
    }
}

extension DataCheck: WritableResult {
    /// What a message calls it.
    package static var noun: String { "a check" }

    /// In the order in which help lists them.
    package static let formats: [OutputFormat<DataCheck>] = [
        .picture { $0.text($1) },
        .text("json", ending: "json") { $0.json },
    ]

    private func text(_ style: TerminalStyle) -> String {
        let paragraph = Paragraph(style)
        var lines: [String] = []
        for source in survey.sources {
            lines.append(source.path)
            lines += paragraph.lines(
                "",
                "  \(source.kind.title), \(NumberText.count(source.rows)) rows, \(source.first) to \(source.last)"
            )
            lines += paragraph.lines(
                "", "  " + "times in \(source.timeUnit), UTC" + (source.hasHeader ? "" : ", no header"))
            if !source.origin.isEmpty { lines += paragraph.lines("", "  " + source.origin) }
            let read = source.columns.map {
                $0.name == $0.column.lowercased() ? $0.name : "\($0.name) (\($0.column))"
            }
            lines += paragraph.lines("", "  " + "read: \(read.joined(separator: ", "))")
            if !source.unread.isEmpty {
                lines += paragraph.lines("", "  " + "not read: \(source.unread.joined(separator: ", "))")
            }
        }
        for file in survey.unused { lines += paragraph.lines("", "\(file.file): not used, \(file.reason)") }
        lines.append("")
        if let dataset {
            lines += paragraph.lines("", "Together: \(dataset.report.headline)")
            for column in dataset.report.coverage {
                let share =
                    column.present == column.of
                    ? "every bar"
                    : "\(NumberText.count(column.present)) of \(NumberText.count(column.of)) bars"
                lines.append("  \(column.column): \(share)")
            }
            for (column, effect) in missing { lines += paragraph.lines("", "  " + "no \(column): \(effect)") }
            for note in dataset.report.notes { lines += paragraph.lines("note", note) }
        } else if let error {
            lines += paragraph.lines("", "No map can be made of this: \(error.message)")
        }
        lines.append("")
        lines += paragraph.lines("", "Next: \(next)")
        return lines.joined(separator: "\n") + "\n"
    }

    private var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.check")
            json.integer("version", 1)
            json.array("files") { json in
                for source in survey.sources { json.object { Self.write(source, &$0) } }
            }
            json.array("not_used") { json in
                for file in survey.unused {
                    json.object {
                        $0.string("path", file.file)
                        $0.string("reason", file.reason)
                    }
                }
            }
            if let dataset { json.object("dataset") { write(dataset, &$0) } } else { json.null("dataset") }
            json.string("error", error?.message)
            json.string("next", next)
        }
        return json.string
    }

    private static func write(_ source: DataReport.Source, _ json: inout JSONText) {
        json.string("path", source.path)
        json.string("kind", source.kind.rawValue)
        json.integer("rows", Int64(source.rows))
        json.integer("first", source.first.milliseconds)
        json.integer("last", source.last.milliseconds)
        json.string("time_unit", source.timeUnit)
        json.string("origin", source.origin)
        json.object("columns") { json in
            for column in source.columns { json.string(column.name, column.column) }
        }
        json.array("not_read") { json in
            for name in source.unread { json.string(nil, name) }
        }
    }

    private func write(_ dataset: Dataset, _ json: inout JSONText) {
        json.string("symbol", dataset.symbol)
        json.integer("interval", dataset.interval)
        json.integer("bars", Int64(dataset.series.count))
        json.integer("gaps", Int64(dataset.report.gaps.reduce(0) { $0 + $1.bars }))
        json.object("columns") { json in
            for column in dataset.report.coverage { json.integer(column.column, Int64(column.present)) }
        }
        json.object("missing") { json in
            for (column, effect) in missing { json.string(column, effect) }
        }
        json.array("notes") { json in
            for note in dataset.report.notes { json.string(nil, note) }
        }
    }
}

extension SourceKind {
    /// What a reader calls it.
    fileprivate var title: String {
        switch self {
        case .bars, .klines: "candles"
        case .metrics: "open interest and ratios, at instants"
        case .fundingRate: "funding payments"
        case .markKlines: "mark price candles"
        case .trades: "trades"
        case .series: "columns of bars, without prices"
        case .sampledFunding: "sampled funding rates"
        case .liquidations: "liquidation orders"
        }
    }
}
