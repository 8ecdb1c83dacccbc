import LiquidationCore

/// What is asked for the leverage weights of each bar.
protocol LeverageWeights {
    /// Puts the weights of a bar into a plan.
    func fill(_ plan: inout BarPlan, bar: BarPlace) throws
}

extension BarPlan {
    /// Gives shorts the weights of longs: cell by cell, because two plans that shared one array would have to copy it
    /// when it is filled for the next bar.
    mutating func mirrorLongs() {
        for rung in longWeights.indices { shortWeights[rung] = longWeights[rung] }
    }
}
