package import Engine
package import LiquidationCore

/// A plugin at work: in this process, or in another. The engine asks both the same and gets the same bits.
package protocol PluginRunner: MapPlugin {
    /// What it says about itself.
    var manifest: PluginManifest { get }
    /// Where it comes from: a path, or `session`.
    var origin: String { get }
    /// What outputs say of where it comes from.
    var code: Assumptions.Origin { get }
    /// Its parameters as settled, in the order of their names.
    var parameters: [PluginSetting] { get }
    /// How far it is trusted.
    var level: TrustLevel { get }
}

/// A parameter and its value in a run.
package typealias PluginSetting = (name: String, value: PluginParameter.Value)

extension PluginRunner {
    /// What outputs say about it.
    package var part: Assumptions.Part {
        Assumptions.Part(
            kind: manifest.kind.name, id: manifest.id, version: manifest.version, origin: code,
            parameters: zip(manifest.parameters, parameters).map { declared, settled in
                Assumptions.Pair("\(declared.name)", "\(declared.text(of: settled.value))")
            })
    }

    /// Whether it was declared in a session and has no source that another run could load.
    package var isOfSession: Bool { code == .session }

    /// The rungs that it is made for.
    package var ladder: Ladder? { manifest.ladder }
}

extension BarPlan {
    /// Gives shorts the weights of longs: cell by cell, because two plans that shared one array would have to copy it
    /// when it is filled for the next bar.
    mutating func mirrorLongs() {
        for rung in weights.long.indices { weights.short[rung] = weights.long[rung] }
    }
}
