import Charts
import Engine
import LiquidationCore
import LuaRuntime
import Plugins

/// The difference of two maps in Lua.
enum DeltaAPI {
    static let members: [LuaMember<DeltaResult>] = [
        .field(.delta, "price", .price, "That of the map after.", example: "(m - m).price == m.price") {
            .number($0.delta.after.price.value)
        },
        .field(.delta, "long", .notional, "Change of all longs.", example: "(m - m).long == 0") {
            .number($0.delta.total(.long))
        },
        .field(.delta, "short", .notional, "Change of all shorts.", example: "(m - m).short == 0") {
            .number($0.delta.total(.short))
        },
        .field(
            .delta, "edges", .object(.vector),
            "Edges of the buckets: those of both maps, where they differ.",
            example: "#(m - m).edges == #m.edges"
        ) { .vector(LuaVector($0.delta.grid.edges)) },
        .method(
            .delta, "density", [.init("side", .side)], gives: [.init(.object(.vector))],
            "Change per bucket of a side.", example: "(m - m):density(\"long\"):max() == 0"
        ) { result, call in [.vector(LuaVector(result.delta.change[try call.side(1)]))] },
        .method(
            .delta, "at", [.init("price", .price)],
            gives: [.init("long", .notional), .init("short", .notional)], orNil: true,
            "Change of both sides in the bucket of a price; nil off the grid.",
            example: "(m - m):at(m.price) == 0"
        ) { result, call in
            let price = try Price(call.number(1))
            return Side.allCases.map { result.delta.change($0, at: price).map(LuaValue.number) ?? .nil }
        },
        .method(
            .delta, "sum",
            [
                .init("side", .side),
                .named("within", .fraction, or: "the whole grid", "How far from the price to look"),
            ], gives: [.init(.notional)],
            "Change of a side within a distance, each map from its own price.",
            example: "(m - m):sum(\"short\", {within = \"5%\"}) == 0"
        ) { result, call in
            let side = try call.side(1)
            guard let within = try call.named(2).fraction("within") else {
                return [.number(result.delta.total(side))]
            }
            return [.number(result.delta.sum(side, within: try Rate(within)))]
        },
        .method(
            .delta, "text", [.columns, .ascii, .drawnWithin], gives: [.init(.text)], search: ["draw"],
            "The chart.", example: "#(m - m):text{columns = 80} > 0"
        ) { result, call in
            let arguments = try call.named(1)
            let style = try call.style(arguments)
            return [.string(result.text(style, within: try arguments.fraction("within")))]
        },
        .method(
            .delta, "plot", search: ["draw", "chart", "print"], "Prints the chart.",
            example: "(m - m:with{leverage = \"retail\"}):plot()"
        ) { result, call in
            try call.session.write(result.text(try call.session.style))
            return []
        },
        .method(
            .delta, "json", gives: [.init(.text)], search: ["export"], "The difference as JSON.",
            example: "#(m - m):json() > 0"
        ) { result, _ in [.string(result.json)] },
        .method(
            .delta, "csv", gives: [.init(.text)], search: ["export"], "The difference as CSV.",
            example: "#(m - m):csv() > 0"
        ) { result, _ in [.string(result.csv)] },
        .method(
            .delta, "save", [.init("path", .path)], search: ["write", "export"],
            "Writes a file: .json, .csv or .txt.", example: "(m - m):save(\"/tmp/liq-example.csv\")"
        ) { result, call in
            try call.session.check(output: call.text(1))
            try result.write(to: try call.text(1))
            return []
        },
    ]

    static func type() -> LuaObjectType {
        LuaObjectType(
            .delta, members,
            operators: [
                .negate: { call in
                    [try call.state.session.value(call.receiver(as: DeltaResult.self).reversed)]
                }
            ]
        ) { result, state in result.text(state.style) }
    }
}
