package import LiquidationCore

/// A plugin as the engine knows it: something that has a say in a map. What language it is written in, and in which
/// process it runs, is the provider's business.
package protocol MapPlugin: AnyObject {
    /// What outputs say about it.
    var part: Assumptions.Part { get }
    /// Whether it was declared in a session and has no source that another run could load.
    var isOfSession: Bool { get }
    /// The rungs that it is made for; the standard ladder if `nil`.
    var ladder: Ladder? { get }

    /// Its say in the plan of each bar, of kinds that have one.
    ///
    /// - Throws: ``EngineError`` if it fails or its answer breaks the contract.
    func plan(over context: BarContext) throws -> PlanSource

    /// What it reads off a map after the last bar, of signal plugins.
    ///
    /// - Throws: ``EngineError`` if it fails or its answer breaks the contract.
    func signals(of map: MapResult, in context: BarContext) throws -> [Signal]

    /// Liquidation prices of positions, of margin plugins; `nil` for a position that no price liquidates.
    ///
    /// - Throws: ``EngineError`` if it fails or its answer breaks the contract.
    func levels(of questions: [RungQuestion]) throws -> [Price?]
}

/// Finds the plugins that requests name.
package protocol PluginProvider: AnyObject {
    /// The plugin of a choice.
    ///
    /// - Throws: ``EngineError`` `.pluginMissing`, `.pluginInvalid`, or `.usage` when it is of another kind or a
    ///   parameter is wrong.
    func mapPlugin(_ choice: PluginChoice, kind: PluginKind) throws -> any MapPlugin
    /// The seed of `math.random`, if one was given.
    var seed: UInt64? { get }
}

/// A provider without plugins: leaves the models that the engine itself has, `measured` and `uniform`.
package final class NoPlugins: PluginProvider {
    /// The provider.
    package init() {}

    /// No seed.
    package var seed: UInt64? { nil }

    /// Refuses every plugin.
    ///
    /// - Throws: ``EngineError`` `.pluginMissing`.
    package func mapPlugin(_ choice: PluginChoice, kind: PluginKind) throws -> any MapPlugin {
        throw EngineError(
            .pluginMissing, "no \(kind.name) plugin '\(choice.name)': this engine runs without plugins",
            hint: "builtin:measured and builtin:uniform need none")
    }
}

/// What a plugin says about the bars of a series.
package enum PlanSource {
    /// The same mix for every bar.
    case fixed(LeverageMix)
    /// Asked bar by bar, in order.
    case rule(any BarRule)
}

/// What is asked for a part of the plan of each bar.
package protocol BarRule {
    /// Puts its part of a bar into a plan. Bars are asked for in order.
    func fill(_ plan: inout BarPlan, bar: BarPlace) throws
}
