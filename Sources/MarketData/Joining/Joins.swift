import LiquidationCore

/// Puts rows of other clocks on bars.
enum Joins {
    /// The time before a full hour in which a funding instant still counts as that hour, in milliseconds.
    static let fundingJitter: Int64 = 1000

    /// The row that each bar takes: the last with its instant in (open, end].
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

    /// The highest and lowest of rows within each bar; NaN where a bar is not covered from end to end.
    ///
    /// - Parameters:
    ///   - high: one cell a row.
    ///   - low: one cell a row.
    ///   - times: opens of the rows, strictly increasing.
    ///   - rowsPerBar: how many rows cover a bar.
    ///   - opens: of the bars, strictly increasing.
    ///   - interval: of the bars, milliseconds.
    /// - Returns: a cell a bar.
    /// - Complexity: O(rows + bars).
    static func ranges(
        _ high: [Double], _ low: [Double], at times: [Int64], rowsPerBar: Int, opens: [Int64],
        interval: Int64
    ) -> (high: [Double], low: [Double]) {
        var (highs, lows, next) = ([Double](), [Double](), 0)
        for open in opens {
            while next < times.count, times[next] < open { next += 1 }
            let first = next
            while next < times.count, times[next] - open < interval { next += 1 }
            let rows = first..<next
            let isCovered =
                rows.count == rowsPerBar && rows.allSatisfy { high[$0].isFinite && low[$0].isFinite }
            highs.append(isCovered ? rows.reduce(0) { max($0, high[$1]) } : .nan)
            lows.append(isCovered ? rows.reduce(.infinity) { min($0, low[$1]) } : .nan)
        }
        return (highs, lows)
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

extension Assembly {
    /// Puts the last metrics row within each bar on it.
    func joinMetrics(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) throws(DataError) {
        let part = tables.filter { $0.layout.kind == .metrics }
        guard !part.isEmpty else { return }
        let metrics = try Timeline(part)
        notes += metrics.notes
        let rows = Joins.lastRows(metrics.time, opens: bars.time, interval: interval)
        extras[.openInterest] = metrics[.openInterest].map { Joins.cells($0, rows) }
        for column in [BarColumn.longShortRatio, .accountRatio] {
            guard let ratio = metrics[column], ratio.contains(where: \.isFinite) else { continue }
            extras[column] = Joins.cells(ratio, rows)
        }
        let without = rows.count { $0 == nil }
        if without > 0 {
            notes.append("metrics: \(without) of \(rows.count) bars have no row, their cells are missing")
        }
    }

    /// Puts each funding payment on the bar that contains it.
    func joinFunding(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) throws(DataError) {
        let part = tables.filter { $0.layout.kind == .fundingRate }
        guard !part.isEmpty else { return }
        let funding = try Timeline(part)
        notes += funding.notes
        let joined = Joins.funding(
            funding[.fundingRate] ?? [], at: funding.time, opens: bars.time, interval: interval)
        extras[.fundingRate] = joined.column
        if joined.outside > 0 { notes.append("funding: \(joined.outside) payments lie on no bar, not used") }
        if joined.added > 0 {
            notes.append("funding: \(joined.added) payments share a bar with another, their rates are added")
        }
    }
}

extension Assembly {
    /// Puts the range of the mark price on each bar that its klines cover from end to end.
    func joinMarkPrices(
        to bars: Timeline, _ interval: Int64, _ extras: inout BarExtras, _ notes: inout [String]
    ) throws(DataError) {
        let part = tables.filter { $0.layout.kind == .markKlines }
        guard !part.isEmpty else { return }
        let marks = try Timeline(part)
        notes += marks.notes
        let step = smallestStep(marks.time) ?? interval
        guard interval > 0, interval % step == 0 else {
            throw DataError(
                .badInput, file: path,
                "mark prices of \(Gaps.name(step)) do not make up bars of \(Gaps.name(interval))",
                hint: "fetch markPriceKlines of the bars' interval or a finer one")
        }
        let ranges = Joins.ranges(
            marks[.markHigh] ?? [], marks[.markLow] ?? [], at: marks.time, rowsPerBar: Int(interval / step),
            opens: bars.time, interval: interval)
        (extras[.markHigh], extras[.markLow]) = (ranges.high, ranges.low)
        let without = ranges.high.count { $0.isNaN }
        if without > 0 {
            notes.append(
                "mark prices: \(without) of \(ranges.high.count) bars are not covered, their cells are missing"
            )
        }
    }
}
