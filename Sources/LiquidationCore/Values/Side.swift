/// The direction of a position.
public enum Side: String, Hashable, Sendable, CaseIterable {
    /// Gains when the price rises; is liquidated below.
    case long
    /// Gains when the price falls; is liquidated above.
    case short

    /// +1 for a long, -1 for a short.
    public var sign: Double { self == .long ? 1 : -1 }
}

/// One value for longs and one for shorts.
///
/// ```swift
/// var open = BySide(long: 3.0, short: 1.0)
/// open[.long] += 1
/// let twice = open.map { $0 * 2 }
/// ```
@frozen
public struct BySide<Value> {
    /// The value for longs.
    public var long: Value
    /// The value for shorts.
    public var short: Value

    /// Two values.
    @inlinable
    public init(long: Value, short: Value) {
        self.long = long
        self.short = short
    }

    /// The same value for both sides.
    @inlinable
    public init(both value: Value) {
        self.init(long: value, short: value)
    }

    /// Makes a value for longs, then one for shorts.
    @inlinable
    public static func each<E: Error>(_ make: (Side) throws(E) -> Value) throws(E) -> BySide {
        BySide(long: try make(.long), short: try make(.short))
    }

    /// The value of a side.
    @inlinable
    public subscript(side: Side) -> Value {
        get { side == .long ? long : short }
        // Changes the value where it is: an array, for one, isn't copied.
        _modify { if side == .long { yield &long } else { yield &short } }
    }

    /// Both values transformed, that of longs first.
    @inlinable
    public func map<Result, E: Error>(_ transform: (Value) throws(E) -> Result) throws(E) -> BySide<Result> {
        BySide<Result>(long: try transform(long), short: try transform(short))
    }
}

extension BySide: Equatable where Value: Equatable {}
extension BySide: Hashable where Value: Hashable {}
extension BySide: Sendable where Value: Sendable {}
extension BySide: BitwiseCopyable where Value: BitwiseCopyable {}

extension BySide: AdditiveArithmetic where Value: AdditiveArithmetic {
    /// Nothing on either side.
    @inlinable
    public static var zero: BySide { BySide(both: .zero) }

    /// Both sides together.
    @inlinable
    public var total: Value { long + short }

    /// The sum, side by side.
    @inlinable
    public static func + (one: BySide, other: BySide) -> BySide {
        BySide(long: one.long + other.long, short: one.short + other.short)
    }

    /// The difference, side by side.
    @inlinable
    public static func - (one: BySide, other: BySide) -> BySide {
        BySide(long: one.long - other.long, short: one.short - other.short)
    }
}
