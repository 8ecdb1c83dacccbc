import Engine
import LiquidationCore
import LuaRuntime
import MarketData
package import Plugins

/// The global `liq`.
enum LiqNamespace {
    static let members =
        loading + PluginKindDescriptor.all.map(declaration) + own + PriceAPI.functions
        + FileAPI.functions

    private static let loading: [LuaMember<Session>] =
        [
            .function(
                .liq, "load",
                [
                    .init(
                        "path", ValueType("path", "string|table"),
                        "a file or a folder, or several in braces with what is said of them")
                ],
                gives: [.init(.object(.dataset))],
                search: ["read", "open", "import", "file", "columns", "units"],
                "Loads market data. In braces: paths, and "
                    + DataOption.all.map(\.name).joined(separator: ", ") + ", as the command line has them.",
                example: "btc = liq.load \"examples/data/BTCUSDT\""
            ) { session, call in
                let (paths, options) = try call.data()
                do {
                    return [try session.value(session.load(paths, options: options))]
                } catch let error as DataError {
                    throw error.inLua
                }
            }
        ]

    private static let own: [LuaMember<Session>] =
        [
            .function(
                .liq, "map",
                [
                    .needed(
                        "sources", .table.called("list"),
                        "{data, venue, options, open_interest} for each venue")
                ] + MapRequest.arguments, gives: [.init(.object(.map))],
                search: ["merge", "aggregate", "exchanges"],
                "Adds maps of several venues on one grid; takes what dataset:map takes.",
                example:
                    "liq.map{sources = {{data = btc, venue = \"binance\"}, {data = btc, venue = \"okx\"}}}"
            ) { session, call in
                let request = try call.request("liq.map", beside: ["sources"])
                let sources = try call.sources("liq.map")
                return [try session.value(session.map(sources, request))]
            },
            .function(
                .liq, "current", gives: [.init(.object(.map))], orNil: true, search: ["last", "latest"],
                "The map that was made last; nil before the first.", example: "liq.current()"
            ) { session, _ in [try session.map.map(session.value) ?? .nil] },
            .function(
                .liq, "plugins", gives: [.init(.list(of: .listed))], search: ["models", "list"],
                "The plugins that are found.", example: "#liq.plugins() > 0"
            ) { session, call in
                [try call.state.makeRecords(try ListedPlugin.all(of: session.catalog), ListedPlugin.members)]
            },
            .vector,
            .function(
                .liq, "show", [.init("value", .any, "any number of them")], search: ["print", "display"],
                "Prints values as the console shows them.", example: "liq.show(m:clusters{}, m.price)"
            ) { session, call in
                try session.show(call.lua.arguments)
                return []
            },
            .field(.liq, "version", .text, "The version of liq.", example: "liq.version") { _ in
                .string(EngineVersion.number)
            },
        ]

    /// `liq.leverage(id, function(bar, ladder) … end)` and so on: a model of the session.
    private static func declaration(_ kind: PluginKindDescriptor) -> LuaMember<Session> {
        let names = kind.given.map(\.name).filter { $0 != "params" }
        let given = names.joined(separator: ", ")
        return .function(
            .liq, kind.name,
            [
                .init("id", .text, "what it is called from now on"),
                .init("run", .function(kind.signature), "function(\(given)), \(kind.returns)"),
            ], search: ["model", "plugin"],
            "Declares \("aeiou".contains(kind.title.first ?? "x") ? "an" : "a") \(kind.title) for this session.",
            example: "liq.\(kind.name)(\"mine\", function(\(given)) return \(kind.sample) end)"
        ) { session, call in
            let (id, body) = (try call.text(1), try call.function(2))
            guard !id.isEmpty, !id.contains(where: { ":/, ".contains($0) }) else {
                throw EngineError(
                    .script, "\(call.page.path): '\(id)' cannot be an id", subject: .value(id))
            }
            session.catalog.declare(
                Plugin(sessionModel: body, kind: kind.kind, id: id, in: session.state))
            return []
        }
    }

