/// The value of a position in quote units; finite and not negative.
public struct Notional: Hashable, Comparable, Sendable {
    /// Quote units.
    public let value: Double

    /// - Throws: ``CoreError`` `.outOfRange` for negatives, NaN and infinities.
    public init(_ value: Double) throws(CoreError) {
        guard value.isFinite, value >= 0 else {
            throw CoreError(.outOfRange, "notional must be finite and not negative, was \(value)")
        }
        self.value = value
    }

    /// A value that the caller has already proved to be legal.
    init(unchecked value: Double) { self.value = value }

    /// Orders by value.
    public static func < (lhs: Notional, rhs: Notional) -> Bool { lhs.value < rhs.value }
}
