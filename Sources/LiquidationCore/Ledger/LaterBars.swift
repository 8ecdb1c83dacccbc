/// The deposits of a block of bars, the latest first, with what the bars after each do to them.
struct LaterBars: Sendable {
    static let size = 1024

    private(set) var count = 0
    private(set) var entry = [Double](repeating: 0, count: size + 1)
    /// The entry on the grid's scale; below zero where it has to be looked up.
    private(set) var position = [Int32](repeating: -1, count: size + 1)
    /// What later bars keep of the mass, per unit of weight: notional times the sum of the weights.
    private(set) var mass = BySide(both: [Double](repeating: 0, count: size + 1))
    /// How far later bars reach.
    private(set) var lowest = [Double](repeating: 0, count: size + 1)
    private(set) var highest = [Double](repeating: 0, count: size + 1)
    private var bar = [Int](repeating: 0, count: size + 1)
    private var kept = [Double](repeating: 0, count: size + 1)
    private var fraction = [Double](repeating: 1, count: size)
    /// What the bars from here on keep, and how far they reach.
    private var state = (kept: 1.0, low: Double.infinity, high: -Double.infinity)

    /// Reads the bars before the ones read so far.
    ///
    /// - Precondition: at most ``size`` bars.
    mutating func read(_ bars: Range<Int>, of source: borrowing ChangesSource, on layout: SideBook.Layout) {
        precondition(bars.count <= Self.size && bars.lowerBound >= 0)
        Self.fractions(bars, source.interest.span, &fraction)
        count = Self.compact(bars, source, fraction, &bar, &kept, &lowest, &highest, &state)
        Self.masses(source, bar, kept, count, &entry, &mass.long, &mass.short)
        if let scale = layout.scale { Self.place(entry, count, &position, scale, layout.grid) }
    }

    /// Open interest over that of the bar before: one in the first bar of all.
    private static func fractions(_ bars: Range<Int>, _ interest: Span<Double>, _ fraction: inout [Double]) {
        var fraction = fraction.mutableSpan
        precondition(bars.upperBound <= interest.count && bars.count <= fraction.count)
        let (first, start) = (max(1, bars.lowerBound), bars.lowerBound)
        if start == 0 { fraction[0] = 1 }
        for bar in first..<max(first, bars.upperBound) {
            let (now, before) = unsafe (interest[unchecked: bar], interest[unchecked: bar &- 1])
            let share = now / before
            // Above one where it rose; zero over zero is neither a rise nor a fall.
            unsafe fraction[unchecked: bar &- start] = now == before ? 1 : share
        }
    }

    private static func compact(
        _ range: Range<Int>, _ source: borrowing ChangesSource, _ fractions: [Double], _ bars: inout [Int],
        _ kept: inout [Double], _ lowest: inout [Double], _ highest: inout [Double],
        _ state: inout (kept: Double, low: Double, high: Double)
    ) -> Int {
        let (lows, highs, closes) = (source.low.span, source.high.span, source.close.span)
        let (fractions, start, bridges) = (fractions.span, range.lowerBound, source.bridges)
        precondition(
            range.upperBound <= lows.count && lows.count == highs.count && lows.count == closes.count)
        precondition(range.count <= fractions.count && range.count < bars.count && range.count < kept.count)
        precondition(range.count < lowest.count && range.count < highest.count)
        var bars = bars.mutableSpan
        var kept = kept.mutableSpan
        var lowest = lowest.mutableSpan
        var highest = highest.mutableSpan
        var (found, now) = (0, state)
        var bar = range.upperBound
        while bar > start {
            bar &-= 1
            unsafe bars[unchecked: found] = bar
            unsafe kept[unchecked: found] = now.kept
            unsafe lowest[unchecked: found] = now.low
            unsafe highest[unchecked: found] = now.high
            let fraction = unsafe fractions[unchecked: bar &- start]
            found &+= fraction > 1 ? 1 : 0
            now.kept *= min(1, fraction)
            let (low, high) = unsafe (lows[unchecked: bar], highs[unchecked: bar])
            now.low = low < now.low ? low : now.low
            now.high = high > now.high ? high : now.high
            if bridges, bar > 0 {
                let close = unsafe closes[unchecked: bar &- 1]
                now.low = min(now.low, close)
                now.high = max(now.high, close)
            }
        }
        state = now
        return found
    }

    private static func masses(
        _ source: borrowing ChangesSource, _ bars: [Int], _ kept: [Double], _ count: Int,
        _ entries: inout [Double], _ longs: inout [Double], _ shorts: inout [Double]
    ) {
        let (lows, highs, closes) = (source.low.span, source.high.span, source.close.span)
        let (interest, bars, kept) = (source.interest.span, bars.span, kept.span)
        // Not read where the split is even.
        let column = source.ratio ?? source.interest
        let ratios = column.span
        let (isEven, isClose) = (source.ratio == nil, source.opensAtClose)
        precondition(count <= bars.count && count <= kept.count && count <= entries.count)
        precondition(count <= longs.count && count <= shorts.count && interest.count == ratios.count)
        precondition(lows.count == highs.count && lows.count == closes.count && lows.count == ratios.count)
        var entries = entries.mutableSpan
        var longs = longs.mutableSpan
        var shorts = shorts.mutableSpan
        for i in 0..<count {
            let bar = unsafe bars[unchecked: i]
            precondition(bar > 0 && bar < lows.count)
            let close = unsafe closes[unchecked: bar]
            let typical = unsafe (highs[unchecked: bar] + lows[unchecked: bar] + close) / 3
            let entry = isClose ? close : typical
            let rise = unsafe interest[unchecked: bar] - interest[unchecked: bar &- 1]
            let ratio = isEven ? 1 : (unsafe ratios[unchecked: bar])
            let share = ratio / (1 + ratio)
            let mass = rise * entry * (unsafe kept[unchecked: i])
            unsafe entries[unchecked: i] = entry
            unsafe longs[unchecked: i] = mass * share
            unsafe shorts[unchecked: i] = mass * (1 - share)
        }
    }

    private static func place(
        _ entries: [Double], _ count: Int, _ positions: inout [Int32], _ scale: borrowing LogScale,
        _ grid: PriceGrid
    ) {
        let entries = entries.span
        precondition(count <= entries.count && count <= positions.count)
        var positions = positions.mutableSpan
        let (first, last) = (grid.edges[0], grid.edges[grid.count])
        for i in 0..<count {
            let price = unsafe entries[unchecked: i]
            let isOnGrid = price >= first && price < last
            unsafe positions[unchecked: i] = isOnGrid ? scale.position(of: price) : -1
        }
    }
}
