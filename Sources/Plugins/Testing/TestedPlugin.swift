import Engine
import LiquidationCore
import LuaRuntime

/// A plugin as tests hold it: its answers pass the same rules as in a map, and it is loaded again for each question.
final class TestedPlugin {
    private let plugin: Plugin
    /// Loads it once more.
    private let load: () throws -> Plugin
    /// Whether the plugin as it was loaded first has answered.
    private var hasAnswered = false

    init(load: @escaping () throws -> Plugin) throws { (plugin, self.load) = (try load(), load) }

    /// The plugin for one question: what it keeps in upvalues lasts for one run, in tests as in maps.
    private func fresh() throws -> Plugin {
        defer { hasAnswered = true }
        return hasAnswered ? try load() : plugin
    }

    /// What kinds that decide a part of each bar's plan are asked with.
    static let asked: [FunctionPage.Argument] = [
        .init("series", .object(.series)), .optional("bar", .integer, or: "the last", "which bar, from 1"),
    ]

    /// What tests can ask: what every plugin has, and a method of each kind.
    static let members = fields + PluginKindDescriptor.all.map { LuaMember($0.page, body: body(of: $0)) }

    private static let fields: [LuaMember<TestedPlugin>] =
        [
            .field(
                .plugin, "id", .text, "Its id.", example: "liq.plugin(\"measured\").id == \"measured\""
            ) { .string($0.plugin.manifest.id) },
            .field(.plugin, "kind", .choice(PluginKindDescriptor.all.map(\.name)), "What it decides.") {
                .string($0.plugin.manifest.kind.name)
            },
            .field(.plugin, "version", .text, "Its version.") { .string($0.plugin.manifest.version) },
            .field(.plugin, "ladder", .object(.vector), "The rungs that it is asked for.") {
                .vector(LuaVector(($0.plugin.manifest.ladder ?? .standard).leverages))
            },
        ]

    static func makeType() -> LuaObjectType { LuaObjectType(.plugin, members) }

    /// How a kind is asked.
    private static func body(of kind: PluginKindDescriptor) -> LuaMember<TestedPlugin>.Body {
        switch kind.role {
        case .bar(let part):
            { own, call in try part.values(try own.plan(call, kind), call.state) }
        case .rungs:
            { own, call in
                let level = try own.fresh().liquidationPrices(of: [try question(call)])[0]
                return [level.map { .number($0.value) } ?? .nil]
            }
        case .map:
            { own, call in
                let map: MapResult = try call.object(1)
                let market = try call.argument(2).object(as: TestMarket.self) ?? TestMarket(MadeUpSeries())
                let signals = try own.fresh().signals(of: map, in: own.context(market))
                return [try call.state.makeRecords(signals, Signal.members)]
            }
        }
    }

    /// A position as tests write it.
    private static func question(_ call: MemberCall) throws -> RungQuestion {
        let arguments = try call.named(1)
        guard let side = try arguments.text("side").flatMap(Side.init(rawValue:)),
            let leverage = try arguments.positive("leverage")
        else { throw EngineError(.script, "level: side (\"long\" or \"short\") and leverage are needed") }
        let entry = try Price(try arguments.positive("entry") ?? 100)
        let notional = try Notional(try arguments.positive("notional") ?? 10_000)
        let tier = Tier(
            floor: 0, cap: .infinity, maximumLeverage: .infinity,
            maintenanceRate: try arguments.fraction("maintenance_rate") ?? 0.005,
            maintenanceAmount: try arguments.positive("maintenance_amount") ?? 0)
        return RungQuestion(
            position: Position(
                side: side, entry: entry, quantity: try Quantity(notional.value / entry.value),
                leverage: try Leverage(leverage)), notional: notional, tier: tier, isAdmitted: true)
    }

    private func context(_ market: TestMarket) -> BarContext {
        BarContext(
            market.series, interval: market.market.interval, ladder: plugin.manifest.ladder ?? .standard)
    }

    /// The plan of a bar, by default the last: the plugin is asked about all before it, in order.
    private func plan(_ call: MemberCall, _ kind: PluginKindDescriptor) throws -> BarPlan {
        guard plugin.manifest.kind == kind.kind else {
            throw EngineError(
                .script,
                "\(call.lua.name) is for \(kind.name) plugins, this one is of kind \(plugin.manifest.kind.name)"
            )
        }
        let market: TestMarket = try call.object(1)
        let count = market.series.count
        let last = call.argument(2).isNil ? count : Int(try call.whole(2))
        guard (1...count).contains(last) else {
            throw EngineError(.script, "\(call.lua.name): bar must lie in 1 to \(count), was \(last)")
        }
        let context = context(market)
        let plugin = try fresh()
        switch try plugin.plan(over: context) {
        case .fixed(let mix): return BarPlan(mix)
        case .rule(let rule):
            var plan = BarPlan(try LeverageMix([Double](repeating: 1, count: context.ladder.count)))
            for index in 0..<last { try rule.fill(&plan, bar: BarPlace(market.series, index)) }
            return plan
        }
    }
}
