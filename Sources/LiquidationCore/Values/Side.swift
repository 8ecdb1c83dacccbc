/// The direction of a position.
public enum Side: String, Hashable, Sendable, CaseIterable {
    /// Gains when the price rises; is liquidated below.
    case long
    /// Gains when the price falls; is liquidated above.
    case short

    /// +1 for a long, -1 for a short.
    public var sign: Double { self == .long ? 1 : -1 }
}
