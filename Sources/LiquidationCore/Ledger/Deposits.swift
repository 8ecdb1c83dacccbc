/// The deposits of a block of bars, one after the other, with what lies between them.
struct Deposits: Sendable {
    private(set) var count = 0
    /// The bar of each, counted from the block's start.
    private(set) var bar = [Int](repeating: 0, count: ChangesBlock.size + 1)
    /// Its entry price, and that on the grid's scale where all entries lie on the grid.
    private(set) var entry = [Double](repeating: 0, count: ChangesBlock.size + 1)
    private(set) var position = [Int32](repeating: 0, count: ChangesBlock.size + 1)
    private(set) var hasPositions = false
    /// How far the path went since the deposit before, its own bar's included; the last one stands for what comes
    /// after all.
    private(set) var lowest = [Double](repeating: 0, count: ChangesBlock.size + 1)
    private(set) var highest = [Double](repeating: 0, count: ChangesBlock.size + 1)
    /// The books' scale before each bar, and after the last.
    private(set) var scale = [Double](repeating: 1, count: ChangesBlock.size + 1)

    /// Reads bars from the first on, until the block ends or the scale has become too small.
    ///
    /// - Parameters:
    ///   - block: the block.
    ///   - first: the bar to start with.
    ///   - end: how many bars the block has.
    ///   - start: the books' scale.
    ///   - layout: the grid.
    /// - Returns: the bar after the last one that was read.
    mutating func read(
        _ block: borrowing ChangesBlock, from first: Int, to end: Int, scale start: Double,
        on layout: SideBook.Layout
    ) -> Int {
        let upTo = Self.scales(block.kept, &scale, from: first, to: end, start)
        count = Self.compact(block, from: first, to: upTo, &bar, &lowest, &highest)
        let log = layout.scale
        let isOnGrid = Self.gather(block.entry, bar, count, &entry, layout.grid)
        hasPositions = isOnGrid && log != nil
        if let log, isOnGrid { Self.place(entry, count, &position, on: log) }
        return upTo
    }

    private static func scales(
        _ kept: [Double], _ scale: inout [Double], from first: Int, to end: Int, _ start: Double
    ) -> Int {
        precondition(first >= 0 && first < end && end < scale.count && end <= kept.count)
        let kept = kept.span
        var scale = scale.mutableSpan
        var now = start
        for bar in first..<end {
            unsafe scale[unchecked: bar] = now
            now *= unsafe kept[unchecked: bar]
            if now < SideBook.smallestScale {
                scale[bar + 1] = now
                return bar + 1
            }
        }
        scale[end] = now
        return end
    }

    private static func compact(
        _ block: borrowing ChangesBlock, from first: Int, to end: Int, _ bars: inout [Int],
        _ lowest: inout [Double], _ highest: inout [Double]
    ) -> Int {
        let (opened, lows, highs) = (block.rise.span, block.low.span, block.high.span)
        precondition(end <= opened.count && end <= lows.count && end <= highs.count)
        precondition(end < bars.count && end < lowest.count && end < highest.count)
        var bars = bars.mutableSpan
        var lowest = lowest.mutableSpan
        var highest = highest.mutableSpan
        var (count, low, high) = (0, Double.infinity, -Double.infinity)
        for bar in first..<end {
            let (barLow, barHigh) = unsafe (lows[unchecked: bar], highs[unchecked: bar])
            low = barLow < low ? barLow : low
            high = barHigh > high ? barHigh : high
            unsafe bars[unchecked: count] = bar
            unsafe lowest[unchecked: count] = low
            unsafe highest[unchecked: count] = high
            let opens = unsafe opened[unchecked: bar] > 0
            count &+= opens ? 1 : 0
            low = opens ? .infinity : low
            high = opens ? -.infinity : high
        }
        (lowest[count], highest[count]) = (low, high)
        return count
    }

    /// Returns false where an entry lies off the grid.
    private static func gather(
        _ entry: [Double], _ bars: [Int], _ count: Int, _ entries: inout [Double], _ grid: PriceGrid
    ) -> Bool {
        let (entry, bars) = (entry.span, bars.span)
        precondition(count <= entries.count && count <= bars.count)
        var entries = entries.mutableSpan
        let (first, last) = (grid.edges[0], grid.edges[grid.count])
        var isOnGrid = true
        for i in 0..<count {
            let price = entry[bars[i]]
            isOnGrid = isOnGrid && price >= first && price < last
            unsafe entries[unchecked: i] = price
        }
        return isOnGrid
    }

    private static func place(
        _ entries: [Double], _ count: Int, _ positions: inout [Int32], on log: borrowing LogScale
    ) {
        let entries = entries.span
        precondition(count <= entries.count && count <= positions.count)
        var positions = positions.mutableSpan
        for i in 0..<count {
            unsafe positions[unchecked: i] = log.position(of: entries[unchecked: i])
        }
    }
}
