import LiquidationCore
import LuaRuntime

/// Where leverage weights come from: a plugin, asked bar by bar, or a built-in model.
enum LeverageSource {
    case plugin(Plugin)
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

    /// What is known of the mix before the first bar.
    enum Answer {
        /// It is the same for every bar.
        case fixed(LeverageMix)
        /// It was given for all bars.
        case known(any LeverageWeights)
        /// The plugin is asked bar by bar.
        case asked(Plugin)
    }

    /// Asks for the mix over a series, as far as that can be done at once.
    func answer(over series: BarSeries, interval: Int64) throws -> Answer {
        switch self {
        case .builtIn(let model): return .fixed(model.mix(on: ladder))
        case .plugin(let plugin):
            guard let body = plugin.runAll else { return .asked(plugin) }
            let rule = try WholeLeverageRule(plugin, body, ladder: ladder, series: series, interval: interval)
            return rule.mix.map(Answer.fixed) ?? .known(rule)
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
