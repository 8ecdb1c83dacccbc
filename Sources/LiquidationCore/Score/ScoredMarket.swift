/// What maps are scored against: the liquidations that really happened in bars, and the path of those bars.
///
/// Only bars count whose liquidations and whose open interest before them are known; these are its rows.
package struct ScoredMarket: Sendable {
    /// The bar of each row.
    package let bars: [Int]
    /// Open instants of the rows, milliseconds.
    package let time: [Int64]
    /// Notional that was force-closed, quote units.
    package let realised: BySide<[Double]>
    /// Open interest before the bar, quote units.
    package let interest: [Double]
    /// How far the path went against each side, bridged to the close before: log distances.
    let excursion: BySide<[Double]>
    /// The largest fall, and rise, within the bar along the finest path that is known: log distances.
    let drawdown: BySide<[Double]>
    /// log(close / open).
    let move: [Double]
    /// How far the path went beyond all prices of a past span: log distances, one column a span.
    let fresh: BySide<[[Double]]>

    /// The spans of ``fresh``, milliseconds.
    static let spans: [Int64] = [1, 3, 7, 30].map { $0 * 86_400_000 }

    /// Takes a market and its liquidations.
    ///
    /// - Parameters:
    ///   - series: the bars.
    ///   - fine: finer bars within them, where there are any, from the first bar on.
    ///   - realised: what was force-closed in each bar, quote units; `nan` where nobody knows.
    /// - Throws: ``CoreError`` `.columnMissing` without open interest, `.invalidSeries` where no bar has all that is needed.
    /// - Complexity: O(bars).
    package init(
        _ series: BarSeries, fine: FineBars?, realised: BySide<[Double]>
    ) throws(CoreError) {
        guard let interest = series.extras.openInterest else {
            throw CoreError(
                .columnMissing,
                "a score needs open interest: what was force-closed is counted as a share of it")
        }
        let path = Self.path(of: series)
        let inner = Self.inner(series, fine)
        let fresh = Self.fresh(of: series, path)
        var (bars, before) = ([Int](), [Double]())
        var known = 0.0
        for bar in 0..<series.count {
            // The first bar has none before it: its own stands in.
            if bar == 0, let own = interest[0] { known = own * series.close[0] }
            if known > 0, realised.long[bar].isFinite, realised.short[bar].isFinite {
                bars.append(bar)
                before.append(known)
            }
            if let own = interest[bar], own > 0 { known = own * series.close[bar] }
        }
        guard !bars.isEmpty else {
            throw CoreError(
                .invalidSeries,
                "no bar has both liquidations and open interest before it: there is nothing to score")
        }
        func rows<Cell>(_ cells: [Cell]) -> [Cell] { bars.map { cells[$0] } }
        self.bars = bars
        self.interest = before
        time = rows(series.time)
        self.realised = realised.map(rows)
        excursion = path.map(rows)
        drawdown = inner.map(rows)
        move = bars.map { Elementary.log(series.close[$0] / series.open[$0]) }
        self.fresh = fresh.map { $0.map(rows) }
    }

    /// The number of rows.
    package var count: Int { bars.count }

    /// Cells of bars as cells of rows.
    package func rows(_ cells: [Double]) -> [Double] { bars.map { cells[$0] } }

    /// Lowest and highest price of a bar's path with the close before it.
    private static func bridged(_ series: BarSeries, _ bar: Int) -> ClosedRange<Double> {
        let before = bar > 0 ? series.close[bar - 1] : series.open[0]
        return min(series.low[bar], before)...max(series.high[bar], before)
    }

    private static func path(of series: BarSeries) -> BySide<[Double]> {
        var path = BySide(both: [Double]())
        for bar in 0..<series.count {
            let range = bridged(series, bar)
            let before = bar > 0 ? series.close[bar - 1] : series.open[0]
            path.long.append(Elementary.log(max(series.open[bar], before) / range.lowerBound))
            path.short.append(Elementary.log(range.upperBound / min(series.open[bar], before)))
        }
        return path
    }

    /// Falls and rises along open, high, low, close, or open, low, high, close, of the finest bars.
    private static func inner(_ series: BarSeries, _ fine: FineBars?) -> BySide<[Double]> {
        var inner = BySide(both: [Double]())
        for bar in 0..<series.count {
            let (tape, parts) = fine.map { ($0.tape, $0.bars(of: bar)) } ?? (series, bar..<(bar + 1))
            var (highest, lowest, fall, rise) = (0.0, Double.infinity, 1.0, 1.0)
            for part in parts {
                let (open, close) = (tape.open[part], tape.close[part])
                let (high, low) = (tape.high[part], tape.low[part])
                let isDown = close < open
                for price in [open, isDown ? high : low, isDown ? low : high, close] {
                    (highest, lowest) = (max(highest, price), min(lowest, price))
                    (fall, rise) = (max(fall, highest / price), max(rise, price / lowest))
                }
            }
            inner.long.append(Elementary.log(fall))
            inner.short.append(Elementary.log(rise))
        }
        return inner
    }

    /// How far each bar went below the lowest, and above the highest, price of spans that had ended before it.
    private static func fresh(of series: BarSeries, _ path: BySide<[Double]>) -> BySide<[[Double]]> {
        BySide.each { side in
            spans.map { span in
                var (window, first) = ([Int](), 0)
                return (0..<series.count).map { bar in
                    while first < window.count, series.time[window[first]] < series.time[bar] - span {
                        first += 1
                    }
                    let range = bridged(series, bar)
                    let (extreme, own) =
                        side == .long ? (series.low, range.lowerBound) : (series.high, range.upperBound)
                    var depth = path[side][bar]
                    if first < window.count {
                        let past = extreme[window[first]]
                        depth = max(0, Elementary.log(side == .long ? past / own : own / past))
                    }
                    func gives(_ earlier: Int) -> Bool {
                        side == .long ? extreme[earlier] >= extreme[bar] : extreme[earlier] <= extreme[bar]
                    }
                    while window.count > first, let last = window.last, gives(last) { window.removeLast() }
                    window.append(bar)
                    return depth
                }
            }
        }
    }
}
