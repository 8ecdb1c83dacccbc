import LiquidationCore

/// Finds bars that are missing between others.
enum Gaps {
    /// Every run of missing bars.
    ///
    /// Months differ in length, so a step counts by how many whole intervals fit into it.
    static func find(_ time: [Int64], interval: Int64) -> [DataReport.Gap] {
        guard interval > 0 else { return [] }
        var gaps: [DataReport.Gap] = []
        for row in time.indices.dropFirst() where time[row] - time[row - 1] != interval {
            let before = time[row - 1]
            let missing = (time[row] - before) / interval - 1
            guard missing > 0 else { continue }
            gaps.append(
                DataReport.Gap(
                    from: Timestamp(milliseconds: before + interval),
                    to: Timestamp(milliseconds: before + missing * interval), bars: Int(missing)))
        }
        return gaps
    }

    /// How many steps are no multiple of the interval; months are not counted.
    static func irregularSteps(_ time: [Int64], interval: Int64) -> Int {
        guard interval > 0, interval < 28 * 86_400_000 else { return 0 }
        return time.indices.dropFirst().count { row in
            let step = time[row] - time[row - 1]
            return step != interval && step % interval != 0
        }
    }

    /// The first gaps in words, then how many more there are.
    static func notes(_ gaps: [DataReport.Gap], shown: Int = 5) -> [String] {
        var notes = gaps.prefix(shown).map { gap in
            if gap.bars == 1 { return "gap: 1 bar missing at \(gap.from)" }
            let (from, to) = ("\(gap.from)", "\(gap.to)")
            let isSameDay = from.prefix(11) == to.prefix(11)
            return
                "gap: \(gap.bars) bars missing from \(from) to \(isSameDay ? String(to.dropFirst(11)) : to)"
        }
        if gaps.count > shown {
            let bars = gaps.dropFirst(shown).reduce(0) { $0 + $1.bars }
            notes.append("\(gaps.count - shown) more gaps with \(bars) missing bars")
        }
        return notes
    }

    /// "1m", "4h", "1d", else milliseconds.
    static func name(_ interval: Int64) -> String {
        let units: [(Int64, String)] = [
            (7 * 86_400_000, "w"), (86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"),
        ]
        for (length, unit) in units where interval > 0 && interval % length == 0 {
            return "\(interval / length)\(unit)"
        }
        return interval > 0 ? "\(interval) ms" : "unknown interval"
    }
}
