import Engine
import LiquidationCore
import LuaRuntime
import PlainText

/// What tests work with: the plugin under test, run by the host as a map would run it, and made-up markets.
final class SpecBench {
    private let path: String
    private let seed: UInt64
    private let isCovered: Bool
    private let catalog: PluginCatalog
    private let output: (String) -> Void
    private var plugins: [Plugin] = []
    private let mapType = MapAPI.type()
    private lazy var pluginType = TestedPlugin.makeType()
    private let marketType = LuaObjectType(
        name: "series", fieldNames: FunctionPage.fields(of: .series, in: BarPages.all),
        fields: { object, name in (object as? TestMarket)?.object.field(name) },
        length: { ($0 as? TestMarket)?.series.count ?? 0 })

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
        let plugin = try state.makeFunction("liq.plugin") { [unowned self] call in
            [try call.state.makeObject(try self.plugin(call), type: pluginType)]
        }
        let series = try state.makeFunction("fixture.series") { [unowned self] call in
            [try call.state.makeObject(TestMarket(try market(call, "fixture.series")), type: marketType)]
        }
        let map = try state.makeFunction("fixture.map") { [unowned self] call in
            [try call.state.makeObject(try market(call, "fixture.map").map(), type: mapType)]
        }
        let vector = try state.makeVectorConstructor()
        try state.setGlobal(
            "liq",
            .table(
                try state.makeTable(fields: [("plugin", .function(plugin)), ("vector", .function(vector))])))
        try state.setGlobal(
            "fixture",
            .table(try state.makeTable(fields: [("series", .function(series)), ("map", .function(map))])))
    }

    /// `liq.plugin()`, `liq.plugin { lean = 2 }`, `liq.plugin("other", { … })`: a fresh one.
    private func plugin(_ call: LuaCall) throws -> TestedPlugin {
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
        let plugin = try Plugin(source, overrides: overrides, isCovered: isCovered, output: output)
        if isCovered { plugins.append(plugin) }
        return TestedPlugin(plugin)
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

    private func market(_ call: LuaCall, _ function: String) throws -> MadeUpSeries {
        let arguments = try NamedArguments(
            call.argument(1), of: function,
            known: SpecPages.market.map(\.name))
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
        if let list = arguments["close"], !list.isNil {
            guard let closes = try list.table?.array(limit: 100_000).map(\.double), !closes.contains(nil)
            else {
                throw EngineError(.script, "\(function): argument 'close' must be a list of prices")
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
                "argument '\(name)' must be a fraction such as 0.05 or \"-5%\", was \(value.described)")
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
