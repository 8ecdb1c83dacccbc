import LiquidationCore

/// What is asked for the leverage weights of each bar.
protocol LeverageWeights {
    /// Puts the weights of a bar into a plan.
    func fill(_ plan: inout BarPlan, bar: BarPlace) throws
}
