/// Bars of a market with finer bars in place of those that consist of them.
///
/// A run whose model turns over reads the finest bars that there are, while its results are by the bars of the series: a
/// bar of an hour liquidates what its minutes do. A bar is replaced where finer ones fill it without a gap.
public struct FineBars: Sendable {
    /// Each bar of the series, or the finer ones that it consists of, in time order.
    public let tape: BarSeries
    /// Per bar of the series: where its own bars end on the tape.
    public let ends: [Int]
    /// Per bar of the tape: the bar of the series that it is a part of.
    public let owners: [Int32]
    /// How long a bar of the series is, milliseconds.
    public let interval: Int64
    /// Stretches of the tape whose bars are finer, in time order.
    public let spans: [Span]
    /// How many bars were replaced whose finer ones do not reach as high or as low, or reach farther, by over a thousandth.
    public let contradictions: Int
    /// What the volume of the last finer bars was multiplied by, where they trade another amount than the bars that they make
    /// up; 1 where they agree.
    public let volumeScale: Double

    /// A stretch of finer bars.
    public struct Span: Hashable, Sendable {
        /// The length of its bars, milliseconds.
        public let interval: Int64
        /// Open instant of its first bar.
        public let from: Timestamp
        /// End of its last bar.
        public let to: Timestamp
    }

    /// How far the range of a bar may be from that of its finer ones, as a fraction of the price.
    public static let tolerance = 0.001

    /// The finest bars of a market; `nil` where no bar is replaced.
    ///
    /// The tape has every column that any of them has. Finer bars without open interest take that of the bar that they make up, in the last of them; those without volume are
    /// left out where the bars have one. Where they trade another amount than the bars that they make up, as those of another
    /// market do, their amounts are scaled by what both traded before: no bar's own total is known to its first part.
    ///
    /// - Parameters:
    ///   - bars: the series.
    ///   - interval: how long its bars are, milliseconds.
    ///   - finer: series of the same market with shorter bars.
    /// - Complexity: O(bars of all series).
    public init?(_ bars: BarSeries, interval: Int64, finer: [BarSeries]) {
        let hasVolume = bars.extras.volume != nil
        var sources = finer.map { FineSource($0) }.filter { source in
            source.interval > 0 && source.interval < interval && interval % source.interval == 0
                && (!hasVolume || source.bars.extras.volume != nil)
        }
        sources.sort { $0.interval < $1.interval }
        var builder = TapeBuilder(bars, sources.map(\.bars))
        var (ends, spans, contradictions) = ([Int](), [Span](), 0)
        var traded = TradedAmounts()
        for bar in 0..<bars.count {
            let start = bars.time[bar]
            var rows: Range<Int>?
            for index in sources.indices where rows == nil {
                rows = sources[index].rows(from: start, length: interval)
                guard let rows else { continue }
                builder.append(rows, of: index, in: bar, volumeScale: traded.scale)
                traded.add(bars, bar, sources[index].bars, rows)
                let fine = sources[index]
                let (low, high) = (
                    fine.bars.low[rows].min() ?? bars.low[bar], fine.bars.high[rows].max() ?? bars.high[bar]
                )
                let limit = Self.tolerance * bars.close[bar]
                if abs(low - bars.low[bar]) > limit || abs(high - bars.high[bar]) > limit {
                    contradictions += 1
                }
                let from = Timestamp(milliseconds: start)
                let to = Timestamp(milliseconds: start + interval)
                if let last = spans.last, last.interval == fine.interval, last.to == from {
                    spans[spans.count - 1] = Span(interval: fine.interval, from: last.from, to: to)
                } else {
                    spans.append(Span(interval: fine.interval, from: from, to: to))
                }
            }
            if rows == nil { builder.append(bar) }
            ends.append(builder.count)
        }
        guard !spans.isEmpty, let tape = builder.series else { return nil }
        (self.tape, self.ends, self.spans, self.contradictions) = (tape, ends, spans, contradictions)
        (self.interval, volumeScale) = (interval, traded.scale)
        var owners: [Int32] = []
        owners.reserveCapacity(tape.count)
        for (bar, end) in ends.enumerated() {
            owners += repeatElement(Int32(bar), count: end - owners.count)
        }
        self.owners = owners
    }

