import Charts
package import Engine
package import LiquidationCore
package import LuaRuntime
import PlainText

/// A liquidation map in Lua, for scripts and for signal plugins.
package enum MapAPI {
    package static let members: [LuaMember<MapResult>] = methods + writing + fields

    private static let methods: [LuaMember<MapResult>] =
        [
            .method(
                .map, "clusters",
                [
                    .named("within", .fraction, or: "that of the map", "How far from the price to look"),
                    .named("limit", .integer, or: "5", "How many of each side"),
                    .named(
                        "by", .choice(ClusterSearch.Order.allCases.map(\.rawValue)), or: "that of the map",
                        "Which come first: the largest or the nearest"),
                    .named(
                        "width", .fraction, or: "that of the map",
                        "Width of the kernel that the map is smoothed with"),
                ], gives: [.init(.list(of: .cluster))],
                "The clusters, largest first; with by = \"distance\" the nearest first.",
                example: "m:clusters{within = \"10%\"}"
            ) { result, call in
                let clusters = result.clusters(try search(call.named(1), over: result.search))
                return [try call.state.makeRecords(clusters, Cluster.members)]
            },
            .method(
                .map, "at", [.init("price", .price)],
                gives: [.init("long", .notional), .init("short", .notional)], orNil: true,
                "Notional of both sides in the bucket of a price; nil off the grid.", example: "m:at(m.price)"
            ) { result, call in
                guard let number = call.argument(1).double else {
                    throw EngineError(
                        .script, "at: price must be a number, was \(call.argument(1).described)",
                        subject: .value(call.argument(1).text))
                }
                let price = try Price(number)
                return Side.allCases.map { result.map.notional($0, at: price).map(LuaValue.number) ?? .nil }
            },
            .method(
                .map, "sum",
                [
                    .init("side", .side),
                    .named("within", .fraction, or: "the whole grid", "How far from the price to look"),
                ], gives: [.init(.notional)], search: ["total"],
                "Notional of a side within a distance of the price.",
                example: "m:sum(\"long\", {within = \"5%\"})"
            ) { result, call in
                let side = try call.side(1)
                guard let within = try call.named(2).fraction("within") else {
                    return [.number(result.map.total(side))]
                }
                return [.number(result.map.sum(side, within: try Rate(within)))]
            },
            .method(
                .map, "asymmetry",
                [.named("within", .fraction, or: "that of the map", "How far from the price to look")],
                gives: [.init(.number)], orNil: true, search: ["skew", "bias", "imbalance"],
                "Shorts above against longs below: 1 when all fuel is above, -1 when all is below; nil without fuel.",
                example: "m:asymmetry{within = \"5%\"}"
            ) { result, call in
                let within = try Rate(try call.named(1).fraction("within") ?? result.within)
                return [result.map.asymmetry(within: within).map(LuaValue.number) ?? .nil]
            },
            .method(
                .map, "density", [.init("side", .side)], gives: [.init(.object(.vector))],
                search: ["histogram"], "Notional per bucket of a side.", example: "#m:density \"long\""
            ) { result, call in [.vector(LuaVector(result.map.notional[try call.side(1)]))] },
            .method(
                .map, "cumulative", gives: [.init(.object(.vector))],
                search: ["cascade"],
                "What would be force-closed if the price went to each bucket: grows outwards.",
                example: "m:cumulative():max() > 0"
            ) { result, _ in [.vector(LuaVector(result.map.cumulative()))] },
            .method(
                .map, "freshness", [.init("side", .side)], gives: [.init(.object(.vector))], orNil: true,
                search: ["fresh", "swept", "untouched"],
                "Per bucket of a side what is live over what would be live had no price touched it; nil where the run does not tell.",
                example: "m:freshness \"long\" == nil or #m:freshness \"long\" > 0"
            ) { result, call in
                [result.map.freshness(try call.side(1)).map { .vector(LuaVector($0)) } ?? .nil]
            },
            .method(
                .map, "fresh_edges",
                [.named("within", .fraction, or: "that of the map", "How far from the price to look")],
                gives: [.init(.list(of: .edge))], search: ["fuel", "swept", "untouched"],
                "Where fresh territory begins, the nearest first on each side: longs, then shorts.",
                example: "#m:fresh_edges{within = \"10%\"} >= 0"
            ) { result, call in
                let within = try Rate(try call.named(1).fraction("within") ?? result.within)
                return [try call.state.makeRecords(result.map.freshEdges(within: within), FreshEdge.members)]
            },
            .method(
                .map, "unknown_age", [.init("side", .side)], gives: [.init(.object(.vector))], orNil: true,
                search: ["age", "cold", "start"],
                "Per bucket of a side what stood when the data began, so that nobody knows its age; nil where nothing of it is left.",
                example: "m:unknown_age \"long\" == nil or #m:unknown_age \"long\" > 0"
            ) { result, call in
                let side = try call.side(1)
                return [result.map.unknownAge.map { .vector(LuaVector($0[side])) } ?? .nil]
            },
            .method(
                .map, "liquidated", [.init("side", .side)], gives: [.init(.object(.vector))], orNil: true,
                search: ["flow", "bars"],
                "What each bar liquidated of a side; nil for sums of venues and for maps of a history.",
                example: "#m:liquidated \"long\" > 0"
            ) { result, call in
                let side = try call.side(1)
                return [result.run.map { .vector(LuaVector($0.liquidated[side])) } ?? .nil]
            },
            .method(
                .map, "born", [.init("side", .side)], gives: [.init(.object(.vector))], orNil: true,
                search: ["births"],
                "What each bar's own entries lost on the rest of its path, no mass that the map ever held; nil where that is not told.",
                example: "m:born \"long\" == nil or #m:born \"long\" > 0"
            ) { result, call in
                let side = try call.side(1)
                return [result.run?.born.map { .vector(LuaVector($0[side])) } ?? .nil]
            },
            .method(
                .map, "signals", gives: [.init(.list(of: .signal))], search: ["alert", "alerts"],
                "What the signal rules of the request said.", example: "#m:signals()"
            ) { result, call in [try call.state.makeRecords(result.signals, Signal.members)] },
        ]

    /// The search of `clusters{…}`; what is not said is that of the map.
    private static func search(
        _ arguments: NamedArguments, over own: ClusterSearch
    ) throws -> ClusterSearch {
        var search = own
        if let within = try arguments.fraction("within") { search.within = try Rate(within) }
        search.limit = try arguments.whole("limit", in: 0...1000) ?? 5
        if let width = try arguments.fraction("width") {
            guard ClusterSearch.widths.contains(width) else {
                throw EngineError(
                    .script,
                    "clusters: argument 'width' must be a fraction from 0.05 % to 20 %, was \(width)",
                    subject: .value("\(width)", of: "width"))
            }
            search.width = try Rate(width)
        }
        if let word = try arguments.text("by") {
            guard let order = ClusterSearch.Order(rawValue: word) else {
                throw EngineError(
                    .script,
                    "clusters: argument 'by' must be \"amount\" or \"distance\", was the text \"\(word)\"",
                    hint: Spelling.hint(for: word, among: ClusterSearch.Order.allCases.map(\.rawValue)),
                    subject: .value(word, of: "by"))
            }
            search.order = order
        }
        return search
    }

    private static let writing: [LuaMember<MapResult>] =
        [
            .method(
                .map, "json", gives: [.init(.text)], search: ["export"], "The map as JSON.",
                example: "#m:json() > 0"
            ) { result, _ in [.string(result.json)] },
            .method(
                .map, "csv", gives: [.init(.text)], search: ["export", "table"],
                "The map as CSV.", example: "#m:csv() > 0"
            ) { result, _ in [.string(result.csv)] },
            .method(
                .map, "coinglass", gives: [.init(.text)], "The map as CoinGlass's JSON.",
                example: "#m:coinglass() > 0"
            ) { result, _ in [.string(try result.byRung().coinGlass)] },
        ]

    private static let fields: [LuaMember<MapResult>] = [
        .field(.map, "price", .price, search: ["mark"], "Last close.", example: "m.price > 0") {
            .number($0.map.price.value)
        },
        .field(.map, "time", .time, "Open of the last bar.") { .integer($0.map.time.milliseconds) },
        .field(.map, "long", .notional, "All longs.", example: "m.long > 0") {
            .number($0.map.total(.long))
        },
        .field(.map, "short", .notional, "All shorts.", example: "m.short > 0") {
            .number($0.map.total(.short))
        },
        .field(
            .map, "edges", .object(.vector), search: ["grid", "buckets"], "Edges of the buckets.",
            example: "#m.edges > 1"
        ) {
            .vector(LuaVector($0.map.grid.edges))
        },
        .field(
            .map, "average_true_range", .price, orNil: true, search: ["atr", "volatility", "range"],
            "Mean true range of the last 14 days, or of as many as there are; nil where the bars do not tell."
        ) { $0.averageTrueRange.map(LuaValue.number) ?? .nil },
        .table(
            .map, "notes", .texts, search: ["warnings", "remarks"],
            "What there is to say of the data and the model, a text each.", example: "#m.notes >= 0"
        ) { result, state in
            .table(
                try state.makeTable(
                    array: result.assumptions.notes.map { .string($0.text) }, fields: []))
        },
        .table(
            .map, "assumptions", .settings, search: ["model", "settings", "basis"],
            "What the map rests on: the model's options, margin, engine and data, by name.",
            example: "m.assumptions.model ~= nil"
        ) { result, state in
            let all = result.assumptions
            let pairs = all.model + all.data
            return .table(
                try state.makeTable(
                    fields: pairs.map { ($0.name.text, .string($0.value.text)) } + [
                        ("margin", .string(all.margin.text)), ("engine", .string(all.engine.text)),
                    ]))
        },
        .table(
            .map, "ledger", .settings, search: ["accounts", "balance", "opened", "closed"],
            "The account of each side: opened, live, closed, liquidated, below_grid, above_grid, in the unit that it names.",
            example: "m.ledger.long.opened > 0"
        ) { result, state in
            let report = result.map.ledger
            func account(_ side: Side) throws -> LuaValue {
                let account = report.accounts[side]
                return .table(
                    try state.makeTable(fields: [
                        ("opened", .number(account.opened)), ("live", .number(account.live)),
                        ("closed", .number(account.closed)), ("liquidated", .number(account.liquidated)),
                        ("below_grid", .number(account.belowGrid)),
                        ("above_grid", .number(account.aboveGrid)),
                    ]))
            }
            return .table(
                try state.makeTable(fields: [
                    ("unit", .string(report.unit.text)), ("long", try account(.long)),
                    ("short", try account(.short)),
                ]))
        },
        .field(
            .map, "leverages", .object(.vector), search: ["ladder", "rungs"], "Leverages of the rungs.",
            example: "#m.leverages > 0"
        ) { .vector(LuaVector($0.map.rungs.map(\.leverage))) },
    ]

    /// How maps look to plugins, which see no session.
    package static func pluginType() -> LuaObjectType {
        LuaObjectType(.map, members) { result, _ in result.text(.plain(columns: 80)) }
    }
}

