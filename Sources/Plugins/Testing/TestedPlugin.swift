import Engine
import LiquidationCore
import LuaRuntime

/// A plugin as tests hold it: what it says goes through the same rules as in a map.
final class TestedPlugin {
    private let plugin: Plugin

    init(_ plugin: Plugin) { self.plugin = plugin }

    /// What kinds that decide a part of each bar's plan are asked with.
    static let asked: [FunctionPage.Argument] = [
        .init("series", .object(.series)), .optional("bar", .integer, or: "the last", "which bar, from 1"),
    ]

    static let pages = PluginKindDescriptor.all.map(\.page)

    static func makeType() -> LuaObjectType {
        LuaObjectType(
            name: "plugin",
            methods: Dictionary(
                uniqueKeysWithValues: PluginKindDescriptor.all.map { ($0.page.name, method(of: $0)) }),
            fieldNames: FunctionPage.fields(of: .plugin, in: SpecPages.all),
            fields: { object, name in (object as? TestedPlugin)?.field(name) })
    }

    /// How a kind is asked.
    private static func method(of kind: PluginKindDescriptor) -> LuaObjectType.Method {
        switch kind.role {
        case .bar(let part):
            { call in
                let plan = try call.receiver(as: TestedPlugin.self).plan(call, kind)
                return try part.values(plan, call.state)
            }
        case .rungs:
            { call in
                let own = try call.receiver(as: TestedPlugin.self)
                let level = try own.plugin.liquidationPrices(of: [try question(call)])[0]
                return [level.map { .number($0.value) } ?? .nil]
            }
        case .map:
            { call in
                let own = try call.receiver(as: TestedPlugin.self)
                let map: MapResult = try call.object(1, "map", "map")
                let market = try call.argument(2).object(as: TestMarket.self) ?? TestMarket(MadeUpSeries())
                let signals = try own.plugin.signals(of: map, in: own.context(market))
                let rows = try signals.map { signal in
                    LuaValue.table(try call.state.makeTable(array: [], fields: signal.fields))
                }
                return [.table(try call.state.makeTable(array: rows, fields: []))]
            }
        }
    }

    /// A position as tests write it.
    private static func question(_ call: LuaCall) throws -> RungQuestion {
        let arguments = try NamedArguments(call.argument(1), of: "level", in: pages)
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

    private func field(_ name: String) -> LuaValue? {
        let manifest = plugin.manifest
        switch name {
        case "id": return .string(manifest.id)
        case "kind": return .string(manifest.kind.name)
        case "version": return .string(manifest.version)
        case "ladder": return .vector(LuaVector((manifest.ladder ?? .standard).leverages))
        default: return nil
        }
    }

    private func context(_ market: TestMarket) -> BarContext {
        BarContext(
            market.series, interval: market.market.interval, ladder: plugin.manifest.ladder ?? .standard)
    }

    /// The plan of a bar, by default the last: the plugin is asked about all before it, in order.
    private func plan(_ call: LuaCall, _ kind: PluginKindDescriptor) throws -> BarPlan {
        guard plugin.manifest.kind == kind.kind else {
            throw EngineError(
                .script,
                "\(call.name) is for \(kind.name) plugins, this one is of kind \(plugin.manifest.kind.name)"
            )
        }
        let market: TestMarket = try call.object(1, "series", "series")
        let count = market.series.count
        let last = call.argument(2).isNil ? count : Int(try call.integer(2, "bar"))
        guard (1...count).contains(last) else {
            throw EngineError(.script, "\(call.name): bar must lie in 1 to \(count), was \(last)")
        }
        let context = context(market)
        switch try plugin.plan(over: context) {
        case .fixed(let mix): return BarPlan(mix)
        case .rule(let rule):
            var plan = BarPlan(try LeverageMix([Double](repeating: 1, count: context.ladder.count)))
            for index in 0..<last { try rule.fill(&plan, bar: BarPlace(market.series, index)) }
            return plan
        }
    }
}
