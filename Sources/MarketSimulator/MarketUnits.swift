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

/// A ratio of two whole numbers, rounded half up to four decimals.
package struct Ratio: Hashable, Sendable {
    /// Ten-thousandths.
    package let count: Int64

    /// Divides, counting a denominator of zero as one, so that an empty side still gives a number.
    ///
    /// - Precondition: neither number is negative; the numerator is below 9e14.
    package init(_ numerator: Int64, over denominator: Int64) {
        precondition(numerator >= 0 && denominator >= 0)
        let divisor = max(1, denominator)
        count = (numerator * 10_000 + divisor / 2) / divisor
    }

    /// The ratio as a number.
    package var value: Double { Double(count) / 10_000 }
}