extension Cluster {
    /// A cluster as the table that scripts get.
    package static let members: [LuaMember<Cluster>] = [
        .field(
            .cluster, "side", .side, "Whose positions.",
            example: "m:with{leverage = \"retail\"}:clusters{}[1].peak > 0"
        ) {
            .string($0.side.rawValue)
        },
        .field(.cluster, "low", .price, "Lower edge.") { .number($0.low) },
        .field(.cluster, "high", .price, "Upper edge.") { .number($0.high) },
        .field(
            .cluster, "peak", .price,
            "Middle of its top: of the prices where the smoothed density exceeds 3/4 of its highest, by what exceeds it."
        ) { .number($0.peak) },
        .field(
            .cluster, "notional", .notional, search: ["size", "amount"],
            "What lies between the edges; a bucket counts by the share of its height."
        ) { .number($0.notional) },
        .field(
            .cluster, "relative", .share,
            "Against the largest cluster of both sides within the distance that was searched."
        ) { .number($0.relative) },
        .field(.cluster, "distance", .share, search: ["away"], "From the price to the peak; negative below.")
        {
            .number($0.distance)
        },
        .field(
            .cluster, "distance_atr", .number, orNil: true, search: ["atr", "volatility"],
            "The same in average true ranges; nil where the map has none."
        ) { $0.distanceInTrueRanges.map(LuaValue.number) ?? .nil },
        .field(.cluster, "share", .share, "Of all that the map has of the side.") { .number($0.share) },
        .field(
            .cluster, "prominence", .share,
            "How far the smoothed density falls on both sides, against its highest: 25 to 100 %."
        ) { .number($0.prominence) },
        .field(.cluster, "near", .price, "The edge that is nearer to the price.") { .number($0.near) },
        .field(.cluster, "far", .price, "The edge that is farther from the price.") { .number($0.far) },
        .field(
            .cluster, "median_age", .milliseconds, orNil: true,
            "How long ago half of it had been opened; nil where the run did not record when."
        ) { $0.medianAge.map(LuaValue.integer) ?? .nil },
        .field(
            .cluster, "rungs", .object(.vector), orNil: true, search: ["mix", "leverage"],
            "What each rung of map.leverages holds of it; nil unless the map was made with by_rung."
        ) { $0.rungShares.map { .vector(LuaVector($0)) } ?? .nil },
    ]
}

