import Charts
import LiquidationCore
import LuaRuntime
import MarketData

/// A liquidation map in Lua, for scripts and for signal plugins.
enum MapAPI {
    static let pages = [
        FunctionPage(
            "map:clusters{within, limit}", "list",
            "The walls, largest first: side, low, high, peak, notional, relative, distance.",
            example: "m:clusters{within = \"10%\"}"),
        FunctionPage(
            "map:at(price)", "long, short",
            "Notional of both sides in the bucket of a price; nil off the grid.",
            example: "m:at(m.price)"),
        FunctionPage(
            "map:sum(side, {within})", "number", "Notional of a side within a distance of the price.",
            example: "m:sum(\"long\", {within = \"5%\"})"),
        FunctionPage(
            "map:asymmetry{within}", "number",
            "Shorts above against longs below: 1 when all fuel is above, -1 when all is below; nil without fuel.",
            example: "m:asymmetry{within = \"5%\"}"),
        FunctionPage(
            "map:explain(price) or map:explain{at, side}", "explanation",
            "Where the mass at a price, or at \"98000..99000\", came from.",
            example: "e = m:explain(m.price * 0.95)"),
        FunctionPage(
            "map:density(side)", "vector", "Notional per bucket of a side.", example: "#m:density \"long\""),
        FunctionPage(
            "map:cumulative()", "vector",
            "What would be force-closed if the price went to each bucket: grows outwards.",
            example: "m:cumulative():max() > 0"),
        FunctionPage(
            "map:signals()", "list", "What the signal rules of the request said.", example: "#m:signals()"),
        FunctionPage(
            "map:text{columns, ascii, within}", "text", "The chart.", example: "#m:text{columns = 80} > 0"),
        FunctionPage("map:plot()", "nothing", "Prints the chart.", example: "m:plot()"),
        FunctionPage(
            "map:json(), map:csv(), map:coinglass()", "text", "The map in a format.", example: "#m:json() > 0"
        ),
        FunctionPage(
            "map:save(path, {format})", "nothing",
            "Writes a file: .json, .csv, .txt or .liqpart; format = \"coinglass\".",
            example: "m:save(\"/tmp/liq-example.json\")"),
        FunctionPage(
            "map.price, .time, .edges, .long, .short", "value",
            "Last close, last bar's time, edges of the buckets, total notional of each side.",
            example: "m.long > 0 and m.short > 0"),
    ]

    /// How maps look to scripts of a session; plugins have none, and neither `explain`, `text`, `plot` nor `save`.
    static func type(_ session: Session?) -> LuaObjectType {
        LuaObjectType(
            name: "map", methods: reading.merging(session.map(writing) ?? [:]) { $1 },
            fieldNames: ["price", "time", "long", "short", "edges"],
            fields: { object, name in
                guard let map = (object as? MapObject)?.document.map else { return nil }
                switch name {
                case "price": return .number(map.price.value)
                case "time": return .integer(map.time.milliseconds)
                case "long": return .number(map.total(.long))
                case "short": return .number(map.total(.short))
                case "edges": return .vector(LuaVector(map.grid.edges))
                default: return nil
                }
            },
            tostring: { [weak session] object in
                (object as? MapObject)?.text(session?.style ?? .plain(columns: 80)) ?? "map"
            })
    }

    private typealias Method = (LuaCall) throws -> [LuaValue]

