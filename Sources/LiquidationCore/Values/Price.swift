/// A price in quote units per one base unit; finite and above zero.
public struct Price: Hashable, Comparable, Sendable {
    /// Quote units per one base unit.
    public let value: Double

    /// - Throws: ``CoreError`` `.notPositive` for zero, negatives, NaN and infinities.
    public init(_ value: Double) throws(CoreError) {
        guard value.isFinite, value > 0 else {
            throw CoreError(.notPositive, "price must be finite and above zero, was \(value)")
        }
        self.value = value
    }

    /// A value that the caller has already proved to be legal.
    init(unchecked value: Double) { self.value = value }

    /// Orders by value.
    public static func < (lhs: Price, rhs: Price) -> Bool { lhs.value < rhs.value }
}
