package import LiquidationCore

/// Notional of both sides, quote units.
package struct Sides: Hashable, Sendable {
    /// Of longs.
    package var long: Double
    /// Of shorts.
    package var short: Double

    /// Both by their values.
    package init(long: Double = 0, short: Double = 0) { (self.long, self.short) = (long, short) }

    /// Of both together.
    package var total: Double { long + short }

    /// Of one side.
    package subscript(side: Side) -> Double { side == .long ? long : short }

    /// Side by side.
    static func + (lhs: Sides, rhs: Sides) -> Sides {
        Sides(long: lhs.long + rhs.long, short: lhs.short + rhs.short)
    }
}
