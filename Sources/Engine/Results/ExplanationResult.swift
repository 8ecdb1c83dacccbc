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

    /// The deposits as JSON, format `liq.explanation` version 1; the members are described in REPL.md.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.explanation")
            json.integer("version", 1)
            json.array("venues") { json in
                for venue in venues { json.object { $0.venue(venue) } }
            }
        }
        return json.string
    }

    /// The deposits as CSV, newest first: `venue,side,bar,time,leverage,lowest_entry,highest_entry,opened,left,live`.
    package var csv: String {
        var text = ""
        for venue in venues {
            text += "# \(venue.assumptions.engine). \(Assumptions.disclaimer)\n"
            for pair in venue.assumptions.data + venue.assumptions.model {
                text += "# \(pair.name): \(pair.value)\n"
            }
            let range = venue.explanation
            text += "# prices: \(range.low) to \(range.high), price: \(venue.map.price.value)\n"
            for part in range.parts {
                text += "# \(part.side.rawValue): opened \(part.opened), liquidated \(part.liquidated), "
                text += "closed \(part.closed), live \(part.live)\n"
            }
        }
        text += "venue,side,bar,time,leverage,lowest_entry,highest_entry,opened,left,live\n"
        for venue in venues {
            for part in venue.explanation.parts {
                for deposit in part.deposits {
                    let numbers = [
                        deposit.leverage, deposit.lowestEntry, deposit.highestEntry, deposit.opened,
                        deposit.left, deposit.live,
                    ].map(\.description.droppingZeroFraction).joined(separator: ",")
                    text += "\(venue.name ?? ""),\(part.side.rawValue),\(deposit.bar + 1),"
                    text += "\(deposit.time.milliseconds),\(numbers)\n"
                }
            }
        }
        return text
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
        .text("csv", ending: "csv") { $0.csv },
    ]
}

extension JSONText {
    fileprivate mutating func venue(_ venue: ExplanationResult.Venue) {
        if let name = venue.name { string("name", name) }
        assumptions(venue.assumptions)
        number("low", venue.explanation.low)
        number("high", venue.explanation.high)
        integer("time", venue.map.time.milliseconds)
        number("price", venue.map.price.value)
        array("sides") { json in
            for part in venue.explanation.parts { json.object { $0.part(part, of: venue.map) } }
        }
    }

    private mutating func part(_ part: Explanation.Part, of map: LiquidationMap) {
        string("side", part.side.rawValue)
        number("opened", part.opened)
        number("liquidated", part.liquidated)
        number("closed", part.closed)
        number("live", part.live)
        number("share_of_side", map.total(part.side) > 0 ? part.live / map.total(part.side) : nil)
        string("last_liquidated", part.lastSwept.map { "\($0)" })
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
