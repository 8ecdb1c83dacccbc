import Charts
import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

/// An explained price range in Lua.
enum ExplanationAPI {
    static let pages: [FunctionPage] = [
        .field(
            .explanation, "live", .notional, "What is still open at these prices.",
            example: "e.live + e.liquidated <= e.opened * 1.000001"),
        .field(.explanation, "opened", .notional, "All that was ever opened there."),
        .field(.explanation, "liquidated", .notional, "What of it was force-closed."),
        .field(.explanation, "closed", .notional, "What of it was closed by its holders."),
        .field(.explanation, "low", .price, "Lower edge of the buckets.", example: "e.low < e.high"),
        .field(.explanation, "high", .price, "Upper edge of the buckets."),
        .method(
            .explanation, "deposits", [.named("limit", .integer, or: "1000", "How many")],
            gives: [.init(.list(of: .deposit))], "What bars put on rungs there, newest first.",
            example: "#e:deposits{limit = 5} <= 5"),
        .method(
            .explanation, "text",
            [
                .named("columns", .integer, or: "the terminal's", "How wide, 60 to 400"),
                .named("ascii", .flag, or: "false", "Draws with ASCII alone"),
                .named("rows", .integer, or: "12", "How many rows of a table"),
            ], gives: [.init(.text)], "The tables.", example: "#e:text{columns = 80} > 0"),
        .method(
            .explanation, "json", gives: [.init(.text)], "Every deposit as JSON.", example: "#e:json() > 0"),
        .method(.explanation, "csv", gives: [.init(.text)], "Every deposit as CSV.", example: "#e:csv() > 0"),
        .method(
            .explanation, "save", [.init("path", .path)], "Writes a file: .json, .csv or .txt.",
            example: "e:save(\"/tmp/liq-example.csv\")"),
    ]

    /// What `map:explain` is asked: a price, a text of two, or both by name.
    static func question(_ value: LuaValue) throws -> (ClosedRange<Double>, Side?) {
        guard value.table != nil else { return (try prices(value), nil) }
        let arguments = try NamedArguments(value, of: "explain", in: MapAPI.sessionPages)
        let side = try arguments.text("side").map { name in
            guard let side = Side(rawValue: name) else {
                throw EngineError(.script, "explain: side must be \"long\" or \"short\", was '\(name)'")
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

    static func type(_ session: Session) -> LuaObjectType {
        LuaObjectType(
            name: "explanation",
            methods: [
                "deposits": { call in
                    let document = try call.receiver(as: ExplanationResult.self)
                    let arguments = try NamedArguments(call.argument(1), of: "deposits", in: pages)
                    let limit = try arguments.whole("limit", in: 0...1_000_000) ?? 1000
                    let rows = try document.rows.prefix(limit).map {
                        LuaValue.table(try call.state.makeTable(array: [], fields: $0))
                    }
                    return [.table(try call.state.makeTable(array: rows, fields: []))]
                },
                "text": { [unowned session] call in
                    let arguments = try NamedArguments(call.argument(1), of: "text", in: pages)
                    let style = TerminalStyle.plain(
                        columns: try arguments.whole("columns", in: 60...400) ?? session.style.columns,
                        unicode: !(try arguments.flag("ascii") ?? false))
                    let document = try call.receiver(as: ExplanationResult.self)
                    return [
                        .string(document.text(style, rows: try arguments.whole("rows", in: 1...1000) ?? 12))
                    ]
                },
                "json": { [.string(try $0.receiver(as: ExplanationResult.self).json)] },
                "csv": { [.string(try $0.receiver(as: ExplanationResult.self).csv)] },
                "save": { call in
                    try call.receiver(as: ExplanationResult.self).write(to: try call.string(1, "path"))
                    return []
                },
            ],
            fieldNames: FunctionPage.fields(in: pages),
            fields: { object, name in
                guard let document = object as? ExplanationResult else { return nil }
                let parts = document.venues.flatMap(\.explanation.parts)
                func sum(_ amount: (Explanation.Part) -> Double) -> LuaValue {
                    .number(parts.reduce(0) { $0 + amount($1) })
                }
                switch name {
                case "live": return sum(\.live)
                case "opened": return sum(\.opened)
                case "liquidated": return sum(\.liquidated)
                case "closed": return sum(\.closed)
                case "low": return (document.venues.first?.explanation.low).map(LuaValue.number)
                case "high": return (document.venues.first?.explanation.high).map(LuaValue.number)
                default: return nil
                }
            },
            tostring: { [weak session] object in
                (object as? ExplanationResult)?.text(session?.style ?? .plain(columns: 80))
                    ?? "explanation"
            })
    }
}

extension ExplanationResult {
    /// Every deposit as fields of a table.
    fileprivate var rows: [[(String, LuaValue)]] {
        venues.flatMap { venue in
            venue.explanation.parts.flatMap { part in
                part.deposits.map { deposit in
                    [
                        ("venue", venue.name.map(LuaValue.string) ?? .nil),
                        ("side", .string(part.side.rawValue)), ("bar", .integer(Int64(deposit.bar) + 1)),
                        ("time", .integer(deposit.time.milliseconds)),
                        ("leverage", .number(deposit.leverage)),
                        ("lowest_entry", .number(deposit.lowestEntry)),
                        ("highest_entry", .number(deposit.highestEntry)),
                        ("opened", .number(deposit.opened)), ("left", .number(deposit.left)),
                        ("live", .number(deposit.live)),
                    ]
                }
            }
        }
    }
}
