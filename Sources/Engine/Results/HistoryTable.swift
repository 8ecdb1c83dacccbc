package import Charts
package import LiquidationCore
import MarketData
import PlainText

/// A history as a table: one row a map.
package struct HistoryTable {
    /// What a row says of a map.
    package struct Row {
        /// The instant that the map was made for.
        package let instant: Timestamp
        /// Open of its last bar.
        package let time: Timestamp
        /// Its price.
        package let price: Double
        /// All that is open, and what of it a move over the searched distance would force-close.
        package let open: BySide<Double>, near: BySide<Double>
        /// Shorts above against longs below, within that distance; `nil` without any.
        package let asymmetry: Double?
        /// Where fuel begins; `nil` where it does nowhere or the map does not tell.
        package let fuel: BySide<FreshEdge?>
        /// The largest cluster of each side; `nil` where there is none.
        package let cluster: BySide<Cluster?>

        init(_ step: MapHistory.Step) throws(CoreError) {
            let (result, map) = (step.map, step.map.map)
            let distance = try Rate(result.within)
            (instant, time, price) = (step.instant, map.time, map.price.value)
            open = BySide.each { map.total($0) }
            near = BySide.each { map.sum($0, within: distance) }
            asymmetry = map.asymmetry(within: distance)
            fuel = BySide.each { map.fuel($0, within: distance) }
            cluster = BySide.each { side in
                result.clusters.filter { $0.side == side }.max { $0.notional < $1.notional }
            }
        }
    }

    /// In time order.
    package private(set) var rows: [Row] = []
    /// What the last map rests on; `nil` without rows.
    package private(set) var assumptions: Assumptions?
    /// Whether any map tells what was never swept.
    private var tellsFreshness = false
    private var title = PlainLine("")
    private var within = 0.0

    /// All maps of a history as rows.
    ///
    /// - Throws: as ``MapHistory/step()``.
    package init(_ history: MapHistory) throws {
        while let step = try history.step() {
            rows.append(try Row(step))
            tellsFreshness = tellsFreshness || step.map.map.freshness != nil
            (assumptions, title, within) = (step.map.assumptions, step.map.title, step.map.within)
        }
    }
}

extension HistoryTable: WritableResult {
    /// What a message calls it.
    package static let noun = "a history"

    /// In the order in which help lists them.
    package static let formats: [OutputFormat<HistoryTable>] = [
        .picture { $0.text($1) },
        .text("json", ending: "json") { $0.json },
        .table({ $0.csv }, plain: { $0.plainTable }),
    ]

    /// The columns of the CSV, behind the labels of a plain table.
    private static let header =
        "as_of,time,price,long,short,long_near,short_near,asymmetry,long_fuel,short_fuel,"
        + "long_cluster,long_cluster_notional,short_cluster,short_cluster_notional\n"

    private func table(_ labels: RowLabels) -> TableBytes {
        var table = TableBytes()
        table.add(labels.header + Self.header)
        for row in rows {
            table.add(
                labels, texts: "\(row.instant.milliseconds),\(row.time.milliseconds),",
                [
                    row.price, row.open.long, row.open.short, row.near.long, row.near.short, row.asymmetry,
                    row.fuel.long?.price, row.fuel.short?.price, row.cluster.long?.peak,
                    row.cluster.long?.notional, row.cluster.short?.peak, row.cluster.short?.notional,
                ])
        }
        return table
    }

    /// One row a map, below comments that tell what they rest on.
    package var csv: [UInt8] {
        let head = assumptions.map { $0.csvHead + $0.csvLines } ?? ""
        return Array((head + "# near: within \(within) of the price\n").utf8) + table(.none).bytes
    }

    /// The same without comment lines.
    package var plainTable: PlainTable {
        let labels = assumptions.map { RowLabels($0) } ?? .none
        return PlainTable(table(labels).bytes, of: "history") { json in
            if let assumptions { json.assumptions(assumptions) }
            json.number("within", within)
        }
    }

    /// The maps as JSON, format `liq.history` version 1.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.history")
            json.integer("version", 1)
            if let assumptions { json.assumptions(assumptions) }
            json.object("units") { json in
                json.string("price", "quote per base")
                json.string("notional", "quote, estimated")
            }
            json.number("within", within)
            json.array("maps") { json in
                for row in rows { json.object { $0.row(row) } }
            }
        }
        return json.string
    }

    /// The rows as a table for people, with a line of prices.
    package func text(_ style: TerminalStyle) -> String {
        // The last columns give way where it is narrow.
        let tellsFreshness = tellsFreshness && style.width >= 78
        let tellsAsymmetry = style.width >= 62
        var columns: [TextTable.Column] = [
            .text("as of"), .number("price"), .number("longs"), .number("shorts"),
        ]
        if tellsAsymmetry { columns.append(.number("asymmetry")) }
        if tellsFreshness { columns += [.number("long fuel"), .number("short fuel")] }
        var table = TextTable(columns)
        func signed(_ value: Double, rounding least: Double) -> String {
            value >= least ? "+" : value <= -least ? (style.unicode ? "−" : "-") : ""
        }
        func away(_ edge: FreshEdge?) -> String {
            guard let edge else { return "" }
            return signed(edge.distance, rounding: 0.00005)
                + NumberText.fixed(abs(edge.distance) * 100, decimals: 1) + " %"
        }
        for row in rows {
            var cells = [
                "\(row.instant)", NumberText.price(row.price), NumberText.short(row.near.long),
                NumberText.short(row.near.short),
            ]
            if tellsAsymmetry {
                cells.append(
                    row.asymmetry.map {
                        signed($0, rounding: 0.005) + NumberText.fixed(abs($0), decimals: 2)
                    } ?? ""
                )
            }
            table.append(tellsFreshness ? cells + [away(row.fuel.long), away(row.fuel.short)] : cells)
        }
        let line = Sparkline(rows.map(\.price)).text(min(60, style.width - 8), unicode: style.unicode)
        let percent = NumberText.fixed(within * 100, decimals: 0)
        let notes = Paragraph(style).lines(
            "",
            "Longs and shorts: what a move of \(percent) % would force-close."
                + (tellsFreshness
                    ? " Fuel: where at least half is untouched, as a distance from the price; empty where that is farther "
                        + "than \(percent) %." : "")
                + (columns.count < 7 && self.tellsFreshness ? " --format csv has all columns." : ""))
        return ([title.text, "", "price \(line)", ""] + table.lines(style) + [""] + notes).joined(
            separator: "\n")
            + "\n\n" + (assumptions.map { AssumptionLines($0, signals: []).text(style) } ?? "")
    }
}

extension JSONText {
    fileprivate mutating func row(_ row: HistoryTable.Row) {
        integer("as_of", row.instant.milliseconds)
        integer("time", row.time.milliseconds)
        number("price", row.price)
        number("asymmetry", row.asymmetry)
        for side in Side.allCases {
            object(side.rawValue) { json in
                json.number("open", row.open[side])
                json.number("near", row.near[side])
                json.number("fuel", row.fuel[side]?.price)
                json.number("cluster", row.cluster[side]?.peak)
                json.number("cluster_notional", row.cluster[side]?.notional)
            }
        }
    }
}
