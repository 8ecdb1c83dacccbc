import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

/// What maps can do with one another.
extension MapAPI {
    static let comparing: [FunctionPage] = [
        .method(
            .map, "minus", [.init("other", .object(.map))], gives: [.init(.object(.delta))], in: [.scripts],
            "What it has more than another map, price by price; m - other is the same.",
            example: "(m:minus(m)).long == 0"),
        .method(
            .map, "diff",
            [
                .init("before", .object(.map)),
                .named("within", .fraction, or: "that of the map", "How far from the price to look"),
                .named("limit", .integer, or: "5", "How many of each side"),
                .named("tolerance", .fraction, or: "1 %", "How far apart peaks of one cluster may lie"),
            ], gives: [.init(.list(of: .move))], in: [.scripts],
            "What became of the clusters of an earlier map, the largest change first; clusters are matched by the nearest peak.",
            example: "#m:diff(m, {within = \"10%\"}) > 0"),
    ]

    static let moves: [FunctionPage] = [
        .field(.move, "side", .side, "Whose positions.", example: "m:diff(m)[1].change == 0"),
        .field(.move, "price_before", .price, "Its peak in the map before; nil for a new one."),
        .field(.move, "price_after", .price, "Its peak in the map after; nil for one that is gone."),
        .field(.move, "notional_before", .notional, "What it held; nil for a new one."),
        .field(.move, "notional_after", .notional, "What it holds; nil for one that is gone."),
        .field(.move, "change", .notional, "After less before."),
    ]

    /// `a - b` and `a:minus(b)`.
    static func difference(_ call: LuaCall, _ session: Session) throws -> [LuaValue] {
        let after = try call.receiver(as: MapResult.self)
        guard let before = call.argument(1).object(as: MapResult.self) else {
            throw EngineError(
                .script, "a map can only be taken from a map, not \(call.argument(1).described)",
                hint: "such as m - m:with{leverage = \"retail\"}")
        }
        return [try session.value(DeltaResult(from: before, to: after))]
    }

    /// `a:diff(b, {…})`.
    static func diff(_ call: LuaCall) throws -> [LuaValue] {
        let after = try call.receiver(as: MapResult.self)
        let arguments = try NamedArguments(call.argument(2), of: "diff", in: comparing)
        let before: MapResult = try call.object(1, "before", "map")
        let moves = try after.moves(
            since: before, within: try arguments.fraction("within"),
            limit: try arguments.whole("limit", in: 0...1000) ?? 5,
            tolerance: try arguments.fraction("tolerance").map(Rate.init) ?? ClusterMove.tolerance)
        let rows = try moves.map { LuaValue.table(try call.state.makeTable(array: [], fields: $0.fields)) }
        return [.table(try call.state.makeTable(array: rows, fields: []))]
    }
}

extension ClusterMove {
    /// The fields that scripts see.
    var fields: [(String, LuaValue)] {
        func number(_ value: Double?) -> LuaValue { value.map(LuaValue.number) ?? .nil }
        return [
            ("side", .string(side.rawValue)), ("price_before", number(before?.peak)),
            ("price_after", number(after?.peak)), ("notional_before", number(before?.notional)),
            ("notional_after", number(after?.notional)), ("change", .number(change)),
        ]
    }
}
