/// The deposits of a block of bars, the latest first, with what the bars after each do to them.
struct LaterBars: Sendable {
    private(set) var count = 0
    private(set) var bar = [Int](repeating: 0, count: ChangesBlock.size + 1)
    private(set) var entry = [Double](repeating: 0, count: ChangesBlock.size + 1)
    private(set) var position = [Int32](repeating: 0, count: ChangesBlock.size + 1)
    /// The fraction of each that later bars keep.
    private(set) var kept = [Double](repeating: 0, count: ChangesBlock.size + 1)
    /// How far later bars reach.
    private(set) var lowest = [Double](repeating: 0, count: ChangesBlock.size + 1)
    private(set) var highest = [Double](repeating: 0, count: ChangesBlock.size + 1)
    /// What the bars from here on keep, and how far they reach.
    private var state = (kept: 1.0, low: Double.infinity, high: -Double.infinity)

    /// Reads the block before the ones read so far.
    mutating func read(_ block: borrowing ChangesBlock, count bars: Int, on layout: SideBook.Layout) {
        count = Self.compact(block, bars, &bar, &kept, &lowest, &highest, &state)
        Self.place(block.entry, bar, count, &entry, &position, layout)
    }

    private static func compact(
        _ block: borrowing ChangesBlock, _ count: Int, _ bars: inout [Int], _ kept: inout [Double],
        _ lowest: inout [Double], _ highest: inout [Double],
        _ state: inout (kept: Double, low: Double, high: Double)
    ) -> Int {
        let (opened, lows, highs, fractions) = (
            block.rise.span, block.low.span, block.high.span, block.kept.span
        )
        precondition(count <= opened.count && count <= lows.count && count <= highs.count)
        precondition(count <= fractions.count && count < bars.count && count < kept.count)
        precondition(count < lowest.count && count < highest.count)
        var bars = bars.mutableSpan
        var kept = kept.mutableSpan
        var lowest = lowest.mutableSpan
        var highest = highest.mutableSpan
        var (found, now) = (0, state)
        var bar = count
        while bar > 0 {
            bar &-= 1
            unsafe bars[unchecked: found] = bar
            unsafe kept[unchecked: found] = now.kept
            unsafe lowest[unchecked: found] = now.low
            unsafe highest[unchecked: found] = now.high
            found &+= unsafe opened[unchecked: bar] > 0 ? 1 : 0
            now.kept *= unsafe fractions[unchecked: bar]
            let (low, high) = unsafe (lows[unchecked: bar], highs[unchecked: bar])
            now.low = low < now.low ? low : now.low
            now.high = high > now.high ? high : now.high
        }
        state = now
        return found
    }

    private static func place(
        _ entry: [Double], _ bars: [Int], _ count: Int, _ entries: inout [Double],
        _ positions: inout [Int32], _ layout: SideBook.Layout
    ) {
        let (entry, bars) = (entry.span, bars.span)
        precondition(count <= bars.count && count <= entries.count && count <= positions.count)
        var entries = entries.mutableSpan
        var positions = positions.mutableSpan
        for i in 0..<count { unsafe entries[unchecked: i] = entry[bars[unchecked: i]] }
        guard let scale = layout.scale else { return }
        let (first, last) = (layout.grid.edges[0], layout.grid.edges[layout.grid.count])
        for i in 0..<count {
            let price = unsafe entries[unchecked: i]
            // −1 where it lies off the grid and its rungs have to be looked up.
            let isOnGrid = price >= first && price < last
            unsafe positions[unchecked: i] = isOnGrid ? scale.position(of: price) : -1
        }
    }
}
