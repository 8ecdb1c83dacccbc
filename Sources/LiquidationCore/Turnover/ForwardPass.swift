/// What each bar liquidates under a turnover that does not depend on what was liquidated.
///
/// Entries are kept in units that undo closing, so that nothing has to be scaled. A touch of a bucket liquidates, by each
/// rung, what was entered in the rung's cells since the bucket's last touch: the histogram now less what it was then. Only
/// rungs whose cells have had entries since are looked at, which in quiet bars are a few of the nearest.
struct ForwardPass: Sendable {
    /// The accounts of both sides, in the ledger's unit.
    private(set) var accounts = BySide(both: Account())
    /// What bars liquidated, in quote units.
    private(set) var liquidated = BySide(both: LiquidatedBars())

    /// Sums of one side, without what lies off the axis apart.
    struct Account: Sendable {
        var opened = 0.0
        var closed = 0.0
        var liquidated = 0.0
        /// All that is live, on the axis and off it.
        var live = 0.0
    }

    private let source: TurnoverSource
    private let isInBase: Bool
    private var histogram: EntryHistogram
    private var memories: BySide<TouchMemory>
    /// One unit of the histogram is worth so much of open interest.
    private var unit = 1.0
    /// The first bar that was not read.
    private(set) var next: Int
    /// The bar that opens what stood when the data began, once it was read.
    private(set) var opening: Int?
    /// The share of what stood when the data began that was not replaced since.
    private(set) var original = 1.0

    /// A pass that has read no bar.
    ///
    /// - Parameters:
    ///   - source: what bars do.
    ///   - start: the first bar that will be read; nothing is taken to be live before it.
    ///   - taps: the rungs of each side.
    ///   - isInBase: whether the ledger counts base units.
    init(_ source: TurnoverSource, from start: Int, _ taps: BySide<RungTaps>, isInBase: Bool) {
        (self.source, self.isInBase, next) = (source, isInBase, start)
        histogram = source.emptyHistogram(start..<source.series.count)
        memories = taps.map { TouchMemory($0, source.grid) }
    }

    /// Reads the bars up to one, without it.
    ///
    /// - Parameters:
    ///   - end: the first bar that is not read.
    ///   - pause: called now and then with the number of bars read; throws to end the run.
    /// - Throws: what `pause` throws.
    /// - Complexity: O(bars + touched buckets · rungs with entries since the last touch).
    mutating func take(
        upTo end: Int, pause: (Int) throws(CoreError) -> Void
    ) throws(CoreError) {
        let (series, bars, scale) = (source.series, source.bars, source.scale)
        while next < end {
            let bar = next
            next += 1
            if bar & 255 == 0 { try pause(bar) }
            let now = bars[bar]
            let (low, high) = (now.low, now.high)
            let before = bar > 0 ? bars.interest[bar - 1] : 0
            let touched = BySide(
                long: memories.long.touch(low: low, high: high, bar, histogram) * unit,
                short: memories.short.touch(low: low, high: high, bar, histogram) * unit)
            let worth = before * (isInBase ? series.close[bar] : 1)
            if touched.long > 0 { liquidated.long.append(touched.long * worth, bar: bar) }
            if touched.short > 0 { liquidated.short.append(touched.short * worth, bar: bar) }
            let (share, interest) = (now.share, bars.interest[bar])
            accounts.long.take(
                touched.long * before, kept: (1 - share) * interest, of: before, opens: share * interest)
            accounts.short.take(
                touched.short * before, kept: (1 - share) * interest, of: before, opens: share * interest)
            if opening == nil, interest > 0 { opening = bar } else { original *= 1 - share }
            unit *= 1 - share
            if unit < 1e-200 {
                for cell in histogram.cells.indices { histogram.cells[cell] *= unit }
                memories.long.rescale(by: unit)
                memories.short.rescale(by: unit)
                unit = 1
            }
            guard share > 0 else { continue }
            let (from, to) = (scale.position(series.low[bar]), scale.position(series.high[bar]))
            histogram.add(share / unit, from: from, to: to)
            memories.long.entered(upTo: to, bar)
            memories.short.entered(upTo: from, bar)
        }
    }
}

