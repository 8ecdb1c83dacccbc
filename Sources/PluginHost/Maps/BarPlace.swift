import LiquidationCore

/// A bar as messages name it: `bar 17 (2025-05-01T04:00Z)`.
struct BarPlace: CustomStringConvertible {
    let index: Int
    let time: Timestamp

    init(_ series: BarSeries, _ index: Int) {
        (self.index, time) = (index, Timestamp(milliseconds: series.time[index]))
    }

    var description: String { "bar \(index + 1) (\(time))" }
}
