public import LiquidationCore
import PlainText

/// Where leverage weights come from: a plugin, asked bar by bar, or a built-in model.
enum LeverageSource {
    case plugin(any MapPlugin)
    case builtIn(BuiltInModel)

    /// - Throws: ``EngineError`` where there is no such plugin or built-in.
    init(_ choice: PluginChoice, plugins: any PluginProvider) throws {
        guard choice.isBuiltIn else {
            self = .plugin(try plugins.mapPlugin(choice, kind: .leverage))
            return
        }
        let names = BuiltInModel.allCases.map(\.rawValue)
        guard let model = BuiltInModel(rawValue: choice.name) else {
            throw EngineError(
                .pluginMissing, "no built-in '\(choice.name)': there are \(names.joined(separator: ", "))",
                hint: Spelling.hint(for: choice.name, among: names), subject: .value(choice.name))
        }
        guard choice.overrides.isEmpty else {
            throw EngineError(
                .usage, "builtin:\(choice.name) has no parameters", hint: "plugin '\(choice.name)' has them",
                subject: .value(choice.name))
        }
        self = .builtIn(model)
    }

    /// The plugin, unless it is a built-in model.
    var plugin: (any MapPlugin)? {
        if case .plugin(let plugin) = self { plugin } else { nil }
    }

    var ladder: Ladder {
        switch self {
        case .plugin(let plugin): plugin.ladder ?? .standard
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
                origin: .builtIn)
        }
    }
}

/// Leverage models in Swift: the same as the plugins of their names, to compare with.
public enum BuiltInModel: String, Hashable, Sendable, CaseIterable {
    /// Weights that fall with leverage^-1.5: the default.
    case pareto
    /// Log-normal around 3x.
    case measured
    /// The same weight on every rung.
    case uniform

    /// The model's mix over a ladder.
    public func mix(on ladder: Ladder) -> LeverageMix {
        switch self {
        case .pareto: .pareto(on: ladder)
        case .measured: .measured(on: ladder)
        case .uniform: .uniform(on: ladder)
        }
    }
}