extension FreshEdge {
    /// An edge of fresh territory as the table that scripts get.
    package static let members: [LuaMember<FreshEdge>] = [
        .field(.edge, "side", .side, "Whose positions lie behind it.") { .string($0.side.rawValue) },
        .field(.edge, "price", .price, "Where it is.") { .number($0.price) },
        .field(.edge, "distance", .share, "From the price; negative below.") { .number($0.distance) },
        .field(.edge, "before", .share, "Freshness of what lies nearer, up to the edge before.") {
            .number($0.before)
        },
        .field(.edge, "behind", .share, "Freshness of what lies behind, up to the next edge.") {
            .number($0.behind)
        },
        .field(.edge, "notional", .notional, "What lies behind, up to the next edge.") {
            .number($0.notional)
        },
        .field(
            .edge, "swept", .time, orNil: true,
            "Open of the bar that swept up to it; nil where that is older than what is live."
        ) { $0.swept.map { .integer($0.milliseconds) } ?? .nil },
        .field(
            .edge, "untouched_since", .time, orNil: true,
            "Open of the bar that touched what lies behind last; nil where that is older than what is live."
        ) { $0.untouchedSince.map { .integer($0.milliseconds) } ?? .nil },
    ]
}

extension Signal {
    /// A signal as the table that scripts get.
    package static let members: [LuaMember<Signal>] = [
        .field(.signal, "rule", .text, "The plugin that said it.", example: "m:signals()[1] == nil") {
            .string($0.rule.text)
        },
        .field(.signal, "name", .text, "What it is.") { .string($0.name.text) },
        .field(.signal, "side", .side, orNil: true, "Whose positions it is about; nil for none.") {
            $0.side.map { .string($0.rawValue) } ?? .nil
        },
        .field(.signal, "strength", .share, "0 to 1.") { .number($0.strength) },
        .field(.signal, "price", .price, orNil: true, "Where; nil for none.") {
            $0.price.map(LuaValue.number) ?? .nil
        },
        .field(.signal, "note", .text, orNil: true, "For people; nil for none.") {
            ($0.note?.text).map(LuaValue.string) ?? .nil
        },
    ]
}
