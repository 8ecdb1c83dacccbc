import LiquidationCore
import PlainText

/// Looks for numbers that a reader may take as they are and that are probably in another unit, or slips.
///
/// Nothing is refused or changed: each finding is a note with the bar, the value, and what it would be in the likely
/// unit. The limits are wide, so that real data has a note only where something did happen.
struct Plausibility {
    private let series: BarSeries
    /// The columns beside prices, NaN where a cell is missing.
    private let extras: BarExtras
    /// Milliseconds from one bar to the next; zero where a single bar does not tell.
    private let interval: Int64

    /// Open interest changes by less than this from one bar to the next, whatever happens in the market.
    private static let jump = 10.0
    /// Days of volume that open interest is worth at most.
    ///
    /// Venues have from a tenth of a day (large perpetuals) to some days (quiet ones): 0.4 and 2.9 in a year of 4h bars
    /// of BTC and ETH. Counted in USD it is that times the price, so everything that costs some hundreds is found.
    private static let days = 30.0
    /// More than the open interest of all venues in all coins, in USD: about 2e11 in 2025.
    private static let largest = 1e12
    /// A close that is this many times those beside it has lost or gained a digit.
    private static let slip = 10.0
    /// A high that is this many times all other prices stretches the grid to twice its range.
    private static let wick = 2.0
    /// A median payment of 0.1 % in eight hours is 110 % a year. Settled rates have medians of 0.005 % to 0.01 %; in
    /// per cent these are 0.005 to 0.01.
    private static let rate = 0.001
    /// Clocks and time zones are wrong by less than this.
    private static let ahead: Int64 = 86_400_000

    /// What is odd about a series, most important first.
    ///
    /// - Parameters:
    ///   - series: the bars.
    ///   - extras: their columns beside prices.
    ///   - interval: from bar to bar, milliseconds; zero where it is not known.
    ///   - closesEarly: whether the last bar says that it was not finished.
    ///   - now: the instant of reading.
    /// - Returns: one note for each kind of oddity.
    /// - Complexity: O(n).
    static func notes(
        _ series: BarSeries, _ extras: BarExtras, interval: Int64, closesEarly: Bool, now: Timestamp
    ) -> [String] {
        let data = Plausibility(series: series, extras: extras, interval: interval)
        return [
            data.oneRow, data.future(now), data.unfinished(now, closesEarly), data.closeSlip, data.widestHigh,
            data.widestLow, data.openInterestInUSD, data.openInterestJump, data.openInterestFall,
            data.fundingInPercent, data.volumeInUSD,
        ].compactMap { $0 }
    }

    private func when(_ bar: Int) -> String { "\(Timestamp(milliseconds: series.time[bar]))" }

    /// ", and 3 more such bars".
    private static func more(_ count: Int) -> String {
        count < 2 ? "" : ", and \(count - 1) more such bar\(count == 2 ? "" : "s")"
    }

    // MARK: times

    private var oneRow: String? {
        series.count == 1
            ? "there is one bar only (\(when(0)), close \(NumberText.price(series.close[0]))): it opens everything that "
                + "the map shows, and tells no interval" : nil
    }

    private func future(_ now: Timestamp) -> String? {
        let last = series.count - 1
        let ahead = series.time[last] - now.milliseconds
        guard ahead > Self.ahead else { return nil }
        return
            "the last bar (\(when(last))) opens \(NumberText.short(Double(ahead / 86_400_000))) days after now: "
            + "its time, or the clock of this machine, may be wrong"
    }

    private func unfinished(_ now: Timestamp, _ closesEarly: Bool) -> String? {
        let last = series.count - 1
        let end = series.time[last] + interval
        let isNow = series.time[last] <= now.milliseconds && now.milliseconds < end
        guard closesEarly || isNow && interval > 0 else { return nil }
        let why = closesEarly ? "its close_time is before its end" : "it ends after now"
        return "the last bar (\(when(last))) is not finished: \(why), \(Timestamp(milliseconds: end))"
    }

