import Charts
import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

/// An explained price range in Lua.
enum ExplanationAPI {
    static let members: [LuaMember<ExplanationResult>] = [
        .field(
            .explanation, "live", .notional, search: ["open"], "What is still open at these prices.",
            example: "e.live + e.liquidated <= e.opened * 1.000001"
        ) { $0.sum(\.live) },
        .field(.explanation, "opened", .notional, "All that was ever opened there.") { $0.sum(\.opened) },
        .field(.explanation, "liquidated", .notional, "What of it was force-closed.") {
            $0.sum(\.liquidated)
        },
        .field(.explanation, "closed", .notional, "What of it was closed by its holders.") {
            $0.sum(\.closed)
        },
        .field(.explanation, "low", .price, "Lower edge of the buckets.", example: "e.low < e.high") {
            $0.first.map { .number($0.low) } ?? .nil
        },
        .field(.explanation, "high", .price, "Upper edge of the buckets.") {
            $0.first.map { .number($0.high) } ?? .nil
        },
        .method(
            .explanation, "deposits", [.named("limit", .integer, or: "1000", "How many")],
            gives: [.init(.list(of: .deposit))], search: ["positions", "entries"],
            "What bars put on rungs there, newest first.", example: "#e:deposits{limit = 5} <= 5"
        ) { object, call in
            let limit = try call.named(1).whole("limit", in: 0...1_000_000) ?? 1000
            return [try call.state.makeRecords(object.rows.prefix(limit), DepositRow.members)]
        },
        .method(
            .explanation, "text",
            [.columns, .ascii, .named("rows", .integer, or: "12", "How many rows of a table")],
            gives: [.init(.text)], "The tables.", example: "#e:text{columns = 80} > 0"
        ) { object, call in
            let arguments = try call.named(1)
            let style = try call.style(arguments)
            let rows = try arguments.whole("rows", in: 1...1000) ?? 12
            return [.string(object.text(style, rows: rows))]
        },
        .method(
            .explanation, "json", gives: [.init(.text)], search: ["export"], "Every deposit as JSON.",
            example: "#e:json() > 0"
        ) { object, _ in [.string(object.json)] },
        .method(
            .explanation, "csv", gives: [.init(.text)], search: ["export"], "Every deposit as CSV.",
            example: "#e:csv() > 0"
        ) { object, _ in [.string(object.csv)] },
        .method(
            .explanation, "save", [.init("path", .path)], search: ["write", "export"],
            "Writes a file: .json, .csv or .txt.", example: "e:save(\"/tmp/liq-example.csv\")"
        ) { object, call in
            try call.session.check(output: call.text(1))
            try object.write(to: try call.text(1))
            return []
        },
    ]

    static func type() -> LuaObjectType {
        LuaObjectType(.explanation, members) { object, state in
            object.text(state.style)
        }
    }

    /// What `map:explain` is asked: a price, a text of two, or both by name.
    static func question(_ call: MemberCall) throws -> (ClosedRange<Double>, Side?) {
        guard call.argument(1).table != nil else { return (try prices(call.argument(1)), nil) }
        let arguments = try call.named(1)
        let side = try arguments.text("side").map { name in
            guard let side = Side(rawValue: name) else {
                throw EngineError(
                    .script, "explain: side must be \"long\" or \"short\", was '\(name)'",
                    subject: .value(name, of: "side"))
            }
            return side
        }
        return (try prices(arguments["at"] ?? .nil), side)
    }

    private static func prices(_ value: LuaValue) throws -> ClosedRange<Double> {
        if let text = value.text { return try PriceRange.parse(text, option: "explain") }
        guard let price = value.double, price > 0, price.isFinite else {
            throw EngineError(
                .script, "explain takes a price above zero, was \(value.described)",
                hint: "such as m:explain(98000) or m:explain \"98000..99000\"")
        }
        return price...price
    }
}

extension ExplanationResult {
    /// The range of the first venue.
    fileprivate var first: Explanation? { venues.first?.explanation }

    /// An amount of both sides and all venues.
    fileprivate func sum(_ amount: (Explanation.Part) -> Double) -> LuaValue {
        .number(venues.flatMap(\.explanation.parts).reduce(0) { $0 + amount($1) })
    }
}

/// What one bar put on one rung, as the table that scripts get.
struct DepositRow {
    /// The venue, in maps of several.
    let venue: String?
    let side: Side
    let deposit: Explanation.Deposit

    static let members: [LuaMember<DepositRow>] = [
        .field(.deposit, "venue", .text, orNil: true, "Of maps of several venues; else nil.") {
            $0.venue.map(LuaValue.string) ?? .nil
        },
        .field(.deposit, "side", .side, "Whose positions.", example: "e:deposits{limit = 1}[1].bar >= 1") {
            .string($0.side.rawValue)
        },
        .field(.deposit, "bar", .integer, "The bar that opened it, from 1.") {
            .integer(Int64($0.deposit.bar) + 1)
        },
        .field(.deposit, "time", .time, "Open of that bar.") { .integer($0.deposit.time.milliseconds) },
        .field(.deposit, "leverage", .number, "The rung.") { .number($0.deposit.leverage) },
        .field(.deposit, "lowest_entry", .price, "Lowest entry price.") { .number($0.deposit.lowestEntry) },
        .field(.deposit, "highest_entry", .price, "Highest entry price.") {
            .number($0.deposit.highestEntry)
        },
        .field(.deposit, "opened", .notional, "What was opened.") { .number($0.deposit.opened) },
        .field(.deposit, "left", .share, "The fraction of it that closing has left.") {
            .number($0.deposit.left)
        },
        .field(.deposit, "live", .notional, "What of it is still open.") { .number($0.deposit.live) },
    ]
}

extension ExplanationResult {
    /// Every deposit, venue by venue.
    fileprivate var rows: [DepositRow] {
        venues.flatMap { venue in
            venue.explanation.parts.flatMap { part in
                part.deposits.map { DepositRow(venue: venue.name, side: part.side, deposit: $0) }
            }
        }
    }
}
