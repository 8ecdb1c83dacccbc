import Charts
import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

/// What only scripts of a session can do with a map.
extension MapAPI {
    static let sessionPages: [FunctionPage] =
        [
            .method(
                .map, "explain", [.init("price", .price.called("price or range"))],
                or: [
                    .needed("at", .price.called("price or range"), "A price, or two as \"98000..99000\""),
                    .named("side", .side, or: "longs below the price, shorts above", "Whose positions"),
                ], gives: [.init(.object(.explanation))], in: [.scripts],
                "Where the mass at a price, or at \"98000..99000\", came from.",
                example: "e = m:explain(m.price * 0.95)"),
            .method(
                .map, "with", MapRequest.arguments, gives: [.init(.object(.map))], in: [.scripts],
                "A map of the same data: what is named changes, all else stays; false stands for the default.",
                example: "m:with{leverage = \"retail\"}"),
            .method(
                .map, "text",
                [
                    .named("columns", .integer, or: "the terminal's", "How wide, 60 to 400"),
                    .named("ascii", .flag, or: "false", "Draws with ASCII alone"),
                    .named("within", .fraction, or: "that of the map", "How far from the price to draw"),
                ], gives: [.init(.text)], in: [.scripts], "The chart.", example: "#m:text{columns = 80} > 0"),
            .method(.map, "plot", [], in: [.scripts], "Prints the chart.", example: "m:plot()"),
            .method(
                .map, "save",
                [
                    .init("path", .path),
                    .named(
                        "format", .choice(MapResult.formatNames), or: "by the ending",
                        "Of the file"),
                ], in: [.scripts], "Writes a file: .json, .csv, .txt or .liqpart; format = \"coinglass\".",
                example: "m:save(\"/tmp/liq-example.json\")"),
        ] + comparing

    /// How maps look to scripts of a session.
    static func type(_ session: Session) -> LuaObjectType {
        type(
            methods: writing(session), operators: operators(session),
            style: { [weak session] in session?.style ?? .plain(columns: 80) })
    }

    private typealias Method = LuaObjectType.Method

    private static func operators(_ session: Session) -> [LuaObjectType.Operator: Method] {
        [.subtract: { [unowned session] in try difference($0, session) }]
    }

    private static func writing(_ session: Session) -> [String: Method] {
        [
            "explain": { [unowned session] call in
                let object = try call.receiver(as: MapResult.self)
                let (prices, side) = try ExplanationAPI.question(call.argument(1))
                return [try session.value(object.explain(prices, side))]
            },
            "text": { [unowned session] call in
                let arguments = try NamedArguments(call.argument(1), of: "text", in: sessionPages)
                let style = TerminalStyle.plain(
                    columns: try arguments.whole("columns", in: 60...400) ?? session.style.columns,
                    unicode: !(try arguments.flag("ascii") ?? false))
                return [
                    .string(
                        try call.receiver(as: MapResult.self).text(
                            style, within: try arguments.fraction("within")))
                ]
            },
            "plot": { [unowned session] call in
                session.write(try call.receiver(as: MapResult.self).text(session.style))
                return []
            },
            "minus": { [unowned session] in try difference($0, session) },
            "diff": { try diff($0) },
            "with": { [unowned session] call in
                let map = try call.receiver(as: MapResult.self)
                guard let base = map.request else {
                    throw EngineError(.script, "map:with: a signal rule cannot have its map recomputed")
                }
                return [try session.value(map.remake(call.request("map:with", over: base)))]
            },
            "save": { call in
                let (object, path) = (try call.receiver(as: MapResult.self), try call.string(1, "path"))
                let arguments = try NamedArguments(call.argument(2), of: "save", in: sessionPages)
                try object.write(to: path, format: try arguments.text("format"))
                return []
            },
        ]
    }
}
