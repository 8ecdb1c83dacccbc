import Engine
import LiquidationCore
import LuaRuntime
import PlainText

/// What tests work with: the plugin under test, run by the host as a map would run it, and made-up markets.
final class SpecFixtures {
    private let path: String
    private let seed: UInt64
    private let isCovered: Bool
    private let catalog: PluginCatalog
    private let output: (String) -> Void
    private var plugins: [Plugin] = []
    private let mapType = MapAPI.pluginType()
    private lazy var pluginType = TestedPlugin.makeType()
    private let marketType = LuaObjectType(
        .series, SeriesObject.members.map { $0.held { (market: TestMarket) in market.object } })

    /// What `liq` has in tests.
    static let members: [LuaMember<SpecFixtures>] = [
        .function(
            .liq, "plugin", [.optional("parameters", .settings, "what the plugin is set to")],
            or: [.init("file", .path, "a file or an id"), .optional("parameters", .settings)],
            gives: [.init(.object(.plugin))], in: [.tests],
            "The plugin beside the tests, fresh, with parameters; or another.",
            example: "liq.plugin(\"measured\").kind == \"leverage\""
        ) { bench, call in
            [try call.state.makeObject(try bench.plugin(call), type: bench.pluginType)]
        }
    ]

    /// The namespace `fixture`.
    static let fixtures: [LuaMember<SpecFixtures>] = [
        .function(
            .fixture, "series", options, gives: [.init(.object(.series))], search: ["synthetic", "random"],
            "A made-up market.", example: "#fixture.series { count = 5 } == 5"
        ) { bench, call in
            [try call.state.makeObject(TestMarket(try bench.market(call)), type: bench.marketType)]
        },
        .function(
            .fixture, "map", options, gives: [.init(.object(.map))],
            "The map of such a market, as much at 10x as at 25x and 50x.",
            example: "fixture.map({ count = 50 }).long > 0"
        ) { bench, call in
            [try call.state.makeObject(try bench.market(call).map(), type: bench.mapType)]
        },
    ]

    /// What made-up markets take.
    private static let options: [FunctionPage.Argument] = [
        .named("count", .integer, or: "200", "Number of bars"),
        .named("seed", .integer, or: "that of the run", "Seeds the walk"),
        .named("start", .time, or: "2025-01-01", "Open of the first bar"),
        .named("interval", .span, or: "1h", "Length of a bar"),
        .named("price", .price, or: "100000", "The first open"),
        .named("drift", .fraction, or: "0", "How far the price goes in all, on top of the walk"),
        .named("volatility", .fraction, or: "1 %", "The largest step of the walk in a bar"),
        .named("funding", .fraction, or: "0.01 %", "The rate that is paid every eighth bar"),
        .named("premium", .fraction, or: "0", "How far the traded price is above the mark price"),
        .named("extra", .table, "Columns of one's own: lists of numbers by name"),
        .named("bare", .flag, or: "false", "Leaves prices and open interest alone"),
        .named("close", .numbers, or: "the walk", "Closes instead of the walk"),
    ]

    init(
        _ path: String, seed: UInt64, isCovered: Bool, catalog: PluginCatalog,
        output: @escaping (String) -> Void
    ) {
        (self.path, self.seed, self.isCovered, self.catalog, self.output) = (
            path, seed, isCovered, catalog, output
        )
    }

    /// Gives a state `liq` and `fixture`.
    func install(in state: LuaState) throws {
        let liq = try state.makeValues(Self.members + [.vector], of: self)
        try state.setGlobal("liq", .table(try state.makeTable(fields: liq)))
        let fixture = try state.makeValues(Self.fixtures, of: self)
        try state.setGlobal("fixture", .table(try state.makeTable(fields: fixture)))
    }

    /// `liq.plugin()`, `liq.plugin { lean = 2 }`, `liq.plugin("other", { … })`: a fresh one.
    private func plugin(_ call: MemberCall) throws -> TestedPlugin {
        var parameters = call.argument(1)
        let name: String
        if case .string(let given) = parameters {
            (name, parameters) = (try file(of: given), call.argument(2))
        } else {
            name = try own
        }
        var overrides: [String: String] = [:]
        if case .table(let table) = parameters {
            for (key, value) in try table.pairs(limit: 100) {
                guard let key = key.text, let text = value.parameterText else {
                    throw EngineError(
                        .script, "liq.plugin takes parameters by name: numbers, texts and booleans")
                }
                overrides[key] = text
            }
        } else if !parameters.isNil {
            throw EngineError(
                .script, "liq.plugin takes a table of parameters, was given \(parameters.described)")
        }
        let source = try PluginSource(reading: name)
        try catalog.checkMayRunHere(source, isPlugin: true)
        return try TestedPlugin { [unowned self, overrides] in
            let plugin = try Plugin(source, overrides: overrides, isCovered: isCovered, output: output)
            if isCovered { plugins.append(plugin) }
            return plugin
        }
    }

