import Charts
import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

/// The difference of two maps in Lua.
enum DeltaAPI {
    static let pages: [FunctionPage] = [
        .field(.delta, "price", .price, "That of the map after.", example: "(m - m).price == m.price"),
        .field(.delta, "long", .notional, "Change of all longs.", example: "(m - m).long == 0"),
        .field(.delta, "short", .notional, "Change of all shorts.", example: "(m - m).short == 0"),
        .field(
            .delta, "edges", .object(.vector),
            "Edges of the buckets: those of both maps, where they differ.",
            example: "#(m - m).edges == #m.edges"),
        .method(
            .delta, "density", [.init("side", .side)], gives: [.init(.object(.vector))],
            "Change per bucket of a side.", example: "(m - m):density(\"long\"):max() == 0"),
        .method(
            .delta, "at", [.init("price", .price)],
            gives: [.init("long", .notional), .init("short", .notional)],
            "Change of both sides in the bucket of a price; nil off the grid.",
            example: "(m - m):at(m.price) == 0"
        ),
        .method(
            .delta, "sum",
            [
                .init("side", .side),
                .named("within", .fraction, or: "the whole grid", "How far from the price to look"),
            ], gives: [.init(.notional)],
            "Change of a side within a distance, each map from its own price.",
            example: "(m - m):sum(\"short\", {within = \"5%\"}) == 0"),
        .method(
            .delta, "text",
            [
                .named("columns", .integer, or: "the terminal's", "How wide, 60 to 400"),
                .named("ascii", .flag, or: "false", "Draws with ASCII alone"),
                .named("within", .fraction, or: "that of the map", "How far from the price to draw"),
            ], gives: [.init(.text)], "The chart.", example: "#(m - m):text{columns = 80} > 0"),
        .method(
            .delta, "plot", [], "Prints the chart.", example: "(m - m:with{leverage = \"retail\"}):plot()"),
        .method(
            .delta, "json", gives: [.init(.text)], "The difference as JSON.", example: "#(m - m):json() > 0"),
        .method(
            .delta, "csv", gives: [.init(.text)], "The difference as CSV.", example: "#(m - m):csv() > 0"),
        .method(
            .delta, "save", [.init("path", .path)], "Writes a file: .json, .csv or .txt.",
            example: "(m - m):save(\"/tmp/liq-example.csv\")"),
    ]

    static func type(_ session: Session) -> LuaObjectType {
        LuaObjectType(
            name: "delta", methods: methods(session),
            operators: [
                .negate: { [unowned session] call in
                    [try session.value(call.receiver(as: DeltaResult.self).reversed)]
                }
            ],
            fieldNames: FunctionPage.fields(in: pages),
            fields: { object, name in
                guard let delta = (object as? DeltaResult)?.delta else { return nil }
                switch name {
                case "price": return .number(delta.after.price.value)
                case "long": return .number(delta.total(.long))
                case "short": return .number(delta.total(.short))
                case "edges": return .vector(LuaVector(delta.grid.edges))
                default: return nil
                }
            },
            tostring: { [weak session] object in
                (object as? DeltaResult)?.text(session?.style ?? .plain(columns: 80)) ?? "delta"
            })
    }

    private static func methods(_ session: Session) -> [String: LuaObjectType.Method] {
        [
            "density": { call in
                let delta = try call.receiver(as: DeltaResult.self).delta
                return [.vector(LuaVector(delta.change[try call.side(1)]))]
            },
            "at": { call in
                let delta = try call.receiver(as: DeltaResult.self).delta
                let price = try Price(call.number(1, "price"))
                return [Side.long, .short].map { delta.change($0, at: price).map(LuaValue.number) ?? .nil }
            },
            "sum": { call in
                let delta = try call.receiver(as: DeltaResult.self).delta
                let side = try call.side(1)
                let arguments = try NamedArguments(call.argument(2), of: "sum", in: pages)
                guard let within = try arguments.fraction("within") else {
                    return [.number(delta.total(side))]
                }
                return [.number(delta.sum(side, within: try Rate(within)))]
            },
            "text": { [unowned session] call in
                let arguments = try NamedArguments(call.argument(1), of: "text", in: pages)
                let style = TerminalStyle.plain(
                    columns: try arguments.whole("columns", in: 60...400) ?? session.style.columns,
                    unicode: !(try arguments.flag("ascii") ?? false))
                let delta = try call.receiver(as: DeltaResult.self)
                return [.string(delta.text(style, within: try arguments.fraction("within")))]
            },
            "plot": { [unowned session] call in
                session.write(try call.receiver(as: DeltaResult.self).text(session.style))
                return []
            },
            "json": { [.string(try $0.receiver(as: DeltaResult.self).json)] },
            "csv": { [.string(try $0.receiver(as: DeltaResult.self).csv)] },
            "save": { call in
                try call.receiver(as: DeltaResult.self).write(to: try call.string(1, "path"))
                return []
            },
        ]
    }
}
