/// A plain fraction per event or per unit of notional: 0.0001 is one basis point.
public struct Rate: Hashable, Comparable, Sendable {
    /// A fraction; may be negative (funding).
    public let value: Double

    /// - Throws: ``CoreError`` `.notFinite` for NaN and infinities.
    public init(_ value: Double) throws(CoreError) {
        guard value.isFinite else {
            throw CoreError(.notFinite, "rate must be finite, was \(value)")
        }
        self.value = value
    }

    /// A value that the caller has already proved to be legal.
    init(unchecked value: Double) { self.value = value }

    /// Orders by value.
    public static func < (lhs: Rate, rhs: Rate) -> Bool { lhs.value < rhs.value }
}
