package import LiquidationCore

/// A price as a whole number of ticks of 0.1 quote units.
///
/// The simulator moves prices in ticks only, so that "the path touched this price" is an integer comparison.
package struct Ticks: Hashable, Comparable, Sendable {
    /// Ticks in one quote unit.
    package static let perUnit: Int64 = 10

    /// How many ticks.
    package let count: Int64

    /// A price by its ticks.
    package init(_ count: Int64) { self.count = count }

    /// The same price in quote units per base unit.
    ///
    /// - Precondition: above zero, which every simulated price is.
    package var price: Price {
        guard let price = try? Price(Double(count) / Double(Self.perUnit)) else {
            preconditionFailure("a simulated price must be above zero, was \(count) ticks")
        }
        return price
    }

    /// Orders by price.
    package static func < (lhs: Ticks, rhs: Ticks) -> Bool { lhs.count < rhs.count }
}