    // MARK: prices

    private var closeSlip: String? {
        let close = series.close
        var (first, count) = (0, 0)
        for bar in close.indices where close.count > 1 {
            let before = bar > 0 ? close[bar - 1] : close[bar + 1]
            let after = bar + 1 < close.count ? close[bar + 1] : before
            let (low, high) = (min(before, after), max(before, after))
            guard close[bar] >= Self.slip * high || close[bar] * Self.slip <= low else { continue }
            // Of two bars each is the other's neighbour: the later one is named.
            if count == 0 || close.count == 2 { first = bar }
            count = close.count == 2 ? 1 : count + 1
        }
        guard count > 0 else { return nil }
        let beside = first > 0 ? close[first - 1] : close[first + 1]
        let factor = close[first] > beside ? close[first] / beside : beside / close[first]
        return
            "close \(NumberText.price(close[first])) (\(when(first))) is \(NumberText.short(factor)) times "
            + (close[first] > beside ? "above" : "below")
            + " that of the bar beside it, \(NumberText.price(beside)): a digit may be lost\(Self.more(count))"
    }

    private var widestHigh: String? {
        let high = series.high
        guard high.count > 2, let bar = high.indices.max(by: { high[$0] < high[$1] }) else { return nil }
        var others = max(series.open[bar], series.close[bar])
        for other in high.indices where other != bar { others = max(others, high[other]) }
        guard high[bar] >= Self.wick * others else { return nil }
        return
            "high \(NumberText.price(high[bar])) (\(when(bar))) alone decides how far the grid reaches: all other "
            + "prices are at most \(NumberText.price(others))"
    }

    private var widestLow: String? {
        let low = series.low
        guard low.count > 2, let bar = low.indices.min(by: { low[$0] < low[$1] }) else { return nil }
        var others = min(series.open[bar], series.close[bar])
        for other in low.indices where other != bar { others = min(others, low[other]) }
        guard low[bar] * Self.wick <= others else { return nil }
        return
            "low \(NumberText.price(low[bar])) (\(when(bar))) alone decides how far the grid reaches: all other "
            + "prices are at least \(NumberText.price(others))"
    }

    // MARK: open interest

    /// Open interest in more than half of the bars is worth more than ``days`` of volume, or more than ``largest``.
    private var openInterestInUSD: String? {
        guard let cells = extras[.openInterest] else { return nil }
        return daysOfVolume(cells) ?? beyondAll(cells)
    }

    private func beyondAll(_ cells: [Double]) -> String? {
        let many = cells.indices.filter { cells[$0] * series.close[$0] > Self.largest }
        guard let bar = many.last, 2 * many.count > cells.count(where: { $0 >= 0 }) else { return nil }
        return "open_interest \(NumberText.short(cells[bar])) (\(when(bar))) is worth "
            + "\(NumberText.short(cells[bar] * series.close[bar])) at the close: if it counts USD, it is "
            + "\(NumberText.short(cells[bar] / series.close[bar])) base units \(Self.units)"
    }

    private static let units = "(--open-interest-unit quote; contracts*SIZE for contracts)"

    private func daysOfVolume(_ cells: [Double]) -> String? {
        guard interval > 0, let volume = extras[.volume], volume.contains(where: { $0 > 0 }) else {
            return nil
        }
        let traded = volume.reduce(0) { $1 > 0 ? $0 + $1 : $0 }
        let aDay = traded / Double(volume.count { $0 >= 0 }) * 86_400_000 / Double(interval)
        let many = cells.indices.filter { cells[$0] > Self.days * aDay }
        guard let bar = many.last, 2 * many.count > cells.count(where: { $0 >= 0 }) else { return nil }
        let (found, coins) = (cells[bar], cells[bar] / series.close[bar])
        let likely =
            coins <= Self.days * aDay
            ? "if it counts USD, it is \(NumberText.short(coins)) base units \(Self.units)"
            : "it may count contracts or another coin"
        return "open_interest \(NumberText.short(found)) (\(when(bar))) is "
            + "\(NumberText.short(found / aDay)) days of volume: \(likely)"
    }

