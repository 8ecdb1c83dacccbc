/// What is live after some bars under a turnover that does not depend on what was liquidated, without the way there.
///
/// A bucket holds what was entered since its last touch. So the bars are read from the last one back: entries are added to
/// a histogram, thinned by what later bars replace, and the first touch of a bucket on the way back closes it. Longs are
/// touched from a price outwards, which is a frontier that only moves down; shorts are mirrored. The pass ends where
/// later bars have replaced all but ``negligible``.
///
/// All amounts are shares of open interest after the last bar.
///
/// - Source: M4 of the study of realised liquidations.
struct BackwardPass: Sendable {
    /// Below this share older entries are not looked at.
    static let negligible = 1e-12

    /// Live share per bucket, of buckets that were touched; zero in others.
    private(set) var live: BySide<[Double]>
    /// The bar that touched each bucket last; −1 where none of the bars did.
    private(set) var touched: BySide<[Int32]>
    /// Entries of the bars, as far as later ones have not replaced them.
    private(set) var entries: EntryHistogram
    /// The share of what stood before the bars that they did not replace; 0 where it is negligible.
    private(set) var kept = 1.0
    /// The first bar that was looked at.
    private(set) var start: Int
    /// Longs from this bucket on were touched.
    private(set) var firstLong: Int
    /// Shorts up to this bucket were touched.
    private(set) var lastShort = -1
    private var lowest = Double.infinity
    private var highest = -Double.infinity

    /// Reads bars back from the last of some.
    ///
    /// - Complexity: O(bars that are looked at + touched buckets · rungs).
    init(_ bars: Range<Int>, of source: borrowing TurnoverSource, _ taps: borrowing BySide<RungTaps>) {
        self.init(startingAfter: bars, of: source)
        read(downTo: bars.lowerBound, keeping: Self.negligible, of: source, taps)
    }

    /// A pass that has read none of some bars.
    init(startingAfter bars: Range<Int>, of source: borrowing TurnoverSource) {
        let grid = source.grid
        entries = source.emptyHistogram(bars)
        live = BySide(both: [Double](repeating: 0, count: grid.count))
        touched = BySide(both: [Int32](repeating: -1, count: grid.count))
        (firstLong, start) = (grid.count, bars.upperBound)
    }

    /// Reads on until a bar, or until later bars have replaced all but a share.
    ///
    /// - Complexity: O(bars that are looked at + touched buckets · rungs).
    mutating func read(
        downTo first: Int, keeping least: Double, of source: borrowing TurnoverSource,
        _ taps: borrowing BySide<RungTaps>
    ) {
        let grid = source.grid
        let (entryLows, entryHighs) = (source.series.low.span, source.series.high.span)
        precondition(first >= 0 && start <= entryLows.count)
        while start > first, kept >= least {
            start &-= 1
            let bar = source.bars[start]
            if bar.share > 0 {
                unsafe entries.add(
                    bar.share * kept, from: source.scale.position(entryLows[unchecked: start]),
                    to: source.scale.position(entryHighs[unchecked: start]))
                kept *= 1 - bar.share
            }
            if bar.low < lowest {
                lowest = bar.low
                closeLongs(from: max(grid.index(of: bar.low), 0), taps.long)
            }
            if bar.high > highest {
                highest = bar.high
                closeShorts(to: min(grid.index(of: bar.high), grid.count - 1), taps.short)
            }
        }
        if kept < Self.negligible { kept = 0 }
    }

    private mutating func closeLongs(from end: Int, _ taps: borrowing RungTaps) {
        while firstLong > end {
            firstLong -= 1
            live.long[firstLong] = taps.live(firstLong, entries)
            touched.long[firstLong] = Int32(start)
        }
    }

    private mutating func closeShorts(to end: Int, _ taps: borrowing RungTaps) {
        while lastShort < end {
            lastShort += 1
            live.short[lastShort] = taps.live(lastShort, entries)
            touched.short[lastShort] = Int32(start)
        }
    }

    /// The buckets of a side that no bar touched.
    func untouched(_ side: Side, of count: Int) -> Range<Int> {
        side == .long ? 0..<firstLong : (lastShort + 1)..<max(lastShort + 1, count)
    }
}

/// Bars with all that both passes read of them.
struct TurnoverSource: Sendable {
    let series: BarSeries
    let bars: TurnoverBars
    let grid: PriceGrid
    let scale: EntryScale

    /// No entries, with room for those of some bars.
    func emptyHistogram(_ bars: Range<Int>) -> EntryHistogram {
        var (low, high) = (Double.infinity, 0.0)
        for bar in bars { (low, high) = (min(low, series.low[bar]), max(high, series.high[bar])) }
        return bars.isEmpty
            ? EntryHistogram(from: 0, to: 0)
            : EntryHistogram(from: scale.position(low), to: scale.position(high))
    }
}
