/// What a plan says about the positions that open in one bar.
public struct BarPlan: Hashable, Sendable {
    /// One weight a rung for longs: finite, not negative, not all zero. Only proportions matter.
    public var longWeights: [Double]
    /// The same for shorts.
    public var shortWeights: [Double]
    /// Weight of longs against shorts: 1 and 1 is neutral. Both above zero; only their proportion matters.
    public var longTilt: Double
    /// Weight of shorts against longs.
    public var shortTilt: Double

    /// A mix without a tilt.
    public init(_ mix: LeverageMix) {
        (longWeights, shortWeights, longTilt, shortTilt) = (mix.long, mix.short, 1, 1)
    }
}
