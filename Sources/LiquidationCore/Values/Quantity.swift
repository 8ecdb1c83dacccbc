/// The absolute size of a position in base units; finite and above zero.
public struct Quantity: Hashable, Comparable, Sendable {
    /// Base units.
    public let value: Double

    /// - Throws: ``CoreError`` `.notPositive` for zero, negatives, NaN and infinities.
    public init(_ value: Double) throws(CoreError) {
        guard value.isFinite, value > 0 else {
            throw CoreError(.notPositive, "quantity must be finite and above zero, was \(value)")
        }
        self.value = value
    }

    /// A value that the caller has already proved to be legal.
    init(unchecked value: Double) { self.value = value }

    /// Orders by value.
    public static func < (lhs: Quantity, rhs: Quantity) -> Bool { lhs.value < rhs.value }
}