    /// The plugin that a file of tests is about: `x.lua` of `x_spec.lua`, `init.lua` of any other beside one.
    private var own: String {
        get throws {
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
                separator: "/")
            let stem = String(path.dropLast("_spec.lua".count))
            for candidate in [
                stem + ".lua", stem + "/init.lua", folder.isEmpty ? "init.lua" : folder + "/init.lua",
            ]
            where TextFile.exists(candidate) { return candidate }
            throw EngineError(
                .pluginMissing, "no plugin beside \(path): neither \(stem).lua nor \(stem)/init.lua is there",
                hint: "liq.plugin(\"FILE or ID\", {…}) names another")
        }
    }

    /// A file beside the tests, or one of the catalogue's.
    private func file(of name: String) throws -> String {
        guard !name.hasPrefix("/"), name.hasSuffix(".lua") else {
            return try catalog.path(of: name, what: "plugin")
        }
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        return folder.isEmpty ? name : "\(folder)/\(name)"
    }

    private func market(_ call: MemberCall) throws -> MadeUpSeries {
        let arguments = try call.named(1, called: call.page.path)
        var market = MadeUpSeries()
        market.seed = seed
        if let count = try arguments.whole("count", in: 1...100_000) { market.count = count }
        if let seed = try arguments.whole("seed", in: 0...Int64.max) { market.seed = UInt64(seed) }
        if let start = try arguments.whole("start", in: 0...4_000_000_000_000) { market.start = Int64(start) }
        if let interval = try arguments.duration("interval") { market.interval = interval }
        if let price = try arguments.positive("price") { market.price = price }
        if let drift = try arguments.signedFraction("drift") { market.drift = drift }
        if let volatility = try arguments.signedFraction("volatility") { market.volatility = abs(volatility) }
        if let funding = try arguments.signedFraction("funding") { market.funding = funding }
        if let premium = try arguments.signedFraction("premium") { market.premium = premium }
        market.isComplete = !(try arguments.flag("bare") ?? false)
        for (name, value) in try arguments["extra"]?.table?.pairs(limit: 1000) ?? [] {
            guard let name = name.text, let cells = try value.table?.array(limit: 100_000) else {
                throw EngineError(
                    .script, "\(call.page.path): argument 'extra' must be lists of numbers by name",
                    subject: .value(nil, of: "extra"))
            }
            market.own[name] = cells.map { $0.double ?? .nan }
        }
        if let list = arguments["close"], !list.isNil {
            guard let closes = try list.table?.array(limit: 100_000).map(\.double), !closes.contains(nil)
            else {
                throw EngineError(
                    .script, "\(call.page.path): argument 'close' must be a list of prices",
                    subject: .value(nil, of: "close"))
            }
            market.closes = closes.compactMap(\.self)
        }
        return market
    }

    /// Lines that ran and could run, of the plugins that were made.
    var coverage: FileCoverage {
        plugins.reduce(into: FileCoverage()) {
            $0.add(active: $1.activeLines, reached: $1.state.coveredLines)
        }
    }
}

extension NamedArguments {
    /// A fraction of either sign: `-0.05` or `"-5%"`.
    fileprivate func signedFraction(_ name: String) throws -> Double? {
        guard let value = self[name], !value.isNil else { return nil }
        guard let fraction = value.text.flatMap(UnitText.fraction) ?? value.double, fraction.isFinite,
            abs(fraction) <= 1
        else {
            throw EngineError(
                .script,
                "argument '\(name)' must be a fraction such as 0.05 or \"-5%\", was \(value.described)",
                subject: .value(value.text, of: name))
        }
        return fraction
    }
}

/// A made-up market as tests hold it.
final class TestMarket {
    let market: MadeUpSeries
    let series: BarSeries
    let object: SeriesObject

    init(_ market: MadeUpSeries) throws {
        self.market = market
        series = try market.series()
        object = SeriesObject(series, interval: market.interval)
    }
}
