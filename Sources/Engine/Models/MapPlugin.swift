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
    func liquidationPrices(of questions: [RungQuestion]) throws -> [Price?]
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

/// A provider without plugins: leaves the models that the engine itself has, those of ``BuiltInModel``.
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
            hint: "builtin:pareto, builtin:measured and builtin:uniform need none")
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
    /// Whether it was asked once about all bars, so that what it says of a bar may follow from later ones.
    var asksOnce: Bool { get }
    /// Puts its part of a bar into a plan. Bars are asked for in order.
    func fill(_ plan: inout BarPlan, bar: BarPlace) throws
}

/// A bar as messages name it: `bar 17 (2025-05-01T04:00Z)`.
package struct BarPlace: CustomStringConvertible {
    /// Its place in the series, from 0.
    package let index: Int
    /// Its open instant.
    package let time: Timestamp

    /// The bar at an index of a series, which is lent: a copy would count the references of all its columns, once a bar.
    package init(_ series: borrowing BarSeries, _ index: Int) {
        (self.index, time) = (index, Timestamp(milliseconds: series.time[index]))
    }

    package var description: String { "bar \(index + 1) (\(time))" }
}

/// The series that plugins are asked about.
package final class BarContext {
    /// The bars.
    package let series: BarSeries
    /// Milliseconds from one bar to the next.
    package let interval: Int64
    /// The rungs that weights are wanted for.
    package let ladder: Ladder
    /// Asked while waiting: false ends the run.
    package let shouldContinue: () -> Bool
    /// What the provider of plugins makes of these bars, kept here so that it is made once for all plugins of a run.
    package var rows: AnyObject?

    /// A context by its parts.
    package init(
        _ series: BarSeries, interval: Int64, ladder: Ladder, shouldContinue: @escaping () -> Bool = { true }
    ) {
        (self.series, self.interval, self.ladder, self.shouldContinue) = (
            series, interval, ladder, shouldContinue
        )
    }

    /// The last bar, which signal rules are given.
    package var last: BarPlace { BarPlace(series, series.count - 1) }
}
