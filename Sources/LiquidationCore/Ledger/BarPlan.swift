/// What a plan says about the positions of one bar.
public struct BarPlan: Hashable, Sendable {
    /// One weight a rung and side: finite, not negative, not all zero. Only proportions matter.
    public var weights: BySide<[Double]>
    /// The weight of longs against shorts: 1 and 1 is neutral. Both above zero; only their proportion matters.
    public var tilt: BySide<Double>
    /// Weights of entry prices at even distances from the bar's low to its high, the middle where there is one:
    /// finite, not negative, not all zero. Only proportions matter. Empty for the model's own entry.
    public var entryWeights: [Double]
    /// The share of longs in what opens, 0 to 1; `nil` for the model's own split. A balance on open interest holds
    /// twice the share of it long, twice the rest short.
    public var longShare: Double?
    /// The fraction of all that is live which its holders close in the bar, 0 to 1: after what the bar's path
    /// liquidates, before anything else closes and anything opens. It counts toward what closes otherwise.
    public var closedFraction: Double

    /// A mix; all else is left to the model.
    public init(_ mix: LeverageMix) {
        (weights, tilt) = (mix.weights, BySide(both: 1))
        (entryWeights, longShare, closedFraction) = ([], nil, 0)
    }
}

extension BarPlan {
    /// Checks all but the weights of rungs, which are looked at where something opens.
    ///
    /// - Throws: ``CoreError`` `.invalidWeights` naming the rule and the value.
    borrowing func check() throws(CoreError) {
        guard tilt.long > 0, tilt.short > 0, tilt.total.isFinite else {
            throw CoreError(
                .invalidWeights,
                "tilts must be finite and above zero, were \(tilt.long) long and \(tilt.short) short")
        }
        guard closedFraction >= 0, closedFraction <= 1 else {
            throw CoreError(
                .invalidWeights, "the closed fraction must lie in 0 to 1, was \(closedFraction)")
        }
        if let longShare, !(longShare >= 0 && longShare <= 1) {
            throw CoreError(.invalidWeights, "the share of longs must lie in 0 to 1, was \(longShare)")
        }
        guard !entryWeights.isEmpty else { return }
        let sum = entryWeights.reduce(0, +)
        guard sum > 0, sum.isFinite, entryWeights.allSatisfy({ $0 >= 0 }) else {
            throw CoreError(
                .invalidWeights,
                "weights of entry prices must be finite and not negative, and not all zero")
        }
    }
}
