package import LiquidationCore

/// An amount of money as a whole number of millionths of a quote unit; negative once funding has eaten a wallet.
package struct Micros: Hashable, Comparable, Sendable {
    /// Millionths in one quote unit.
    package static let perUnit: Int64 = 1_000_000

    /// How many millionths.
    package let count: Int64

    /// An amount by its millionths.
    package init(_ count: Int64) { self.count = count }

    /// The value of lots at a price: exact, a lot times a tick being 100 millionths.
    package init(of lots: Lots, at price: Ticks) {
        count = lots.notional(at: price) * 100
    }

    /// The same amount in quote units.
    package var collateral: Collateral {
        guard let collateral = try? Collateral(Double(count) / Double(Self.perUnit)) else {
            preconditionFailure("a whole number over a million is finite")
        }
        return collateral
    }

    /// Orders by amount.
    package static func < (lhs: Micros, rhs: Micros) -> Bool { lhs.count < rhs.count }

    /// The sum.
    package static func + (lhs: Micros, rhs: Micros) -> Micros { Micros(lhs.count + rhs.count) }
}
