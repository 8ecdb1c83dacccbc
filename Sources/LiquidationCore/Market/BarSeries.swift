/// Market data of one symbol as columns, one cell a bar, in time order.
public struct BarSeries: Sendable {
    /// Open instants of the bars, milliseconds UTC, strictly increasing.
    public let time: [Int64]
    /// First price of each bar, quote per base.
    public let open: [Double]
    /// Highest price.
    public let high: [Double]
    /// Lowest price.
    public let low: [Double]
    /// Last price.
    public let close: [Double]
    /// What venues publish beside prices; an absent column is absent, never zeros.
    public let extras: Extras

    /// The prices that bars may have: beyond them products with amounts overflow or vanish.
    public static let prices = 1e-20...1e20
    /// The largest number that a column beside prices may hold, and the smallest above zero.
    public static let amounts = 1e-24...1e24

    /// Checks every bar and takes the columns over.
    ///
    /// - Throws: ``CoreError`` `.columnLength` when columns differ in length, `.invalidSeries` when there is no
    ///   bar, times do not rise, a price is not within ``prices``, a bar's range does not hold its open and close, or
    ///   a volume, open interest or ratio is negative or not within ``amounts``.
    /// - Complexity: O(n).
    public init(
        time: [Int64], open: [Double], high: [Double], low: [Double], close: [Double],
        extras: Extras = Extras()
    ) throws(CoreError) {
        let lengths =
            [("open", open.count), ("high", high.count), ("low", low.count), ("close", close.count)]
            + extras.present.map { ($0.column.name, $0.cells.count) }
            + extras.own.sorted { $0.key < $1.key }.map { ("extra.\($0.key)", $0.value.count) }
        for (name, length) in lengths where length != time.count {
            throw CoreError(.columnLength, "column \(name) has \(length) cells, time has \(time.count)")
        }
        guard !time.isEmpty else { throw CoreError(.invalidSeries, "a series needs at least one bar") }
        for i in BarSeries.suspects(time, open, high, low, close) {
            func bad(_ rule: String) -> CoreError {
                CoreError(.invalidSeries, "bar \(i + 1) at \(Timestamp(milliseconds: time[i])): \(rule)")
            }
            if i > 0, time[i] <= time[i - 1] { throw bad("time must be after the bar before") }
            func check(_ name: String, _ price: Double) throws(CoreError) {
                guard price.isFinite, price > 0 else { throw bad("\(name) must be above zero, was \(price)") }
                guard Self.prices.contains(price) else {
                    throw bad("\(name) must lie in \(Self.prices.text), was \(price)")
                }
            }
            try check("open", open[i])
            try check("high", high[i])
            try check("low", low[i])
            try check("close", close[i])
            guard low[i] <= min(open[i], close[i]), high[i] >= max(open[i], close[i]) else {
                throw bad(
                    "open \(open[i]) and close \(close[i]) must lie within low \(low[i]) and high \(high[i])")
            }
        }
        for (column, cells) in extras.present {
            let range = column.range
            // NaN, a missing cell, is neither below zero nor zero.
            let odd = cells.storage.firstIndex {
                $0 <= 0 && !range.holds($0) || $0 > Self.amounts.upperBound
                    || $0 > 0 && $0 < Self.amounts.lowerBound
            }
            if let i = odd, let cell = cells[i] {
                let rule = range.holds(cell) ? "must lie in \(Self.amounts.text) or be zero" : range.rule
                throw CoreError(
                    .invalidSeries,
                    "bar \(i + 1) at \(Timestamp(milliseconds: time[i])): \(column.name) \(rule), was \(cell)"
                )
            }
        }
        if let highs = extras.markHigh, let lows = extras.markLow {
            for i in time.indices {
                guard let high = highs[i], let low = lows[i], low > high else { continue }
                throw CoreError(
                    .invalidSeries,
                    "bar \(i + 1) at \(Timestamp(milliseconds: time[i])): mark_low \(low) must be at most mark_high \(high)"
                )
            }
        }
        (self.time, self.open, self.high, self.low, self.close) = (time, open, high, low, close)
        self.extras = extras
    }

    /// The bars that must be looked at one by one: none where all are plainly good, which one pass without a branch
    /// can tell.
    private static func suspects(
        _ time: [Int64], _ open: [Double], _ high: [Double], _ low: [Double], _ close: [Double]
    ) -> Range<Int> {
        var bad = 0
        for i in time.indices.dropFirst() { bad |= time[i] <= time[i - 1] ? 1 : 0 }
        // A low above zero and a high that is finite speak for what lies between.
        for i in time.indices {
            bad |= low[i] >= 1e-20 && high[i] <= 1e20 ? 0 : 1
            bad |= open[i] >= low[i] && open[i] <= high[i] ? 0 : 1
            bad |= close[i] >= low[i] && close[i] <= high[i] ? 0 : 1
        }
        return bad == 0 ? 0..<0 : time.indices
    }

    private init(unchecked other: BarSeries, range: Range<Int>) {
        time = Array(other.time[range])
        open = Array(other.open[range])
        high = Array(other.high[range])
        low = Array(other.low[range])
        close = Array(other.close[range])
        extras = other.extras.part(range)
    }

    /// How many bars there are; at least one.
    public var count: Int { time.count }

    /// The step between bars in milliseconds: the smallest seen; zero for a single bar.
    public var interval: Int64 {
        var step = Int64.max
        for i in time.indices.dropFirst() {
            let (difference, overflow) = time[i].subtractingReportingOverflow(time[i - 1])
            if !overflow { step = min(step, difference) }
        }
        return count == 1 ? 0 : step
    }

    /// The bars that had ended by an instant; `nil` where none had.
    ///
    /// - Parameters:
    ///   - end: milliseconds UTC.
    ///   - interval: how long a bar is, milliseconds.
    /// - Returns: the first bars.
    /// - Complexity: O(n).
    public func prefix(endingBy end: Int64, interval: Int64) -> BarSeries? {
        let (last, overflow) = end.subtractingReportingOverflow(interval)
        let count = overflow ? 0 : time.prefix { $0 <= last }.count
        guard count > 0 else { return nil }
        return count == self.count ? self : BarSeries(unchecked: self, range: 0..<count)
    }

    /// The bars of a range.
    ///
    /// - Precondition: the range is not empty and lies in the series.
    /// - Complexity: O(bars of the range).
    public func bars(_ range: Range<Int>) -> BarSeries {
        precondition(!range.isEmpty && range.lowerBound >= 0 && range.upperBound <= count, "bars of a series")
        return range.count == count ? self : BarSeries(unchecked: self, range: range)
    }

    /// The bars of the last `milliseconds` before the end of the last bar: at least that one, all of them where
    /// there are fewer.
    ///
    /// - Complexity: O(n).
    public func suffix(milliseconds: Int64) -> BarSeries {
        let interval = interval
        let beyondLast = max(milliseconds, interval) - interval
        let (start, overflow) = time[count - 1].subtractingReportingOverflow(beyondLast)
        guard !overflow else { return self }
        let first = time.firstIndex { $0 >= start } ?? count - 1
        return first == 0 ? self : BarSeries(unchecked: self, range: first..<count)
    }
}

extension ClosedRange<Double> {
    /// `1e-20 to 1e+20`, for messages.
    var text: String { "\(lowerBound) to \(upperBound)" }
}
