/// A stretch of bars under the flow ``MapModel/Flow/openInterestChanges``, made ready for the books.
///
/// It says the same as ``BarTape`` and ``EntryPoints``, in the same order of operations and so with the same bits,
/// but column by column.
struct ChangesBlock: Sendable {
    static let size = 512

    /// The path of each bar, its entry price, the fraction that it keeps and the quantity that it opens.
    private(set) var low = [Double](repeating: 0, count: size)
    private(set) var high = [Double](repeating: 0, count: size)
    private(set) var entry = [Double](repeating: 0, count: size)
    private(set) var kept = [Double](repeating: 1, count: size)
    private(set) var rise = [Double](repeating: 0, count: size)
    /// The mass per weight that each bar opens.
    private(set) var mass = BySide(both: [Double](repeating: 0, count: size))

    /// Reads some bars.
    ///
    /// - Precondition: at most ``size`` bars of the source.
    mutating func read(_ bars: Range<Int>, of source: borrowing ChangesSource, sides: [Side]) {
        precondition(bars.count <= Self.size && bars.lowerBound >= 0 && !bars.isEmpty)
        let start = bars.lowerBound
        // The first bar of all has none before it.
        let range = (start == 0 ? 1 : 0)..<bars.count
        if start == 0 {
            (low[0], high[0], entry[0], kept[0], rise[0]) = (source.low[0], source.high[0], 1, 1, 0)
        }
        Self.paths(&low, &high, start, range, source)
        Self.changes(&entry, &kept, &rise, start, range, source)
        for side in sides {
            Self.masses(&mass[side], rise, at: entry, start, bars.count, side, source)
        }
    }

    private static func paths(
        _ low: inout [Double], _ high: inout [Double], _ start: Int, _ range: Range<Int>,
        _ source: borrowing ChangesSource
    ) {
        let (lows, highs, closes) = (source.low.span, source.high.span, source.close.span)
        precondition(lows.count == highs.count && lows.count == closes.count)
        precondition(start + range.upperBound <= lows.count)
        var low = low.mutableSpan
        var high = high.mutableSpan
        precondition(range.upperBound <= low.count && range.upperBound <= high.count)
        guard source.bridges else {
            for i in range {
                unsafe low[unchecked: i] = lows[unchecked: start &+ i]
                unsafe high[unchecked: i] = highs[unchecked: start &+ i]
            }
            return
        }
        for i in range {
            let bar = start &+ i
            let close = unsafe closes[unchecked: bar &- 1]
            unsafe low[unchecked: i] = min(lows[unchecked: bar], close)
            unsafe high[unchecked: i] = max(highs[unchecked: bar], close)
        }
    }

    private static func changes(
        _ entry: inout [Double], _ kept: inout [Double], _ rise: inout [Double], _ start: Int,
        _ range: Range<Int>, _ source: borrowing ChangesSource
    ) {
        let (lows, highs, closes) = (source.low.span, source.high.span, source.close.span)
        let interest = source.interest.span
        precondition(start + range.upperBound <= interest.count && interest.count == lows.count)
        precondition(lows.count == highs.count && lows.count == closes.count)
        var entry = entry.mutableSpan
        var kept = kept.mutableSpan
        var rise = rise.mutableSpan
        precondition(range.upperBound <= entry.count && range.upperBound <= kept.count)
        precondition(range.upperBound <= rise.count && start + range.lowerBound >= 1)
        if source.opensAtClose {
            for i in range { unsafe entry[unchecked: i] = closes[unchecked: start &+ i] }
        } else {
            for i in range {
                let bar = start &+ i
                let sum = unsafe highs[unchecked: bar] + lows[unchecked: bar] + closes[unchecked: bar]
                unsafe entry[unchecked: i] = sum / 3
            }
        }
        for i in range {
            let bar = start &+ i
            let (now, before) = unsafe (interest[unchecked: bar], interest[unchecked: bar &- 1])
            let share = now / before
            unsafe kept[unchecked: i] = now < before ? share : 1
            unsafe rise[unchecked: i] = now > before ? now - before : 0
        }
    }

    private static func masses(
        _ mass: inout [Double], _ rise: [Double], at entry: [Double], _ start: Int, _ count: Int,
        _ side: Side, _ source: borrowing ChangesSource
    ) {
        var mass = mass.mutableSpan
        let (rise, entry) = (rise.span, entry.span)
        let total = source.totals[side]
        precondition(count <= mass.count && count <= rise.count && count <= entry.count)
        guard let ratio = source.ratio else {
            for i in 0..<count {
                unsafe mass[unchecked: i] = rise[unchecked: i] * 0.5 * entry[unchecked: i] / total
            }
            return
        }
        let (ratios, isLong) = (ratio.span, side == .long)
        precondition(start + count <= ratios.count)
        for i in 0..<count {
            let ratio = unsafe ratios[unchecked: start &+ i]
            let longs = ratio / (1 + ratio)
            let share = isLong ? longs : 1 - longs
            unsafe mass[unchecked: i] = rise[unchecked: i] * share * entry[unchecked: i] / total
        }
    }
}
