/// How opened positions are spread over the rungs of a ladder, per side.
public struct LeverageMix: Hashable, Sendable {
    /// One weight a rung and side; not negative, not all zero. Only their proportions matter.
    public let weights: BySide<[Double]>

    /// A mix by its weights.
    ///
    /// - Throws: ``CoreError`` `.invalidWeights` naming side, rung and value.
    public init(_ weights: BySide<[Double]>) throws(CoreError) {
        for side in Side.allCases {
            for (i, weight) in weights[side].enumerated() where !(weight.isFinite && weight >= 0) {
                throw CoreError(
                    .invalidWeights, "\(side) weight \(i + 1) must be finite and not negative, was \(weight)")
            }
            guard weights[side].contains(where: { $0 > 0 }) else {
                throw CoreError(.invalidWeights, "\(side) weights must not all be zero")
            }
        }
        self.weights = weights
    }

    init(unchecked weights: [Double]) { self.weights = BySide(both: weights) }

    /// The same weights on both sides.
    ///
    /// - Throws: ``CoreError`` `.invalidWeights` naming rung and value.
    public init(_ weights: [Double]) throws(CoreError) { try self.init(BySide(both: weights)) }
}
