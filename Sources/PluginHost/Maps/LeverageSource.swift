import LiquidationCore
import LuaRuntime
import PlainText

/// Where leverage weights come from: a plugin, asked bar by bar, or a built-in model.
enum LeverageSource {
    case plugin(any PluginRunner)
    case builtIn(BuiltInModel)

    /// - Throws: ``HostError`` where there is no such plugin or built-in.
    init(_ choice: PluginChoice, catalog: PluginCatalog) throws {
        guard choice.isBuiltIn else {
            self = .plugin(try catalog.plugin(choice, kind: .leverage))
            return
        }
        let names = BuiltInModel.allCases.map(\.rawValue)
        guard let model = BuiltInModel(rawValue: choice.name) else {
            throw HostError(
                .pluginMissing, "no built-in '\(choice.name)': there are \(names.joined(separator: ", "))",
                hint: Spelling.hint(for: choice.name, among: names))
        }
        guard choice.overrides.isEmpty else {
            throw HostError(
                .usage, "builtin:\(choice.name) has no parameters", hint: "plugin '\(choice.name)' has them")
        }
        self = .builtIn(model)
    }

    var ladder: Ladder {
        switch self {
        case .plugin(let plugin): plugin.manifest.ladder ?? .standard
        case .builtIn: .standard
        }
    }

    /// The mix over a series.
    func plan(over context: BarContext) throws -> PlanSource {
        switch self {
        case .builtIn(let model): .fixed(model.mix(on: ladder))
        case .plugin(let plugin): try plugin.plan(over: context)
        }
    }

    var part: Assumptions.Part {
        switch self {
        case .plugin(let plugin): plugin.part
        case .builtIn(let model):
            Assumptions.Part(
                kind: "leverage", id: "builtin:\(model.rawValue)", version: EngineVersion.number,
                hash: "built-in")
        }
    }
}
