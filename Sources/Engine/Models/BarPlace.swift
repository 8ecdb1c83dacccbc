package import LiquidationCore

/// A bar as messages name it: `bar 17 (2025-05-01T04:00Z)`.
package struct BarPlace: CustomStringConvertible {
    /// Its place in the series, from 0.
    package let index: Int
    /// Its open instant.
    package let time: Timestamp

    /// The bar at an index of a series, which is lent: a copy would count the references of all its columns, once a bar.
    package init(_ series: borrowing BarSeries, _ index: Int) {
        (self.index, time) = (index, Timestamp(milliseconds: series.time[index]))
    }

    package var description: String { "bar \(index + 1) (\(time))" }
}
