package import Charts
import LiquidationCore
import MarketData
import PlainText

/// The forms in which a map is written. A new one is a function that writes it, and a row here.
extension MapResult: WritableResult {
    /// What a message calls it.
    package static let noun = "a map"

    /// In the order in which help lists them.
    package static let formats: [OutputFormat<MapResult>] = [
        .picture { $0.text($1) },
        .text("json", ending: "json") { $0.json },
        .table({ Array($0.csv.utf8) }, plain: { $0.plainTable }),
        // CoinGlass v4's map JSON.
        OutputFormat("coinglass", rungs: .needed) { map, _, _ in Array(try map.byRung().coinGlass.utf8) },
        // A file to be merged with others.
        OutputFormat("part", ending: PartFormat.ending, rungs: .kept) { map, _, path in
            try PartFormat.bytes(of: map.sum(), file: path)
        },
    ]

    /// The chart with its assumptions.
    package func text(_ style: TerminalStyle, within: Double? = nil) -> String {
        let tables = shards.map { [$0.table] } ?? []
        // A picture of another range lists the clusters of that range.
        var search = search
        if let other = within.flatMap({ try? Rate($0) }) { search.within = other }
        let listed = search == self.search ? clusters : clusters(search)
        let chart = MapChart(
            map: map, clusters: listed, within: within ?? self.within, title: title.text,
            view: view)
        return chart.text(style) + "\n\n"
            + tables.map { $0.lines(style).map { $0 + "\n" }.joined() + "\n" }.joined()
            + AssumptionLines(assumptions, signals: signals).text(style)
    }

    /// The buckets as CSV, one row each: `low,high,long,short,long_intensity,short_intensity,cumulative`, and
    /// `long_freshness,short_freshness` where the run tells them.
    ///
    /// Assumptions stand in lines that start with `#`, before the header.
    public var csv: String {
        var table = TableBytes()
        table.add(assumptions.csvHead + assumptions.csvLines)
        table.add("# price: \(map.price.value), at: \(map.time)\n")
        addRows(.none, to: &table)
        return table.text
    }

    /// The same without comment lines; `symbol,time,model` come first.
    package var plainTable: PlainTable {
        var table = TableBytes()
        addRows(RowLabels(assumptions, time: map.time), to: &table)
        return PlainTable(table.bytes, of: "map") { json in
            json.assumptions(assumptions)
            json.integer("time", map.time.milliseconds)
            json.number("price", map.price.value)
        }
    }

    private func addRows(_ labels: RowLabels, to table: inout TableBytes) {
        let freshness = map.freshness(.long).flatMap { long in
            map.freshness(.short).map { BySide(long: long, short: $0) }
        }
        table.add("\(labels.header)low,high,long,short,long_intensity,short_intensity,cumulative")
        table.add(freshness == nil ? "\n" : ",long_freshness,short_freshness\n")
        let (edges, peak, cumulative) = (map.grid.edges, map.peak, map.cumulative())
        for bucket in 0..<map.grid.count {
            let (long, short) = (map.notional.long[bucket], map.notional.short[bucket])
            table.add(
                labels,
                [
                    edges[bucket], edges[bucket + 1], long, short, peak > 0 ? long / peak : 0,
                    peak > 0 ? short / peak : 0, cumulative[bucket],
                ] + (freshness.map { [$0.long[bucket], $0.short[bucket]] } ?? []))
        }
    }
}