extension ForwardPass.Account {
    /// Takes note of a bar: what it liquidates, what is left of what stood before, what it opens.
    mutating func take(_ touched: Double, kept: Double, of before: Double, opens: Double) {
        liquidated += touched
        let rest = max(0, live - touched)
        let left = before > 0 ? rest * min(1, kept / before) : 0
        closed += rest - left
        opened += opens
        live = left + opens
    }
}

/// What one side remembers of the last touch of each bucket.
private struct TouchMemory: Sendable {
    private let taps: RungTaps
    private let grid: PriceGrid
    private let isLong: Bool
    /// Per bucket and rung: the entries in the rung's cells at the bucket's last touch.
    private var entries: [Double]
    /// Per bucket: the bar of its last touch, −1 for none.
    private var touchedAt: [Int32]
    /// Bars whose entries reach farther on this side than those of all bars since, in order of time: how far.
    private var reach: [(bar: Int32, cell: Int)] = []
    /// The bucket next to the price in which anything may be live: what the bar before opened lies up to there, all else is
    /// farther from the price than its path.
    private var nearest: Int

    init(_ taps: RungTaps, _ grid: PriceGrid) {
        (self.taps, self.grid, isLong) = (taps, grid, taps.side == .long)
        entries = [Double](repeating: 0, count: grid.count * taps.count)
        touchedAt = [Int32](repeating: -1, count: grid.count)
        nearest = isLong ? 0 : grid.count - 1
    }

    /// Takes note of a bar's entries: how far they reach, in cells.
    mutating func entered(upTo place: Double, _ bar: Int) {
        let cell = Int(place.rounded(.down))
        while let last = reach.last, isLong ? last.cell <= cell : last.cell >= cell { reach.removeLast() }
        reach.append((Int32(bar), cell))
        // The nearest rung moves the whole cell, of which the bar may have reached a part.
        let end = taps.scale.bucket(Double(isLong ? cell + 1 : cell) - taps.distances[0])
        nearest = isLong ? max(nearest, end) : min(nearest, end)
    }

    mutating func rescale(by factor: Double) {
        for index in entries.indices { entries[index] *= factor }
    }

    /// The farthest cell that had entries from a bar on; `nil` where none had.
    private func farthest(since bar: Int32) -> Int? {
        var (low, high) = (0, reach.count)
        while low < high {
            let middle = (low + high) / 2
            if reach[middle].bar < bar { low = middle + 1 } else { high = middle }
        }
        return low < reach.count ? reach[low].cell : nil
    }

    /// What a path from low to high touches, in units of the histogram.
    ///
    /// Beyond the path nothing is live but what was entered in the bar before on the far side of its close.
    mutating func touch(low: Double, high: Double, _ bar: Int, _ histogram: borrowing EntryHistogram)
        -> Double
    {
        let (first, last): (Int, Int)
        if isLong {
            first = max(grid.index(of: low), 0)
            last = min(max(first, nearest), grid.count - 1)
            nearest = first
        } else {
            last = min(grid.index(of: high), grid.count - 1)
            first = max(min(last, nearest), 0)
            nearest = last
        }
        guard first <= last else { return 0 }
        var sum = 0.0
        for bucket in first...last {
            defer { touchedAt[bucket] = Int32(bar) }
            guard let farthest = farthest(since: max(touchedAt[bucket], 0)) else { continue }
            // The nearer end of the bucket, moved by the rung, must not lie beyond what was reached, but for rounding.
            let reached = isLong ? Double(farthest + 1) + 1e-6 : Double(farthest) - 1e-6
            let edge = isLong ? taps.scale.edges[bucket] : taps.scale.edges[bucket + 1]
            let start = bucket * taps.count
            for rung in 0..<taps.count {
                let near = edge + taps.distances[rung]
                guard isLong ? near < reached : near > reached else { break }
                let now = taps.entries(rung, bucket, histogram)
                sum += taps.weights[rung] * (now - entries[start + rung])
                entries[start + rung] = now
            }
        }
        return max(0, sum)
    }
}
