/// How old what is live is: a pass backward that stops at some marks on its way and keeps the entries up to there.
///
/// Marks lie where later bars have replaced another thirty-second of open interest, so that each stands for about as much
/// of what is live, however long ago it was opened.
struct LiveAges: Sendable {
    /// The pass when it has read all bars.
    private(set) var pass: BackwardPass
    /// From the latest to the earliest.
    private(set) var marks: [Mark] = []
    private let taps: BySide<RungTaps>
    /// What a share of open interest is worth, quote units.
    private var worth = 1.0

    /// Entries of a bar and of all later ones.
    struct Mark: Sendable {
        let time: Timestamp
        let entries: EntryHistogram
    }

    /// How many marks there are.
    static let count = 32

    /// Reads bars back from the last of some.
    ///
    /// - Complexity: that of the pass, and O(marks · cells of the histogram).
    init(_ bars: Range<Int>, of source: TurnoverSource, _ taps: BySide<RungTaps>) {
        pass = BackwardPass(startingAfter: bars, of: source)
        self.taps = taps
        for turn in 1...Self.count {
            let part = Double(turn) / Double(Self.count)
            let before = pass.start
            pass.read(
                downTo: bars.lowerBound, keeping: turn == Self.count ? BackwardPass.negligible : 1 - part,
                of: source, taps)
            guard pass.start < before else { continue }
            marks.append(
                Mark(time: Timestamp(milliseconds: source.series.time[pass.start]), entries: pass.entries))
        }
    }

    /// The same with what a share of open interest is worth, quote units.
    func worth(_ worth: Double) -> LiveAges {
        var ages = self
        ages.worth = worth
        return ages
    }

    /// How long before the map's time half of what lies between two prices had been opened, milliseconds; `nil` where
    /// nothing does.
    ///
    /// - Complexity: O(marks · rungs · buckets between the prices).
    func median(_ side: Side, within prices: ClosedRange<Double>, of map: LiquidationMap) -> Int64? {
        let half = map.sum(side, of: map.notional[side], within: prices) / 2
        guard half > 0, let touched = map.freshness?.touched[side] else { return nil }
        let first = max(map.grid.index(of: prices.lowerBound), 0)
        let last = min(map.grid.index(of: prices.upperBound), map.grid.count - 1)
        guard first <= last else { return nil }
        var cells = [Double](repeating: 0, count: map.grid.count)
        var (sum, time) = (0.0, map.time)
        for mark in marks {
            for bucket in first...last {
                // Nothing older than its last touch is live in a bucket.
                let isWhole = touched[bucket].map { $0 >= mark.time } ?? false
                cells[bucket] =
                    isWhole ? map.notional[side][bucket] : taps[side].live(bucket, mark.entries) * worth
            }
            let now = map.sum(side, of: cells, within: prices)
            if now >= half {
                // Evenly between marks.
                let part = now > sum ? (half - sum) / (now - sum) : 1
                let span = Double(time.milliseconds - mark.time.milliseconds)
                return map.time.milliseconds - time.milliseconds + Int64((part * span).rounded())
            }
            (sum, time) = (now, mark.time)
        }
        return map.time.milliseconds - time.milliseconds
    }
}