    private var openInterestJump: String? {
        guard let cells = extras[.openInterest] else { return nil }
        var (before, first, count): (Double?, (bar: Int, before: Double)?, Int) = (nil, nil, 0)
        for (bar, cell) in cells.enumerated() where cell > 0 {
            if let before, cell > Self.jump * before || cell * Self.jump < before {
                if first == nil { first = (bar, before) }
                count += 1
            }
            before = cell
        }
        guard let first else { return nil }
        let (cell, price) = (cells[first.bar], series.close[first.bar])
        let factor = max(cell / first.before, first.before / cell)
        var likely = "one of the two may be in another unit"
        // The price between them, within what open interest changes at most: one counts USD.
        if factor > price / Self.jump, factor < price * Self.jump, price > Self.jump {
            likely =
                cell > first.before
                ? "if it counts USD, it is \(NumberText.short(cell / price)) base units"
                : "if those before count USD, they were \(NumberText.short(first.before / price)) base units"
        }
        return
            "open_interest \(cell > first.before ? "rises" : "falls") from \(NumberText.short(first.before)) to "
            + "\(NumberText.short(cell)) in one bar (\(when(first.bar))), by a factor of \(NumberText.short(factor)): "
            + likely + Self.more(count)
    }

    private var openInterestFall: String? {
        guard let cells = extras[.openInterest] else { return nil }
        var (before, first, count): (Double, (bar: Int, before: Double)?, Int) = (0, nil, 0)
        for (bar, cell) in cells.enumerated() where cell >= 0 {
            if cell == 0, before > 0 {
                if first == nil { first = (bar, before) }
                count += 1
            }
            before = cell
        }
        guard let first else { return nil }
        return
            "open_interest falls from \(NumberText.short(first.before)) to 0 in one bar (\(when(first.bar))), as if "
            + "all positions were closed: a cell that is not known is left blank\(Self.more(count))"
    }

    /// More than this many times open interest is traded in a day by no market: some tens in the busiest.
    private static let turns = 1000.0

    private var volumeInUSD: String? {
        guard let interest = extras[.openInterest], let volume = extras[.volume], interval > 0 else {
            return nil
        }
        let perDay = 86_400_000 / Double(interval)
        let many = volume.indices.filter {
            interest[$0] > 0 && volume[$0] * perDay > Self.turns * interest[$0]
        }
        guard let bar = many.last, 2 * many.count > volume.count(where: { $0 > 0 }) else { return nil }
        return "volume \(NumberText.short(volume[bar])) (\(when(bar))) is "
            + "\(NumberText.short(volume[bar] * perDay / interest[bar])) times open interest a day: if it counts USD, it is "
            + "quote_volume (--columns quote_volume=NAME)"
    }

    // MARK: funding

    private var fundingInPercent: String? {
        guard let cells = extras[.fundingRate] else { return nil }
        let paid = cells.indices.filter { abs(cells[$0]) > 0 }
        let rates = paid.map { abs(cells[$0]) }.sorted()
        // A long bar holds several payments.
        let limit = Self.rate * max(1, Double(interval) / 28_800_000)
        guard rates.count >= 3, rates[rates.count / 2] >= limit, let bar = paid.last else { return nil }
        let median = rates[rates.count / 2]
        return "funding_rate \(cells[bar]) (\(when(bar))) looks like per cent: half of all payments are "
            + "\(NumberText.decimal(median * 100, upTo: 4)) % or more; if it is per cent, it is \(NumberText.decimal(cells[bar] / 100, upTo: 10)) as a fraction (--funding-unit percent)"
    }
}
