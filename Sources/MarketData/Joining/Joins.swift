/// Puts rows of other clocks on bars.
enum Joins {
    /// How early before a full hour a funding instant still counts as that hour, in milliseconds.
    static let fundingJitter: Int64 = 1000

    /// Which row each bar takes: the last with its instant in (open, end].
    ///
    /// - Parameters:
    ///   - times: of the rows, strictly increasing.
    ///   - opens: of the bars, strictly increasing.
    ///   - interval: of the bars, milliseconds.
    /// - Returns: one row a bar, `nil` where none lies in it.
    /// - Complexity: O(rows + bars).
    static func lastRows(_ times: [Int64], opens: [Int64], interval: Int64) -> [Int?] {
        var next = 0
        return opens.map { open in
            let end = open + interval
            while next < times.count, times[next] <= end { next += 1 }
            guard next > 0, times[next - 1] > open else { return nil }
            return next - 1
        }
    }

    /// One column joined by ``lastRows(_:opens:interval:)``.
    static func cells(_ column: [Double], _ rows: [Int?]) -> [Double] {
        rows.map { row in row.map { column[$0] } ?? .nan }
    }

    /// Funding rates on the bars that contain their instants; NaN elsewhere.
    ///
    /// Several payments within one bar are added, because that is what a position through the bar pays.
    /// - Returns: the column, how many payments were added to others, and how many lie on no bar.
    static func funding(
        _ rates: [Double], at times: [Int64], opens: [Int64], interval: Int64
    ) -> (column: [Double], added: Int, outside: Int) {
        var column = Array(repeating: Double.nan, count: opens.count)
        var (bar, added, outside) = (0, 0, 0)
        for (rate, time) in zip(rates, times) where rate.isFinite {
            let untilHour = 3_600_000 - time % 3_600_000
            let paid = untilHour <= fundingJitter ? time + untilHour : time
            while bar + 1 < opens.count, opens[bar + 1] <= paid { bar += 1 }
            guard opens[bar] <= paid, paid < opens[bar] + max(1, interval) else {
                outside += 1
                continue
            }
            if column[bar].isNaN {
                column[bar] = rate
            } else {
                column[bar] += rate
                added += 1
            }
        }
        return (column, added, outside)
    }
}
