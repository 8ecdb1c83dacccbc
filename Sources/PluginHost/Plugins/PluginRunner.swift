package import LiquidationCore

/// A plugin at work: in this process, or in one of its own. The engine asks both the same and gets the same bits.
package protocol PluginRunner: AnyObject {
    /// What it says about itself.
    var manifest: PluginManifest { get }
    /// Where it comes from: a path, or `session`.
    var origin: String { get }
    /// SHA-256 of its source.
    var hash: String { get }
    /// Its parameters as settled, in the order of their names.
    var parameters: [PluginSetting] { get }
    /// How far it is trusted.
    var level: TrustLevel { get }

    /// Its say in the plan of each bar, of kinds that have one.
    ///
    /// - Throws: ``HostError`` where it fails or its answer breaks the contract.
    func plan(over context: BarContext) throws -> PlanSource

    /// What it reads off a map after the last bar, of signal plugins.
    ///
    /// - Throws: ``HostError`` where it fails or its answer breaks the contract.
    func signals(of map: MapObject, in context: BarContext) throws -> [Signal]

    /// Where it force-closes positions, of margin plugins; `nil` where no price does.
    ///
    /// - Throws: ``HostError`` where it fails or its answer breaks the contract.
    func levels(of questions: [RungQuestion]) throws -> [Price?]
}

/// A parameter and its value in a run.
package typealias PluginSetting = (name: String, value: PluginParameter.Value)

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

extension PluginRunner {
    /// What outputs say about it.
    package var part: Assumptions.Part {
        Assumptions.Part(
            kind: manifest.kind.rawValue, id: manifest.id, version: manifest.version, hash: hash,
            parameters: zip(manifest.parameters, parameters).map { declared, settled in
                Assumptions.Pair(declared.name, declared.text(of: settled.value))
            })
    }
}

extension BarPlan {
    /// Gives shorts the weights of longs: cell by cell, because two plans that shared one array would have to copy it
    /// when it is filled for the next bar.
    mutating func mirrorLongs() {
        for rung in weights.long.indices { weights.short[rung] = weights.long[rung] }
    }
}
