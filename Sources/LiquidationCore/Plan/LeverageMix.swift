/// How opened positions are spread over the rungs of a ladder, per side.
public struct LeverageMix: Hashable, Sendable {
    /// One weight a rung for longs; not negative, not all zero. Only their proportions matter.
    public let long: [Double]
    /// The same for shorts.
    public let short: [Double]

    /// A mix by its weights.
    ///
    /// - Throws: ``CoreError`` `.invalidWeights` naming side, rung and value.
    public init(long: [Double], short: [Double]) throws(CoreError) {
        for (side, weights) in [(Side.long, long), (.short, short)] {
            for (i, weight) in weights.enumerated() where !(weight.isFinite && weight >= 0) {
                throw CoreError(
                    .invalidWeights, "\(side) weight \(i + 1) must be finite and not negative, was \(weight)")
            }
            guard weights.contains(where: { $0 > 0 }) else {
                throw CoreError(.invalidWeights, "\(side) weights must not all be zero")
            }
        }
        (self.long, self.short) = (long, short)
    }

    init(uncheckedLong long: [Double], short: [Double]) { (self.long, self.short) = (long, short) }

    /// The same weights on both sides.
    ///
    /// - Throws: ``CoreError`` `.invalidWeights` naming rung and value.
    public init(_ weights: [Double]) throws(CoreError) { try self.init(long: weights, short: weights) }
}
