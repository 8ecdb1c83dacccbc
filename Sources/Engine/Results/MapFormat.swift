package import Charts
package import LiquidationCore
import MarketData
import PlainText

/// How a map is written.
package enum MapFormat: String, CaseIterable, Sendable {
    /// The chart.
    case text
    /// `liq.map` JSON.
    case json
    /// Buckets as CSV.
    case csv
    /// CoinGlass v4's map JSON.
    case coinglass
    /// A file to be merged with others.
    case part

    /// The format of a name, or else of a path's ending.
    ///
    /// - Throws: ``EngineError`` `.usage` where neither says one.
    package init(named name: String?, path: String) throws(EngineError) {
        let names = Self.allCases.map(\.rawValue)
        if let name {
            guard let format = Self(rawValue: name) else {
                throw EngineError(
                    .usage, "no format '\(name)': there are \(names.joined(separator: ", "))",
                    hint: Spelling.hint(for: name, among: names), subject: .value(name, of: "format"))
            }
            self = format
            return
        }
        switch path.split(separator: "/").last?.split(separator: ".").last.map(String.init) {
        case "json": self = .json
        case "csv": self = .csv
        case "txt": self = .text
        case PartFormat.ending: self = .part
        default:
            throw EngineError(
                .usage, "the ending of '\(path)' names no format: .json, .csv, .txt, .\(PartFormat.ending)",
                subject: .value(path))
        }
    }
}

extension MapResult {
    /// The map in a format.
    ///
    /// - Throws: ``EngineError`` where a format cannot hold it.
    package func bytes(in format: MapFormat, style: TerminalStyle, path: String) throws -> [UInt8] {
        switch format {
        case .text: Array(text(style).utf8)
        case .json: Array(json.utf8)
        case .csv: Array(csv.utf8)
        case .coinglass: Array(try byRung().coinGlass.utf8)
        case .part: try PartFormat.bytes(of: sum(), file: path)
        }
    }

    /// The chart with its assumptions.
    package func text(_ style: TerminalStyle, within: Double? = nil) -> String {
        let tables = shards.map { [$0.table] } ?? []
        // A picture of another range lists the clusters of that range.
        let other = try? within.map { try map.clusters(within: Rate($0), limit: clusterLimit) }
        let chart = MapChart(
            map: map, clusters: other ?? clusters, within: within ?? self.within, title: title)
        return chart.text(style) + "\n\n"
            + tables.map { $0.lines(style).map { $0 + "\n" }.joined() + "\n" }.joined()
            + AssumptionLines(assumptions, signals: signals).text(style)
    }

    /// The picture of its heatmap with its assumptions.
    package func heatmapText(_ heatmap: Heatmap, _ style: TerminalStyle) -> String {
        HeatmapChart(heatmap: heatmap, title: title, within: within).text(style) + "\n\n"
            + AssumptionLines(assumptions, signals: []).text(style)
    }
}

extension ExplanationDocument {
    /// The tables with their assumptions, venue by venue.
    package func text(_ style: TerminalStyle, rows: Int = 12) -> String {
        venues.map { venue in
            (venue.name.map { "\($0)\n\n" } ?? "\(title)\n\n")
                + ExplanationChart(venue.explanation, of: venue.map).text(style, rows: rows) + "\n\n"
                + AssumptionLines(venue.assumptions, signals: []).text(style)
        }
        .joined(separator: "\n")
    }
}
