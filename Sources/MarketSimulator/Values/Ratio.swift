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
