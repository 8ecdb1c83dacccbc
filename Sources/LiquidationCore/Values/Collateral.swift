/// Margin set aside for a position, in settlement units; finite, negative once funding has eaten it.
public struct Collateral: Hashable, Comparable, Sendable {
    /// Settlement units (quote, for a linear contract).
    public let value: Double

    /// - Throws: ``CoreError`` `.notFinite` for NaN and infinities.
    public init(_ value: Double) throws(CoreError) {
        guard value.isFinite else {
            throw CoreError(.notFinite, "collateral must be finite, was \(value)")
        }
        self.value = value
    }

    /// A value that the caller has already proved to be legal.
    init(unchecked value: Double) { self.value = value }

    /// Orders by value.
    public static func < (lhs: Collateral, rhs: Collateral) -> Bool { lhs.value < rhs.value }
}
