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

    /// The chart with its assumptions, which stand below it; above it where that is too much for the rows that are visible, so
    /// that the price stays in sight.
    package func text(_ style: TerminalStyle, within: Double? = nil) -> String {
        let tables = shards.map { [$0.table] } ?? []
        let rest =
            tables.map { $0.lines(style).map { $0 + "\n" }.joined() + "\n" }.joined()
            + AssumptionLines(assumptions, signals: signals).text(style)
        guard let rows = style.rows else { return picture(style, within: within) + "\n\n" + rest }
        let height = rest.utf8.reduce(2) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        // As much as stays readable beside the assumptions: at least 30 lines.
        guard rows - height >= 30 else { return rest + "\n" + picture(style, within: within) + "\n" }
        return picture(style.with(rows: rows - height), within: within) + "\n\n" + rest
    }

    /// The chart alone, without a line break at the end.
    package func picture(_ style: TerminalStyle, within: Double? = nil) -> String {
        // A picture of another range lists the clusters of that range.
        var (search, drawing) = (search, drawing)
        if let within {
            drawing.within = within
            if let distance = try? Rate(within) { search.within = distance }
        }
        let listed = search == self.search ? clusters : clusters(search)
        return MapChart(
            map: map, clusters: listed, within: search.within.value, title: title.text,
            averageTrueRange: averageTrueRange, drawing: drawing
        ).text(style)
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
