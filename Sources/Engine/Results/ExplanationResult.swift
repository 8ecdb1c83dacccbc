package import Charts
package import LiquidationCore
import MarketData
import PlainText

/// An explained price range with everything that an output says about it.
package final class ExplanationResult: Sendable {
    /// The heading of its picture.
    package let title: PlainLine
    /// One where the data is of one venue.
    package let venues: [Venue]

    /// One venue.
    package struct Venue: Sendable {
        /// Its name where there are several.
        package let name: String?
        /// What its buckets hold.
        package let explanation: Explanation
        /// The map that they belong to.
        package let map: LiquidationMap
        /// What it rests on.
        package let assumptions: Assumptions

        /// A venue by its fields.
        package init(
            name: String?, explanation: Explanation, map: LiquidationMap, assumptions: Assumptions
        ) {
            (self.name, self.explanation, self.map, self.assumptions) = (name, explanation, map, assumptions)
        }
    }

    /// A result by its parts.
    package init(title: PlainLine, venues: [Venue]) { (self.title, self.venues) = (title, venues) }

    /// The deposits as JSON, format `liq.explanation` version 2; the members are described in REPL.md.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.explanation")
            json.integer("version", 2)
            json.array("venues") { json in
                for venue in venues { json.object { $0.venue(venue) } }
            }
        }
        return json.string
    }

    /// The deposits as CSV, newest first: `venue,side,bar,time,leverage,lowest_entry,highest_entry,opened,left,live`.
    package var csv: String {
        var table = TableBytes()
        for venue in venues {
            table.add("# \(venue.assumptions.engine). \(Assumptions.disclaimer)\n")
            for pair in venue.assumptions.data + venue.assumptions.model {
                table.add("# \(pair.name): \(pair.value)\n")
            }
            let range = venue.explanation
            table.add("# prices: \(range.low) to \(range.high), price: \(venue.map.price.value)\n")
            for part in range.parts {
                table.add(
                    "# \(part.side.rawValue): opened \(part.opened), liquidated \(part.liquidated), "
                        + "closed \(part.closed), live \(part.live)\n")
            }
        }
        table.add(Self.columns + "\n")
        for venue in venues { Self.addRows(venue, .none, to: &table) }
        return table.text
    }

    /// The same without comment lines; `symbol,map_time,model` come first, as `time` is the deposit's.
    package var plainTable: PlainTable {
        var table = TableBytes()
        let labels = venues.map { RowLabels($0.assumptions, time: $0.map.time, column: "map_time") }
        table.add((labels.first?.header ?? "") + Self.columns + "\n")
        for (venue, labels) in zip(venues, labels) { Self.addRows(venue, labels, to: &table) }
        return PlainTable(table.bytes, of: "explanation") { json in
            json.array("venues") { json in
                for venue in venues { json.object { $0.venue(venue, hasDeposits: false) } }
            }
        }
    }

    private static let columns =
        "venue,side,bar,time,leverage,lowest_entry,highest_entry,opened,left,live"

    private static func addRows(_ venue: Venue, _ labels: RowLabels, to table: inout TableBytes) {
        for part in venue.explanation.parts {
            for deposit in part.deposits {
                table.add(
                    labels,
                    texts:
                        "\(venue.name ?? ""),\(part.side.rawValue),\(deposit.bar + 1),\(deposit.time.milliseconds),",
                    [
                        deposit.leverage, deposit.lowestEntry, deposit.highestEntry, deposit.opened,
                        deposit.left, deposit.live,
                    ])
            }
        }
    }

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

extension ExplanationResult: WritableResult {
    /// What a message calls it.
    package static let noun = "an explanation"

    /// In the order in which help lists them.
    package static let formats: [OutputFormat<ExplanationResult>] = [
        .picture { $0.text($1) },
        .text("json", ending: "json") { $0.json },
        .table({ Array($0.csv.utf8) }, plain: { $0.plainTable }),
    ]
}

extension JSONText {
    fileprivate mutating func venue(_ venue: ExplanationResult.Venue, hasDeposits: Bool = true) {
        if let name = venue.name { string("name", name) }
        assumptions(venue.assumptions)
        number("low", venue.explanation.low)
        number("high", venue.explanation.high)
        integer("time", venue.map.time.milliseconds)
        number("price", venue.map.price.value)
        array("sides") { json in
            for part in venue.explanation.parts {
                json.object { $0.part(part, of: venue.map, hasDeposits: hasDeposits) }
            }
        }
    }

    private mutating func part(_ part: Explanation.Part, of map: LiquidationMap, hasDeposits: Bool) {
        string("side", part.side.rawValue)
        number("opened", part.opened)
        number("liquidated", part.liquidated)
        number("closed", part.closed)
        number("live", part.live)
        number("share_of_side", map.total(part.side) > 0 ? part.live / map.total(part.side) : nil)
        string("last_liquidated", part.lastSwept.map { "\($0)" })
        guard hasDeposits else { return }
        array("deposits") { json in
            for deposit in part.deposits { json.object { $0.deposit(deposit) } }
        }
    }

    private mutating func deposit(_ deposit: Explanation.Deposit) {
        integer("bar", Int64(deposit.bar) + 1)
        integer("time", deposit.time.milliseconds)
        number("leverage", deposit.leverage)
        number("lowest_entry", deposit.lowestEntry)
        number("highest_entry", deposit.highestEntry)
        number("opened", deposit.opened)
        number("left", deposit.left)
        number("live", deposit.live)
    }
}
