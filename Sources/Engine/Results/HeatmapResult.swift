package import Charts
package import LiquidationCore
import MarketData

/// A map over time, with everything that outputs say about it.
package final class HeatmapResult {
    /// The result that it is part of: the map after the last column, and what both rest on.
    package let map: MapResult
    /// The columns.
    package let heatmap: Heatmap

    /// The heatmap of a result; `nil` if none was asked for.
    package init?(_ map: MapResult) {
        guard let heatmap = map.heatmap else { return nil }
        (self.map, self.heatmap) = (map, heatmap)
    }

    /// The picture with its assumptions.
    package func text(_ style: TerminalStyle) -> String {
        HeatmapChart(heatmap: heatmap, title: map.title.text, within: map.within).text(style) + "\n\n"
            + AssumptionLines(map.assumptions, signals: []).text(style)
    }

    /// The columns as JSON, format `liq.heatmap` version 2; cells are sparse: `[column, bucket, long, short]`.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.heatmap")
            json.integer("version", 2)
            json.assumptions(map.assumptions)
            json.object("units") { json in
                json.string("price", "quote per base")
                if heatmap.measure == .amount { json.string("notional", "quote, estimated") }
                json.string("liquidated", "quote, estimated")
                if heatmap.measure == .freshness {
                    json.string("freshness", "0 to 1 of what would be live had no price touched it")
                }
            }
            json.string("cells_are", heatmap.measure == .amount ? "notional" : "freshness")
            json.integer("bars_per_column", Int64(heatmap.barsPerColumn))
            json.numbers("edges", heatmap.grid.edges)
            json.array("columns") { json in
                for column in heatmap.columns { json.object { $0.column(column) } }
            }
            json.array("cells") { json in
                for column in heatmap.columns.indices {
                    let (long, short) = (heatmap.column(column, .long), heatmap.column(column, .short))
                    for (bucket, pair) in zip(long, short).enumerated() where pair.0 > 0 || pair.1 > 0 {
                        json.row((column, bucket), pair)
                    }
                }
            }
        }
        return json.string
    }

    /// The columns as CSV, see ``HeatmapCSV``.
    package var csv: [UInt8] {
        HeatmapCSV.head(engine: map.assumptions.engine) + rows(.none) + HeatmapCSV.foot(map.assumptions)
    }

    /// The same without comment lines; `symbol,model` come first.
    package var plainTable: PlainTable {
        PlainTable(rows(RowLabels(map.assumptions)), of: "heatmap") { $0.assumptions(map.assumptions) }
    }

    private func rows(_ labels: RowLabels) -> [UInt8] {
        let writer = HeatmapCSV(heatmap.grid, labels, heatmap.measure)
        var text = writer.header
        for (index, span) in heatmap.columns.enumerated() {
            text += writer.rows(
                span, long: heatmap.column(index, .long), short: heatmap.column(index, .short))
        }
        return text
    }
}

extension HeatmapResult: WritableResult {
    /// What a message calls it.
    package static let noun = "a heatmap"

    /// In the order in which help lists them.
    package static let formats: [OutputFormat<HeatmapResult>] = [
        .picture { $0.text($1) },
        .text("json", ending: "json") { $0.json },
        .table({ $0.csv }, plain: { $0.plainTable }),
        .table("columns", { $0.columns }, plain: { $0.plainColumns }),
    ]
}

extension JSONText {
    fileprivate mutating func column(_ column: Heatmap.ColumnSpan) {
        integer("start", column.start.milliseconds)
        integer("end", column.end.milliseconds)
        number("open", column.open)
        number("high", column.high)
        number("low", column.low)
        number("close", column.close)
        number("long_liquidated", column.liquidated.long)
        number("short_liquidated", column.liquidated.short)
        if let born = column.born {
            number("long_born", born.long)
            number("short_born", born.short)
        }
    }
}
