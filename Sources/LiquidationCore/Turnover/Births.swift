/// What is entered along a bar's path and liquidated by the rest of that same path.
///
/// No map holds it: it stood nowhere when the bar began. In a crash and its rebound it is a large part of what is
/// liquidated, so it is reported beside the map's own figures and never added to them.
///
/// The path goes open, high, low, close in a falling bar and open, low, high, close in another; entries lie evenly on its
/// logarithm.
///
/// - Source: births of the study of realised liquidations; equal to walking the path entry by entry.
struct Births {
    /// Logarithms of a bar's prices.
    let open: Double
    let high: Double
    let low: Double
    let close: Double

    /// The share of entries at some log distance from their liquidation price that the rest of the path liquidates.
    func share(_ side: Side, distance d: Double) -> Double {
        let isDown = close < open
        let length =
            high - low + (isDown ? (high - open) + (close - low) : (open - low) + (high - close))
        guard length > 0 else { return 0 }
        let lost: Double
        switch (side, isDown) {
        case (.long, true): lost = max(0, high - max(open, low + d)) + max(0, high - (low + d))
        case (.long, false): lost = max(0, open - (low + d)) + 2 * max(0, high - (close + d))
        case (.short, true): lost = max(0, (high - d) - open) + 2 * max(0, (close - d) - low)
        case (.short, false): lost = max(0, min(open, high - d) - low) + max(0, (high - d) - low)
        }
        return lost / length
    }

    /// What each bar's own entries lose in it, quote units.
    ///
    /// - Parameters:
    ///   - series: the data; its volume in every bar, or none and open interest instead.
    ///   - amount: births as a share of the mean volume of a day before the bar.
    ///   - spreads: the mix of each side.
    ///   - lengths: how long a bar is, milliseconds, where they differ.
    /// - Returns: a cell a bar; `nil` where the data has neither a complete volume nor open interest instead of it.
    /// - Complexity: O(bars + rungs nearer than a bar's range).
    static func lost(
        in series: BarSeries, amount: Double, _ spreads: BySide<MixSpread>,
        lengths: ((Int) -> Int64)? = nil
    ) -> BySide<[Double]>? {
        guard var meter = BirthsMeter(series, amount: amount, lengths: lengths) else { return nil }
        let rungs = BySide.each { side in
            BirthsMeter.nearestFirst(spreads[side].factors, spreads[side].weights)
        }
        var lost = BySide(both: [Double](repeating: 0, count: series.count))
        for bar in 0..<series.count {
            let (births, range, worth) = meter.take(bar)
            for side in Side.allCases {
                var sum = 0.0
                for (distance, weight) in rungs[side] {
                    guard distance < range else { break }
                    sum += weight / spreads[side].total * births.share(side, distance: distance)
                }
                lost[side][bar] = sum * worth
            }
        }
        return lost
    }
}

/// Goes from bar to bar and says what its births are worth: a part of the mean volume of a day before it.
struct BirthsMeter {
    private let series: BarSeries
    private let amount: Double
    private let lengths: ((Int) -> Int64)?
    private let volume: [Double]
    private let logs: LogTable
    private var mean: Double
    private var length: Int64
    private var fades: Double

    /// - Returns: `nil` without births, and where the data has neither a complete volume nor open interest instead of it.
    init?(_ series: BarSeries, amount: Double, lengths: ((Int) -> Int64)? = nil) {
        guard amount > 0, let volume = Self.volumes(of: series) else { return nil }
        (self.series, self.amount, self.lengths, self.volume) = (series, amount, lengths, volume)
        logs = LogTable(from: series.low.min() ?? 1, to: series.high.max() ?? 1)
        mean = volume[0]
        length = lengths?(0) ?? series.interval
        fades = Self.fading(length)
    }

    /// What a bar entered along its path, and what all of it is worth, quote units. Bars are taken in order.
    mutating func take(_ bar: Int) -> (births: Births, range: Double, worth: Double) {
        if let now = lengths?(bar), now != length {
            mean *= Double(now) / Double(length)
            (length, fades) = (now, Self.fading(now))
        }
        let births = Births(
            open: logs.log(series.open[bar]), high: logs.log(series.high[bar]),
            low: logs.log(series.low[bar]), close: logs.log(series.close[bar]))
        let worth = amount * mean * series.close[bar]
        mean += fades * (volume[bar] - mean)
        return (births, births.high - births.low, worth)
    }

    /// The weight of a new bar in a mean with a half-life of a day.
    private static func fading(_ length: Int64) -> Double {
        let day = length > 0 ? max(86_400_000 / Double(length), 1) : 1
        return 1 - Elementary.exp(-Elementary.ln2 / day)
    }

    /// Rungs with the distance of their liquidation price from the entry, the nearest first.
    static func nearestFirst<Weight>(
        _ factors: [Double], _ weights: [Weight]
    ) -> [(distance: Double, weight: Weight)] {
        zip(factors, weights).map { factor, weight in
            (factor > 0 && factor < .infinity ? abs(Elementary.log(factor)) : .infinity, weight)
        }.sorted { $0.0 < $1.0 }.map { (distance: $0.0, weight: $0.1) }
    }

    /// The volume of each bar. Data without one trades ``MapModel/volumePerInterest`` of open interest a day, the more in a bar
    /// the farther its price went.
    private static func volumes(of series: BarSeries) -> [Double]? {
        if let volume = series.extras.volume { return volume.isComplete ? volume.storage : nil }
        guard let interest = series.extras.openInterest else { return nil }
        var (activity, open) = (Activity(), 0.0)
        return (0..<series.count).map { bar in
            let hours = bar > 0 ? Double(series.time[bar] - series.time[bar - 1]) / 3_600_000 : 0
            let moved = Elementary.log(min(series.high[bar] / series.low[bar], .greatestFiniteMagnitude))
            open = interest[bar] ?? open
            guard let mean = activity.mean(with: moved, hours: hours), mean > 0 else { return 0 }
            return MapModel.volumePerInterest * open * moved / mean
        }
    }
}
