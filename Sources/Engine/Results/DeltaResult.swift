package import Charts
package import LiquidationCore
import MarketData
import PlainText

/// The difference of two maps, `after - before`, with everything that an output says about it.
package final class DeltaResult {
    /// The difference.
    package let delta: MapDelta
    /// The map that is taken away.
    package let before: MapResult
    /// The map that it is taken from.
    package let after: MapResult

    /// The difference of two maps.
    ///
    /// - Throws: ``EngineError`` for maps of different coins, `CoreError` `.invalidGrid` where their price axes are too fine
    ///   to be compared.
    package init(from before: MapResult, to after: MapResult) throws {
        let coins = (before.assumptions.coins, after.assumptions.coins)
        if !coins.0.isEmpty, !coins.1.isEmpty, coins.0.isDisjoint(with: coins.1) {
            let names = [coins.0, coins.1].map { $0.sorted().joined(separator: ", ") }
            throw EngineError(
                .script,
                "a map of \(names[0]) cannot be taken from one of \(names[1]): their prices have nothing in common",
                hint: "compare figures of each, such as m:asymmetry{} or m:sum(side, {within = \"5%\"})")
        }
        delta = try MapDelta(from: before.map, to: after.map)
        (self.before, self.after) = (before, after)
    }

    private init(_ delta: MapDelta, _ before: MapResult, _ after: MapResult) {
        (self.delta, self.before, self.after) = (delta, before, after)
    }

    /// The same seen from the other map.
    package var reversed: DeltaResult { DeltaResult(delta.reversed, after, before) }

    /// What the maps do not rest on alike.
    package var differences: [Assumptions.Difference] {
        after.assumptions.differences(from: before.assumptions)
    }

    /// The chart with what differs.
    package func text(_ style: TerminalStyle, within: Double? = nil) -> String {
        let title =
            before.title == after.title
            ? "\(after.title), less the same with other options" : "\(after.title), less \(before.title)"
        return DeltaChart(
            delta, title: title, within: within ?? after.within, differences: differences
        ).text(style) + "\n"
    }

    /// The difference as JSON, format `liq.delta` version 2; the members are described in REPL.md.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("format", "liq.delta")
            json.integer("version", 2)
            json.string("engine", after.assumptions.engine)
            json.string("about", Assumptions.disclaimer)
            json.object("units") { json in
                json.string("price", "quote per base")
                json.string("notional", "quote, estimated, after less before")
            }
            json.ends(of: self)
            json.flag("one_grid", delta.isOnOneGrid)
            json.object("buckets") { json in
                json.numbers("edges", delta.grid.edges)
                json.numbers("long", delta.change.long)
                json.numbers("short", delta.change.short)
            }
        }
        return json.string
    }

    /// The buckets as CSV, one row each: `low,high,long,short`, after less before.
    ///
    /// What differs stands in lines that start with `#`, before the header.
    package var csv: String {
        var table = TableBytes()
        table.add(after.assumptions.csvHead)
        table.add("# price: \(delta.before.price.value) before, \(delta.after.price.value) after\n")
        for difference in differences {
            table.add("# \(difference.name): \(difference.before) before, \(difference.after) after\n")
        }
        addRows(.none, to: &table)
        return table.text
    }

    /// The same without comment lines; `symbol,time,model` of the map after come first.
    package var plainTable: PlainTable {
        var table = TableBytes()
        addRows(RowLabels(after.assumptions, time: delta.after.time), to: &table)
        return PlainTable(table.bytes, of: "delta") { json in
            json.assumptions(after.assumptions)
            json.ends(of: self)
        }
    }

    private func addRows(_ labels: RowLabels, to table: inout TableBytes) {
        table.add("\(labels.header)low,high,long,short\n")
        let edges = delta.grid.edges
        for bucket in 0..<delta.grid.count {
            table.add(
                labels,
                [edges[bucket], edges[bucket + 1], delta.change.long[bucket], delta.change.short[bucket]])
        }
    }
}

extension DeltaResult: WritableResult {
    /// What a message calls it.
    package static let noun = "a difference"

    /// In the order in which help lists them.
    package static let formats: [OutputFormat<DeltaResult>] = [
        .picture { $0.text($1) },
        .text("json", ending: "json") { $0.json },
        .table({ Array($0.csv.utf8) }, plain: { $0.plainTable }),
    ]
}

extension JSONText {
    /// Adds both maps' totals, what changed, and what the maps do not rest on alike.
    fileprivate mutating func ends(of result: DeltaResult) {
        let delta = result.delta
        for (name, map) in [("before", delta.before), ("after", delta.after)] {
            object(name) { json in
                json.integer("time", map.time.milliseconds)
                json.number("price", map.price.value)
                json.number("long", map.total(.long))
                json.number("short", map.total(.short))
            }
        }
        object("change") { json in
            json.number("long", delta.total(.long))
            json.number("short", delta.total(.short))
        }
        array("differences") { json in
            for difference in result.differences {
                json.object { json in
                    json.string("name", difference.name)
                    json.string("before", difference.before)
                    json.string("after", difference.after)
                }
            }
        }
    }
}

extension Assumptions {
    /// The coins whose maps it is about, by the symbols that are named; none where none is.
    fileprivate var coins: Set<String> {
        let names = data.first { $0.name == "symbol" }?.value.text ?? ""
        return Set(
            names.split(separator: ", ").map(String.init).filter { $0 != "unknown" }.map {
                SymbolName($0)?.base ?? $0
            })
    }
}
