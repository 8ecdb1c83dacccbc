import LiquidationCore

/// Finds the interval of bars from the steps between them, and the first bar that has another one.
///
/// Bars that are missing leave steps of whole multiples, wherever they are missing. Rows of another interval leave
/// steps that are no multiples, or a run of one larger step that bars missing by chance do not leave.
struct BarSteps {
    /// Milliseconds from one bar to the next; `nil` where a single bar does not tell.
    let interval: Int64?
    /// The first bar of another interval, and the step that shows it; `nil` where there is none.
    private(set) var odd: (row: Int, step: Int64)?
    /// The number of steps that miss a multiple by a little: bars that opened late by some milliseconds.
    private(set) var uneven = 0

    /// Months differ in length: from here on steps are not compared.
    private static let month: Int64 = 28 * 86_400_000
    /// A run of this many equal steps can be an interval where nothing else is missing; two gaps of one length in a row
    /// are just gaps.
    private static let shortestRun = 3
    /// The same where other bars are missing, too.
    private static let shortestRunAmongGaps = 6
    /// The expected number of runs that missing bars leave by chance below which a run is no accident.
    private static let accident = 1e-3

    /// - Parameter time: of the bars, strictly increasing.
    /// - Complexity: O(n).
    init(_ time: [Int64]) {
        guard time.count > 1 else {
            interval = nil
            return
        }
        var (least, most) = (Int64.max, Int64.min)
        for row in 1..<time.count {
            let step = time[row] - time[row - 1]
            (least, most) = (min(least, step), max(most, step))
        }
        guard least < most, least < Self.month else {
            interval = least
            return
        }
        var counts: [Int64: Int] = [:]
        Self.forEachRun(time) { run in
            counts[run.step, default: 0] += run.count
            return true
        }
        let interval = Self.interval(counts)
        self.interval = interval
        let single = counts.reduce(0) { $0 + (Self.multiple($1.key, of: interval) == 1 ? $1.value : 0) }
        var (odd, uneven): ((row: Int, step: Int64)?, Int) = (nil, 0)
        Self.forEachRun(time) { run in
            guard let multiple = Self.multiple(run.step, of: interval) else {
                odd = (run.first, run.step)
                return false
            }
            if multiple * interval != run.step { uneven += run.count }
            let others = time.count - 1 - run.count
            if multiple > 1, run.count >= Self.shortestRun,
                Self.isInterval(
                    run.count, elsewhere: counts[run.step, default: 0] - run.count, of: others,
                    gaps: others - single)
            {
                odd = (run.first, run.step)
            }
            return odd == nil
        }
        (self.odd, self.uneven) = (odd, uneven)
    }

    /// Equal steps in a row: their number, and the first bar that ends one.
    private struct Run {
        let step: Int64
        let first: Int
        var count: Int
    }

    /// Goes through all runs as long as it is wanted.
    private static func forEachRun(_ time: [Int64], _ body: (Run) -> Bool) {
        var run = Run(step: time[1] - time[0], first: 1, count: 1)
        for row in 2..<max(2, time.count) {
            let step = time[row] - time[row - 1]
            if step == run.step {
                run.count += 1
            } else {
                guard body(run) else { return }
                run = Run(step: step, first: row, count: 1)
            }
        }
        _ = body(run)
    }

    /// The commonest step; a smaller one of which all are multiples where many bars are missing.
    ///
    /// Where bars are missing at random, single steps are the most common ones. In few bars chance can make another
    /// step more common, but not three times as common.
    private static func interval(_ counts: [Int64: Int]) -> Int64 {
        let common = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? 0
        let least = counts.keys.min() ?? 0
        guard least < common, multiple(common, of: least).map({ $0 > 1 }) == true,
            3 * counts[least, default: 0] >= counts[common, default: 0],
            counts.keys.allSatisfy({ multiple($0, of: least) != nil })
        else { return common }
        return least
    }

    /// How many intervals a step is, one hundredth of an interval more or less; `nil` where it is no multiple.
    private static func multiple(_ step: Int64, of interval: Int64) -> Int64? {
        let nearest = (step + interval / 2) / interval
        return nearest > 0 && abs(step - nearest * interval) <= interval / 100 ? nearest : nil
    }

    /// Whether a run of one larger step is another interval, and not bars that happen to be missing.
    ///
    /// It is where next to nothing else is missing, or where so many equal gaps in a row are improbable after how often
    /// such a gap occurs elsewhere.
    /// - Parameters:
    ///   - count: the length of the run.
    ///   - elsewhere: how often its step occurs outside.
    ///   - others: all steps outside.
    ///   - gaps: those of them that are gaps.
    /// - Returns: whether the run is no accident.
    private static func isInterval(_ count: Int, elsewhere: Int, of others: Int, gaps: Int) -> Bool {
        if gaps <= 1 { return true }
        guard count >= shortestRunAmongGaps else { return false }
        let share = Double(elsewhere + 1) / Double(others + 1)
        var expected = Double(others + count)
        for _ in 0..<min(count, 1000) { expected *= share }
        return expected < accident
    }
}

extension Assembly {
    /// The interval of the bars.
    ///
    /// - Throws: ``DataError`` `.badInput` naming the first bar of another interval, and both intervals.
    func interval(
        of bars: Timeline, _ tables: [Table], _ notes: inout [String]
    ) throws(DataError) -> Int64? {
        // Bars that were made of trades are of the interval that was asked for.
        if let known = tables.compactMap(\.interval).first { return known }
        let steps = BarSteps(bars.time)
        guard let interval = steps.interval else { return nil }
        if let odd = steps.odd {
            let open = Timestamp(milliseconds: bars.time[odd.row])
            throw place(of: bars.time[odd.row], tables).error(
                "mixed intervals: the bar at \(open) opens \(Gaps.name(odd.step)) after the one before, "
                    + "but most bars are \(Gaps.name(interval)) apart",
                hint: "keep bars of one interval in a file or folder")
        }
        if steps.uneven > 0 {
            notes.append("\(steps.uneven) steps between bars are no multiple of \(Gaps.name(interval))")
        }
        return interval
    }

    /// The row that a bar was read from.
    private func place(of time: Int64, _ tables: [Table]) -> Table.Place {
        for table in tables {
            if let row = table.time.firstIndex(of: time) { return Table.Place(table, row) }
        }
        return Table.Place(file: path)
    }
}
