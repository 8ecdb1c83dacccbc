extension BarSeries {
    /// How many days an average true range is taken over.
    public static let trueRangeDays = 14

    /// The average true range of a day, over the last 14 days of the bars or as many as there are; `nil` where the bars
    /// are longer than a day or span less than one.
    ///
    /// Days are spans of 24 hours that are counted back from the end of the last bar, so that none is cut short. The true
    /// range of a day is its highest price or the close before it, whichever is higher, less its lowest price or the close
    /// before it, whichever is lower. A day without bars is left out.
    ///
    /// - Returns: quote per base.
    /// - Complexity: O(n).
    public var averageTrueRange: Double? { averageTrueRange(after: count - 1, interval: interval) }

    /// The same as it was after a bar.
    ///
    /// - Parameters:
    ///   - bar: its place in the series.
    ///   - interval: how long a bar is, milliseconds.
    /// - Returns: quote per base.
    /// - Complexity: O(bars of 14 days).
    public func averageTrueRange(after bar: Int, interval: Int64) -> Double? {
        let day = Int64(86_400_000)
        guard interval > 0, interval <= day else { return nil }
        let (end, overflow) = time[bar].addingReportingOverflow(interval)
        guard !overflow else { return nil }
        var (sum, days) = (0.0, 0)
        var next = bar + 1
        for index in 1...Int64(Self.trueRangeDays) {
            let start = end - index * day
            guard time[0] <= start else { break }
            var first = next
            while first > 0, time[first - 1] >= start { first -= 1 }
            defer { next = first }
            guard first < next else { continue }
            let before = first > 0 ? close[first - 1] : open[first]
            let highest = high[first..<next].reduce(before, max)
            let lowest = low[first..<next].reduce(before, min)
            (sum, days) = (sum + highest - lowest, days + 1)
        }
        return days > 0 ? sum / Double(days) : nil
    }
}
