package import LiquidationCore

/// A quantity as a whole number of lots of 0.001 base units, so that sums over positions are exact.
package struct Lots: Hashable, Comparable, Sendable {
    /// Lots in one base unit.
    package static let perUnit: Int64 = 1000

    /// How many lots.
    package let count: Int64

    /// A quantity by its lots.
    package init(_ count: Int64) { self.count = count }

    /// The same quantity in base units.
    ///
    /// - Precondition: above zero, which every position's is.
    package var quantity: Quantity {
        guard let quantity = try? Quantity(Double(count) / Double(Self.perUnit)) else {
            preconditionFailure("a simulated quantity must be above zero, was \(count) lots")
        }
        return quantity
    }

    /// The value at a price, in units of 0.0001 quote: exact.
    func notional(at price: Ticks) -> Int64 { count * price.count }

    /// Orders by size.
    package static func < (lhs: Lots, rhs: Lots) -> Bool { lhs.count < rhs.count }
}