    /// How long a bar of the tape is, milliseconds.
    func length(of bar: Int) -> Int64 { interval / Int64(bars(of: Int(owners[bar])).count) }

    /// The bars of the tape that make up a bar of the series.
    public func bars(of bar: Int) -> Range<Int> { (bar > 0 ? ends[bar - 1] : 0)..<ends[bar] }
}

/// A series of finer bars and how far it was looked through.
private struct FineSource {
    let bars: BarSeries
    let interval: Int64
    private var next = 0

    init(_ bars: BarSeries) { (self.bars, interval) = (bars, bars.interval) }

    /// The rows that fill a bar without a gap; `nil` where there are none.
    ///
    /// - Precondition: bars are asked for in time order.
    mutating func rows(from start: Int64, length: Int64) -> Range<Int>? {
        while next < bars.count, bars.time[next] < start { next += 1 }
        let count = Int(length / interval)
        guard next + count <= bars.count else { return nil }
        for row in 0..<count where bars.time[next + row] != start + Int64(row) * interval { return nil }
        return next..<(next + count)
    }
}

/// What bars, and the finer ones that they consist of, traded so far.
private struct TradedAmounts {
    private var (whole, parts) = (0.0, 0.0)

    /// The one over the other; 1 where they agree to a twentieth, as those of one market do.
    var scale: Double {
        guard whole > 0, parts > 0 else { return 1 }
        let scale = whole / parts
        return (0.95...1.05).contains(scale) ? 1 : scale
    }

    mutating func add(_ bars: BarSeries, _ bar: Int, _ finer: BarSeries, _ rows: Range<Int>) {
        guard let own = bars.extras.volume?[bar], let cells = finer.extras.volume?.storage[rows] else {
            return
        }
        let sum = cells.reduce(0, +)
        if sum.isFinite { (whole, parts) = (whole + own, parts + sum) }
    }
}

/// The columns of a tape while they grow.
private struct TapeBuilder {
    private let bars: BarSeries
    private let finer: [BarSeries]
    private var time: [Int64] = []
    private var (open, high, low, close): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    private var extras: [(column: BarColumn, cells: [Double])]

    init(_ bars: BarSeries, _ finer: [BarSeries]) {
        (self.bars, self.finer) = (bars, finer)
        extras = BarColumn.allCases.filter { column in
            ([bars] + finer).contains { $0.extras[column] != nil }
        }.map { ($0, []) }
    }

    var count: Int { time.count }

    var series: BarSeries? {
        var columns = BarSeries.Extras()
        for (column, cells) in extras { columns[column] = Column(missingAsNaN: cells) }
        return try? BarSeries(time: time, open: open, high: high, low: low, close: close, extras: columns)
    }

    /// Columns that count what was traded.
    private static let traded: [BarColumn] = [
        .volume, .takerBuyVolume, .takerBuyNotional, .takerSellNotional,
    ]

    /// A bar as it is.
    mutating func append(_ bar: Int) {
        take(bars, bar..<(bar + 1))
        for index in extras.indices {
            extras[index].cells.append(bars.extras[extras[index].column]?.storage[bar] ?? .nan)
        }
    }

    /// Finer bars in its place.
    mutating func append(_ rows: Range<Int>, of source: Int, in bar: Int, volumeScale: Double) {
        let fine = finer[source]
        take(fine, rows)
        for index in extras.indices {
            let column = extras[index].column
            if let cells = fine.extras[column] {
                let isTraded = volumeScale != 1 && Self.traded.contains(column)
                extras[index].cells +=
                    isTraded ? cells.storage[rows].map { $0 * volumeScale } : Array(cells.storage[rows])
            } else {
                extras[index].cells += repeatElement(.nan, count: rows.count - 1)
                let isState = column == .openInterest
                extras[index].cells.append(isState ? bars.extras[column]?.storage[bar] ?? .nan : .nan)
            }
        }
    }

    private mutating func take(_ series: BarSeries, _ rows: Range<Int>) {
        time += series.time[rows]
        open += series.open[rows]
        high += series.high[rows]
        low += series.low[rows]
        close += series.close[rows]
    }
}