    private static var reading: [String: Method] {
        [
            "clusters": { call in
                let document = try call.receiver(as: MapObject.self).document
                let arguments = try NamedArguments(
                    call.argument(1), of: "clusters", known: ["within", "limit"])
                let within = try arguments.fraction("within") ?? document.within
                let limit = try arguments.whole("limit", in: 0...1000) ?? 5
                let clusters = document.map.clusters(within: try Rate(within), limit: limit)
                let rows = try clusters.map {
                    LuaValue.table(try call.state.makeTable(array: [], fields: $0.fields))
                }
                return [.table(try call.state.makeTable(array: rows, fields: []))]
            },
            "at": { call in
                let map = try call.receiver(as: MapObject.self).document.map
                guard let number = call.argument(1).double else {
                    throw HostError(.script, "at: price must be a number, was \(call.argument(1).described)")
                }
                let price = try Price(number)
                return Side.allCases.map { map.notional($0, at: price).map(LuaValue.number) ?? .nil }
            },
            "sum": { call in
                let map = try call.receiver(as: MapObject.self).document.map
                let side = try call.side(1)
                let arguments = try NamedArguments(call.argument(2), of: "sum", known: ["within"])
                guard let within = try arguments.fraction("within") else { return [.number(map.total(side))] }
                return [.number(map.sum(side, within: try Rate(within)))]
            },
            "asymmetry": { call in
                let document = try call.receiver(as: MapObject.self).document
                let arguments = try NamedArguments(call.argument(1), of: "asymmetry", known: ["within"])
                let within = try Rate(try arguments.fraction("within") ?? document.within)
                return [document.map.asymmetry(within: within).map(LuaValue.number) ?? .nil]
            },
            "density": { call in
                let map = try call.receiver(as: MapObject.self).document.map
                return [.vector(LuaVector(map.notional(try call.side(1))))]
            },
            "cumulative": { call in
                let map = try call.receiver(as: MapObject.self).document.map
                return [.vector(LuaVector(map.cumulative()))]
            },
            "signals": { call in
                let signals = try call.receiver(as: MapObject.self).document.signals
                let rows = try signals.map {
                    LuaValue.table(try call.state.makeTable(array: [], fields: $0.fields))
                }
                return [.table(try call.state.makeTable(array: rows, fields: []))]
            },
            "json": { [.string(try $0.receiver(as: MapObject.self).document.json)] },
            "csv": { [.string(try $0.receiver(as: MapObject.self).document.csv)] },
            "coinglass": { [.string(try $0.receiver(as: MapObject.self).byRung().coinGlass)] },
        ]
    }

    private static func writing(_ session: Session) -> [String: Method] {
        [
            "explain": { [unowned session] call in
                let object = try call.receiver(as: MapObject.self)
                let (prices, side) = try ExplanationAPI.question(call.argument(1))
                return [try session.value(ExplanationObject(object.explain(prices, side)))]
            },
            "text": { [unowned session] call in
                let arguments = try NamedArguments(
                    call.argument(1), of: "text", known: ["columns", "ascii", "within"])
                let style = TerminalStyle.plain(
                    columns: try arguments.whole("columns", in: 60...400) ?? session.style.columns,
                    unicode: !(try arguments.flag("ascii") ?? false))
                return [
                    .string(
                        try call.receiver(as: MapObject.self).text(
                            style, within: try arguments.fraction("within")))
                ]
            },
            "plot": { [unowned session] call in
                session.write(try call.receiver(as: MapObject.self).text(session.style))
                return []
            },
            "save": { call in
                let (object, path) = (try call.receiver(as: MapObject.self), try call.string(1, "path"))
                let arguments = try NamedArguments(call.argument(2), of: "save", known: ["format"])
                let format = try MapFormat(named: try arguments.text("format"), path: path)
                let bytes = try object.bytes(in: format, style: .plain(columns: 100), path: path)
                try TextFile.write(bytes, to: path)
                return []
            },
        ]
    }
}

extension LuaCall {
    fileprivate func side(_ index: Int) throws -> Side {
        guard let side = argument(index).text.flatMap(Side.init(rawValue:)) else {
            throw HostError(
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
    fileprivate var fields: [(String, LuaValue)] {
        [
            ("rule", .string(rule)), ("name", .string(name)),
            ("side", side.map { .string($0.rawValue) } ?? .nil), ("strength", .number(strength)),
            ("price", price.map(LuaValue.number) ?? .nil), ("note", note.map(LuaValue.string) ?? .nil),
        ]
    }
}
