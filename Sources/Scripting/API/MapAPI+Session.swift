import Charts
import Engine
import LiquidationCore
import LuaRuntime
import Plugins

/// What only scripts of a session can do with a map.
extension MapAPI {
    static let sessionMembers = own + comparing

    private static let own: [LuaMember<MapResult>] =
        [
            .method(
                .map, "explain", [.init("price", .price.called("price or range"))],
                or: [
                    .needed("at", .price.called("price or range"), "A price, or two as \"98000..99000\""),
                    .named("side", .side, or: "longs below the price, shorts above", "Whose positions"),
                ], gives: [.init(.object(.explanation))], in: [.scripts], search: ["why", "origin"],
                "Where the mass at a price, or at \"98000..99000\", came from.",
                example: "e = m:explain(m.price * 0.95)"
            ) { result, call in
                let (prices, side) = try ExplanationAPI.question(call)
                return [try call.session.value(result.explain(prices, side))]
            },
            .method(
                .map, "with", MapRequest.arguments, gives: [.init(.object(.map))], in: [.scripts],
                search: ["change", "variant", "scenario"],
                "A map of the same data: what is named changes, all else stays; false stands for the default.",
                example: "m:with{leverage = \"retail\"}"
            ) { result, call in
                guard let base = result.request else {
                    throw EngineError(.script, "map:with: a signal rule cannot have its map recomputed")
                }
                return [try call.session.value(result.remake(call.request("map:with", over: base)))]
            },
            .method(
                .map, "text", [.columns, .ascii, .drawnWithin], gives: [.init(.text)], in: [.scripts],
                search: ["draw"], "The chart.", example: "#m:text{columns = 80} > 0"
            ) { result, call in
                let arguments = try call.named(1)
                let style = try call.style(arguments)
                return [.string(result.text(style, within: try arguments.fraction("within")))]
            },
            .method(
                .map, "plot", in: [.scripts], search: ["draw", "chart", "print"], "Prints the chart.",
                example: "m:plot()"
            ) { result, call in
                try call.session.write(result.text(try call.session.style))
                return []
            },
            .method(
                .map, "save",
                [
                    .init("path", .path),
                    .named(
                        "format", .choice(MapResult.formatNames), or: "by the ending",
                        "Of the file"),
                ], in: [.scripts], search: ["write", "export"],
                "Writes a file: .json, .csv, .txt or .liqpart; format = \"coinglass\".",
                example: "m:save(\"/tmp/liq-example.json\")"
            ) { result, call in
                try call.session.check(output: call.text(1))
                try result.write(to: try call.text(1), format: try call.named(2).text("format"))
                return []
            },
        ]

    private static let comparing: [LuaMember<MapResult>] = [
        .method(
            .map, "minus", [.init("other", .object(.map))], gives: [.init(.object(.delta))], in: [.scripts],
            search: ["difference", "compare", "subtract"],
            "What it has more than another map, price by price; m - other is the same.",
            example: "(m:minus(m)).long == 0"
        ) { result, call in try difference(result, call.lua) },
        .method(
            .map, "diff",
            [
                .init("before", .object(.map)),
                .named("within", .fraction, or: "that of the map", "How far from the price to look"),
                .named("limit", .integer, or: "5", "How many of each side"),
                .named("tolerance", .fraction, or: "1 %", "How far apart peaks of one cluster may lie"),
            ], gives: [.init(.list(of: .move))], in: [.scripts], search: ["difference", "compare", "moved"],
            "What became of the clusters of an earlier map, the largest change first; clusters are matched by the nearest peak.",
            example: "#m:with{leverage = \"retail\"}:diff(m, {within = \"10%\"}) > 0"
        ) { result, call in
            let arguments = try call.named(2)
            let before: MapResult = try call.object(1)
            let moves = try result.moves(
                since: before, within: try arguments.fraction("within"),
                limit: try arguments.whole("limit", in: 0...1000) ?? 5,
                tolerance: try arguments.fraction("tolerance").map(Rate.init) ?? ClusterMove.tolerance)
            return [try call.state.makeRecords(moves, ClusterMove.members)]
        },
    ]

    /// How maps look to scripts of a session.
    static func sessionType() -> LuaObjectType {
        LuaObjectType(
            .map, members + sessionMembers,
            operators: [.subtract: { try difference($0.receiver(as: MapResult.self), $0) }]
        ) { result, state in result.text(state.style) }
    }

    /// `a - b` and `a:minus(b)`.
    private static func difference(_ after: MapResult, _ call: LuaCall) throws -> [LuaValue] {
        guard let before = call.argument(1).object(as: MapResult.self) else {
            throw EngineError(
                .script, "a map can only be taken from a map, not \(call.argument(1).described)",
                hint: "such as m - m:with{leverage = \"retail\"}")
        }
        return [try call.state.session.value(DeltaResult(from: before, to: after))]
    }
}

extension ClusterMove {
    /// What became of a cluster as the table that scripts get.
    static let members: [LuaMember<ClusterMove>] = [
        .field(
            .move, "side", .side, "Whose positions.",
            example: "m:with{leverage = \"retail\"}:diff(m)[1].side ~= nil"
        ) {
            .string($0.side.rawValue)
        },
        .field(
            .move, "price_before", .price, orNil: true, "Its peak in the map before; nil for a new one."
        ) { number($0.before?.peak) },
        .field(
            .move, "price_after", .price, orNil: true,
            "Its peak in the map after; nil for one that is gone."
        ) { number($0.after?.peak) },
        .field(.move, "notional_before", .notional, orNil: true, "What it held; nil for a new one.") {
            number($0.before?.notional)
        },
        .field(
            .move, "notional_after", .notional, orNil: true, "What it holds; nil for one that is gone."
        ) { number($0.after?.notional) },
        .field(.move, "change", .notional, "After less before.") { .number($0.change) },
    ]

    private static func number(_ value: Double?) -> LuaValue { value.map(LuaValue.number) ?? .nil }
}