    static func install(in session: Session) throws {
        let fields = try session.state.makeValues(members, of: session)
        try session.state.setGlobal("liq", .table(try session.state.makeTable(fields: fields)))
        try installPrint(in: session)
    }

    /// Lets `print` show tables and functions as ``ShownValue`` does, where they have no text of their own: the address that Lua
    /// shows says nothing.
    private static func installPrint(in session: Session) throws {
        let state = session.state
        let shown = try state.makeFunction("print") { [unowned session] call in
            [.string(try ShownValue(call.state, session.style).text(call.argument(1)))]
        }
        let wrap = try state.load(
            """
            local shown, plain, type, select, getmetatable = ..., print, type, select, getmetatable
            local pack, unpack = table.pack, table.unpack
            local function bare(value)
              if type(value) == "function" then return true end
              if type(value) ~= "table" then return false end
              local meta = getmetatable(value)
              return meta == nil or type(meta) == "table" and not (meta.__tostring or meta.__name)
            end
            return function(...)
              local values
              for n = 1, select("#", ...) do
                local value = (select(n, ...))
                if bare(value) then
                  values = values or pack(...)
                  values[n] = shown(value)
                end
              end
              if values then return plain(unpack(values, 1, values.n)) end
              plain(...)
            end
            """, chunk: "print")
        try state.setGlobal("print", state.call(wrap, [.function(shown)]).first ?? .nil)
    }
}

/// A plugin in the list that scripts get.
struct ListedPlugin {
    let manifest: PluginManifest
    /// Its file; `session` for a model of the session.
    let path: String

    static let members: [LuaMember<ListedPlugin>] = [
        .field(.listed, "id", .text, "Its name.", example: "liq.plugins()[1].id") {
            .string($0.manifest.id)
        },
        .field(.listed, "kind", .text, "What it decides.") { .string($0.manifest.kind.name) },
        .field(.listed, "version", .text, "What it says of its version.") { .string($0.manifest.version) },
        .field(.listed, "summary", .text, "Its line of help.") { .string($0.manifest.summary) },
        .field(.listed, "path", .path, "Its file; session for a model of the session.") {
            .string($0.path)
        },
    ]

    /// Models of the session, then the plugins of files.
    ///
    /// - Throws: ``EngineError`` `.interrupted` on Ctrl-C.
    static func all(of catalog: PluginCatalog) throws(EngineError) -> [ListedPlugin] {
        let models = catalog.declared.map { ListedPlugin(manifest: $0.manifest, path: $0.origin) }
        let files = try catalog.entries().compactMap { entry in
            (try? entry.manifest.get()).flatMap {
                entry.isShadowed ? nil : ListedPlugin(manifest: $0, path: entry.path)
            }
        }
        return models + files
    }
}

extension FunctionPage {
    /// All of them but the console's commands, in the order of the reference.
    package static let all: [FunctionPage] =
        pages(LiqNamespace.members) + pages(ListedPlugin.members)
        + pages(PriceAPI.price) + pages(PriceAPI.account) + pages(HeldPosition.members)
        + pages(DatasetAPI.members) + pages(MapAPI.members) + pages(MapAPI.sessionMembers)
        + pages(Cluster.members) + pages(FreshEdge.members) + pages(Signal.members)
        + pages(ClusterMove.members)
        + pages(DeltaAPI.members) + pages(ExplanationAPI.members) + pages(DepositRow.members)
        + pages(HeatmapAPI.members) + pages(Heatmap.ColumnSpan.members)
        + VectorPages.all + LuaBarColumns.pages + pages(SeriesObject.members)
        + pages(RungQuestion.positionMembers) + pages(Tier.members) + SpecPages.all + ManifestPages.all

    private static func pages<Object>(_ members: [LuaMember<Object>]) -> [FunctionPage] {
        members.map(\.page)
    }
}

extension APIReference {
    /// What scripts, plugins and their tests can reach.
    package static let standard = APIReference(FunctionPage.all)
}
