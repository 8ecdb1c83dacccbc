import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import Plugins

/// The global `liq`.
struct LiqNamespace {
    unowned let session: Session

    static let pages: [FunctionPage] =
        [
            .function(
                .liq, "load", [.init("path", .path, "a folder, a file or a zip")],
                gives: [.init(.object(.dataset))], "Loads a file or a folder of market data.",
                example: "btc = liq.load \"examples/data/BTCUSDT\"")
        ] + PluginKindDescriptor.all.map(declaration) + [
            .function(
                .liq, "map",
                [
                    .needed(
                        "sources", .table.called("list"),
                        "{data, venue, options, open_interest} for each venue")
                ] + MapRequest.arguments, gives: [.init(.object(.map))],
                "Adds maps of several venues on one grid; takes what dataset:map takes.",
                example:
                    "liq.map{sources = {{data = btc, venue = \"binance\"}, {data = btc, venue = \"okx\"}}}"),
            .function(
                .liq, "current", gives: [.init(.object(.map))],
                "The map that was made last; nil before the first.", example: "liq.current()"),
            .function(
                .liq, "plugins", gives: [.init(.list(of: .listed))], "The plugins that are found.",
                example: "#liq.plugins() > 0"),
            .function(
                .liq, "vector", [.init("list", .numbers)],
                or: [
                    .init("n", .integer, "how many cells"),
                    .optional(
                        "value", .function("number|fun(i: integer): number").called("number or f(i)"), or: "0"
                    ),
                ], gives: [.init(.object(.vector))], in: Set(FunctionPage.Place.allCases),
                "A block of numbers with fast arithmetic.", example: "(liq.vector{1, 2, 3} * 2):sum() == 12"),
            .function(
                .liq, "show", [.init("value", .any, "any number of them")],
                "Prints values as the console shows them.", example: "liq.show(m:clusters{}, m.price)"),
            .field(.liq, "version", .text, "The version of liq.", example: "liq.version"),
            .field(.listed, "id", .text, "Its name.", example: "liq.plugins()[1].id"),
            .field(.listed, "kind", .text, "What it decides."),
            .field(.listed, "version", .text, "What it says of its version."),
            .field(.listed, "summary", .text, "Its line of help."),
            .field(.listed, "path", .path, "Its file; session for a model of the session."),
        ]

    /// `liq.leverage(id, function(bar, ladder) … end)` and so on: a model of the session.
    private static func declaration(_ kind: PluginKindDescriptor) -> FunctionPage {
        let names = kind.given.map(\.name).filter { $0 != "params" }
        let given = names.joined(separator: ", ")
        return .function(
            .liq, kind.name,
            [
                .init("id", .text, "what it is called from now on"),
                .init("run", .function(kind.signature), "function(\(given)), \(kind.returns)"),
            ], "Declares a \(kind.title) for this session.",
            example: "liq.\(kind.name)(\"mine\", function(\(given)) return \(kind.sample) end)")
    }

    func install() throws {
        let state = session.state
        unowned let session = session
        var fields: [(String, LuaValue)] = [("version", .string(EngineVersion.number))]
        func add(_ name: String, _ body: @escaping (LuaCall) throws -> [LuaValue]) throws {
            fields.append((name, .function(try state.makeFunction("liq.\(name)", body))))
        }
        try add("load") { call in
            return [try session.value(session.load(try call.string(1, "path")))]
        }
        for kind in PluginKindDescriptor.all.map(\.kind) {
            try add(kind.name) { call in
                let (id, body) = (try call.string(1, "id"), try call.function(2, "function"))
                guard !id.isEmpty, !id.contains(where: { ":/, ".contains($0) }) else {
                    throw EngineError(.script, "liq.\(kind.name): '\(id)' cannot be an id")
                }
                session.catalog.declare(
                    Plugin(sessionModel: body, kind: kind, id: id, in: session.state))
                return []
            }
        }
        try add("map") { call in
            let request = try call.request("liq.map", beside: ["sources"])
            let sources = try call.sources("liq.map")
            return [try session.value(session.map(sources, request))]
        }
        try add("current") { _ in [try session.map.map(session.value) ?? .nil] }
        try add("price") { [try session.value(PriceObject($0.price()))] }
        try add("solve") { [try session.value(PriceObject($0.solved()))] }
        try add("account") { [try session.value(AccountObject($0.account()))] }
        try add("show") { call in
            try session.show(call.arguments)
            return []
        }
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
                        ("id", .string(manifest.id)), ("kind", .string(manifest.kind.name)),
                        ("version", .string(manifest.version)), ("summary", .string(manifest.summary)),
                        ("path", .string(path)),
                    ]))
        }
        return try state.makeTable(array: rows, fields: [])
    }
}
