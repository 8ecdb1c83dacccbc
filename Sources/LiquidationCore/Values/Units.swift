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
