package import LiquidationCore

/// Leverage models in Swift: the same as the plugins of their names, to compare with.
package enum BuiltInModel: String, Hashable, Sendable, CaseIterable {
    /// Log-normal around 3x.
    case measured
    /// The same weight on every rung.
    case uniform

    /// The model's mix over a ladder.
    package func mix(on ladder: Ladder) -> LeverageMix {
        switch self {
        case .measured: .measured(on: ladder)
        case .uniform: .uniform(on: ladder)
        }
    }
}
