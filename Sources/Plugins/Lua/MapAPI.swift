package import Charts
import Engine
package import LiquidationCore
package import LuaRuntime
import MarketData

/// A liquidation map in Lua, for scripts and for signal plugins.
package enum MapAPI {
    package static let pages: [FunctionPage] =
        [
            .method(
                .map, "clusters",
                [
                    .named("within", .fraction, or: "that of the map", "How far from the price to look"),
                    .named("limit", .integer, or: "5", "How many of each side"),
                ], gives: [.init(.list(of: .cluster))], "The clusters, largest first.",
                example: "m:clusters{within = \"10%\"}"),
            .method(
                .map, "at", [.init("price", .price)],
                gives: [.init("long", .notional), .init("short", .notional)],
                "Notional of both sides in the bucket of a price; nil off the grid.", example: "m:at(m.price)"
            ),
            .method(
                .map, "sum",
                [
                    .init("side", .side),
                    .named("within", .fraction, or: "the whole grid", "How far from the price to look"),
                ], gives: [.init(.notional)], "Notional of a side within a distance of the price.",
                example: "m:sum(\"long\", {within = \"5%\"})"),
            .method(
                .map, "asymmetry",
                [.named("within", .fraction, or: "that of the map", "How far from the price to look")],
                gives: [.init(.number)],
                "Shorts above against longs below: 1 when all fuel is above, -1 when all is below; nil without fuel.",
                example: "m:asymmetry{within = \"5%\"}"),
            .method(
                .map, "density", [.init("side", .side)], gives: [.init(.object(.vector))],
                "Notional per bucket of a side.", example: "#m:density \"long\""),
            .method(
                .map, "cumulative", gives: [.init(.object(.vector))],
                "What would be force-closed if the price went to each bucket: grows outwards.",
                example: "m:cumulative():max() > 0"),
            .method(
                .map, "signals", gives: [.init(.list(of: .signal))],
                "What the signal rules of the request said.",
                example: "#m:signals()"),
            .method(.map, "json", gives: [.init(.text)], "The map as JSON.", example: "#m:json() > 0"),
            .method(.map, "csv", gives: [.init(.text)], "The map as CSV.", example: "#m:csv() > 0"),
            .method(
                .map, "coinglass", gives: [.init(.text)], "The map as CoinGlass's JSON.",
                example: "#m:coinglass() > 0"),
            .field(.map, "price", .price, "Last close.", example: "m.price > 0"),
            .field(.map, "time", .time, "Open of the last bar."),
            .field(.map, "long", .notional, "All longs.", example: "m.long > 0"),
            .field(.map, "short", .notional, "All shorts.", example: "m.short > 0"),
            .field(.map, "edges", .object(.vector), "Edges of the buckets.", example: "#m.edges > 1"),
        ]

    /// How maps look to plugins; scripts of a session see more.
    ///
    /// - Parameters:
    ///   - methods: what they can do beside what plugins can.
    ///   - operators: what operators mean.
    ///   - style: how a map is drawn where it is shown.
    /// - Returns: the type of Lua values that are maps.
    package static func type(
        methods: [String: LuaObjectType.Method] = [:],
        operators: [LuaObjectType.Operator: LuaObjectType.Method] = [:],
        style: @escaping () -> TerminalStyle = { .plain(columns: 80) }
    ) -> LuaObjectType {
        LuaObjectType(
            name: "map", methods: reading.merging(methods) { $1 }, operators: operators,
            fieldNames: FunctionPage.fields(in: pages),
            fields: { object, name in
                guard let map = (object as? MapResult)?.map else { return nil }
                switch name {
                case "price": return .number(map.price.value)
                case "time": return .integer(map.time.milliseconds)
                case "long": return .number(map.total(.long))
                case "short": return .number(map.total(.short))
                case "edges": return .vector(LuaVector(map.grid.edges))
                default: return nil
                }
            },
            tostring: { object in (object as? MapResult)?.text(style()) ?? "map" })
    }

    private static var reading: [String: LuaObjectType.Method] {
        [
            "clusters": { call in
                let document = try call.receiver(as: MapResult.self)
                let arguments = try NamedArguments(call.argument(1), of: "clusters", in: pages)
                let within = try arguments.fraction("within") ?? document.within
                let limit = try arguments.whole("limit", in: 0...1000) ?? 5
                let clusters = document.map.clusters(within: try Rate(within), limit: limit)
                let rows = try clusters.map {
                    LuaValue.table(try call.state.makeTable(array: [], fields: $0.fields))
                }
                return [.table(try call.state.makeTable(array: rows, fields: []))]
            },
            "at": { call in
                let map = try call.receiver(as: MapResult.self).map
                guard let number = call.argument(1).double else {
                    throw EngineError(
                        .script, "at: price must be a number, was \(call.argument(1).described)")
                }
                let price = try Price(number)
                return Side.allCases.map { map.notional($0, at: price).map(LuaValue.number) ?? .nil }
            },
            "sum": { call in
                let map = try call.receiver(as: MapResult.self).map
                let side = try call.side(1)
                let arguments = try NamedArguments(call.argument(2), of: "sum", in: pages)
                guard let within = try arguments.fraction("within") else { return [.number(map.total(side))] }
                return [.number(map.sum(side, within: try Rate(within)))]
            },
            "asymmetry": { call in
                let document = try call.receiver(as: MapResult.self)
                let arguments = try NamedArguments(call.argument(1), of: "asymmetry", in: pages)
                let within = try Rate(try arguments.fraction("within") ?? document.within)
                return [document.map.asymmetry(within: within).map(LuaValue.number) ?? .nil]
            },
            "density": { call in
                let map = try call.receiver(as: MapResult.self).map
                return [.vector(LuaVector(map.notional[try call.side(1)]))]
            },
            "cumulative": { call in
                let map = try call.receiver(as: MapResult.self).map
                return [.vector(LuaVector(map.cumulative()))]
            },
            "signals": { call in
                let signals = try call.receiver(as: MapResult.self).signals
                let rows = try signals.map {
                    LuaValue.table(try call.state.makeTable(array: [], fields: $0.fields))
                }
                return [.table(try call.state.makeTable(array: rows, fields: []))]
            },
            "json": { [.string(try $0.receiver(as: MapResult.self).json)] },
            "csv": { [.string(try $0.receiver(as: MapResult.self).csv)] },
            "coinglass": { [.string(try $0.receiver(as: MapResult.self).byRung().coinGlass)] },
        ]
    }
}

extension LuaCall {
    /// The side at a place, from 1.
    package func side(_ index: Int) throws -> Side {
        guard let side = argument(index).text.flatMap(Side.init(rawValue:)) else {
            throw EngineError(
                .script, "side must be \"long\" or \"short\", was \(argument(index).described)")
        }
        return side
    }
}

extension Cluster {
    fileprivate var fields: [(String, LuaValue)] {
        [
            ("side", .string(side.rawValue)), ("low", .number(low)), ("high", .number(high)),
            ("peak", .number(peak)), ("notional", .number(notional)), ("relative", .number(relative)),
            ("distance", .number(distance)),
        ]
    }
}

extension Signal {
    /// The fields that scripts see.
    package var fields: [(String, LuaValue)] {
        [
            ("rule", .string(rule.text)), ("name", .string(name.text)),
            ("side", side.map { .string($0.rawValue) } ?? .nil), ("strength", .number(strength)),
            ("price", price.map(LuaValue.number) ?? .nil),
            ("note", (note?.text).map(LuaValue.string) ?? .nil),
        ]
    }
}
