import LiquidationCore
import LuaRuntime
import MarketData

/// The global `liq`.
struct LiqNamespace {
    unowned let session: Session

    static let pages = [
        FunctionPage(
            "liq.load(path)", "dataset", "Loads a file or a folder of market data.",
            example: "btc = liq.load \"examples/data/BTCUSDT\""),
        FunctionPage(
            "liq.leverage(id, function(bar, ladder))", "nothing",
            "Declares a leverage model for this session.",
            example: "liq.leverage(\"mine\", function(bar, ladder) return {[ladder[1]] = 1} end)"),
        FunctionPage(
            "liq.funding(id, function(rate, bar))", "nothing", "Declares a funding model for this session.",
            example: "liq.funding(\"mine\", function(rate) return 1 end)"),
        FunctionPage(
            "liq.signal(id, function(map, bar))", "nothing", "Declares a signal rule for this session.",
            example: "liq.signal(\"mine\", function(map) return {} end)"),
        FunctionPage(
            "liq.map{sources, …}", "map",
            "Adds maps of several venues on one grid; takes what dataset:map takes.",
            example: "liq.map{sources = {{data = btc, venue = \"binance\"}, {data = btc, venue = \"okx\"}}}"),
        FunctionPage(
            "liq.plugins()", "list", "The plugins that are found: id, kind, version, summary, path.",
            example: "#liq.plugins() > 0"),
        FunctionPage(
            "liq.vector(list) or liq.vector(n, value)", "vector", "A block of numbers with fast arithmetic.",
            example: "(liq.vector{1, 2, 3} * 2):sum()"),
        FunctionPage("liq.version", "text", "The version of liq.", example: "liq.version"),
    ]

    func install() throws {
        let state = session.state
        unowned let session = session
        var fields: [(String, LuaValue)] = [("version", .string(EngineVersion.number))]
        func add(_ name: String, _ body: @escaping (LuaCall) throws -> [LuaValue]) throws {
            fields.append((name, .function(try state.makeFunction("liq.\(name)", body))))
        }
        try add("load") { call in
            let path = try call.string(1, "path")
            let dataset = try MarketData.load(path)
            return [try session.value(DatasetObject(dataset, path: path))]
        }
        for kind in PluginKind.allCases {
            try add(kind.rawValue) { call in
                let (id, body) = (try call.string(1, "id"), try call.function(2, "function"))
                guard !id.isEmpty, !id.contains(where: { ":/, ".contains($0) }) else {
                    throw HostError(.script, "liq.\(kind.rawValue): '\(id)' cannot be an id")
                }
                session.catalog.declare(
                    Plugin(sessionModel: body, kind: kind, id: id, in: session.state))
                return []
            }
        }
        try add("map") { call in
            let request = try call.request("liq.map", beside: ["sources"])
            let sources = try call.sources("liq.map")
            let answer = try session.engine.answer(sources, request)
            return [
                try session.value(
                    MapObject(
                        answer.map, title: answer.title, part: answer.part,
                        byRung: { throw HostError(.script, "a map of several venues is not kept by rung") },
                        explain: { [unowned session] prices, side in
                            try session.engine.explain(sources, request, prices: prices, side: side)
                        }))
            ]
        }
        try add("price") { [try session.value(PriceObject($0.price()))] }
        try add("solve") { [try session.value(PriceObject($0.solved()))] }
        try add("account") { [try session.value(AccountObject($0.account()))] }
        try add("plugins") { call in [.table(try Self.list(session.catalog, call.state))] }
        fields.append(("vector", .function(try state.makeVectorConstructor())))
        try state.setGlobal("liq", .table(try state.makeTable(array: [], fields: fields)))
    }

    private static func list(_ catalog: PluginCatalog, _ state: LuaState) throws -> LuaTable {
        let models = catalog.declared.map { ($0.manifest, $0.origin) }
        let files = catalog.entries().compactMap { entry in
            (try? entry.manifest.get()).flatMap { entry.isShadowed ? nil : ($0, entry.path) }
        }
        let rows = try (models + files).map { manifest, path -> LuaValue in
            .table(
                try state.makeTable(
                    array: [],
                    fields: [
                        ("id", .string(manifest.id)), ("kind", .string(manifest.kind.rawValue)),
                        ("version", .string(manifest.version)), ("summary", .string(manifest.summary)),
                        ("path", .string(path)),
                    ]))
        }
        return try state.makeTable(array: rows, fields: [])
    }
}
