/// Notional over initial margin; finite and at least 1.
public struct Leverage: Hashable, Comparable, Sendable {
    /// Times.
    public let value: Double

    /// - Throws: ``CoreError`` `.outOfRange` below 1, for NaN and infinities.
    public init(_ value: Double) throws(CoreError) {
        guard value.isFinite, value >= 1 else {
            throw CoreError(.outOfRange, "leverage must be at least 1, was \(value)")
        }
        self.value = value
    }

    /// A value that the caller has already proved to be legal.
    init(unchecked value: Double) { self.value = value }

    /// Orders by value.
    public static func < (lhs: Leverage, rhs: Leverage) -> Bool { lhs.value < rhs.value }
}
