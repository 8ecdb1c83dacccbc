import Foundation
import TestSupport
import Testing

@testable import LiquidationCore

@Suite("Births") struct BirthsTests {
    @Test(arguments: 1...60 as ClosedRange<UInt64>)
    func `the share that a bar's path liquidates is that of walking it entry by entry`(seed: UInt64) {
        var market = RandomMarket(seed: seed)
        let (low, high) = (0.0, market.number(0.01...1))
        let (open, close) = (market.number(low...high), market.number(low...high))
        let births = Births(open: open, high: high, low: low, close: close)
        let corners = close < open ? [open, high, low, close] : [open, low, high, close]
        let steps = 4000
        let length = zip(corners, corners.dropFirst()).map { abs($1 - $0) }.reduce(0, +)
        var path: [Double] = []
        for (from, to) in zip(corners, corners.dropFirst()) {
            let count = Int((Double(steps) * abs(to - from) / length).rounded())
            path += (0..<count).map { from + (Double($0) + 0.5) / Double(count) * (to - from) }
        }
        for distance in [0.003, 0.02, 0.1, 0.4] {
            for side in Side.allCases {
                var (lost, worst) = (0, side == .long ? Double.infinity : -.infinity)
                for price in path.reversed() {
                    if side == .long ? worst <= price - distance : worst >= price + distance { lost += 1 }
                    worst = side == .long ? min(worst, price) : max(worst, price)
                }
                let share = births.share(side, distance: distance)
                #expect(
                    abs(share - Double(lost) / Double(path.count)) < 0.003,
                    "seed \(seed), \(side) \(distance)")
            }
        }
    }

    @Test func `data without a volume has births by open interest and how far its price went`() throws {
        var market = RandomMarket(seed: 12)
        let bars = try market.series(bars: 90, missing: 0)
        func series(volume: [Double]?) throws -> BarSeries {
            var extras = BarSeries.Extras()
            extras.openInterest = bars.extras.openInterest
            extras.volume = volume.map { Column(missingAsNaN: $0) }
            return try BarSeries(
                time: bars.time, open: bars.open, high: bars.high, low: bars.low, close: bars.close,
                extras: extras)
        }
        // 1.5 of open interest a day, in proportion to the range over the mean range of a day so far.
        var (sum, hours, volume) = (0.0, 0.0, [0.0])
        for bar in 1..<bars.count {
            let range = log(bars.high[bar] / bars.low[bar])
            sum += range
            hours += Double(bars.time[bar] - bars.time[bar - 1]) / 3_600_000
            volume.append(1.5 * bars.extras.openInterest!.storage[bar] * range / (sum / hours * 24))
        }
        let ladder = try market.ladder()
        func born(_ series: BarSeries) throws -> BySide<[Double]> {
            let run = try MapRun(
                series: series, model: .turnover, grid: .lattice(.standard), ladder: ladder,
                instrument: Golden.instrument())
            let mix = try LeverageMix([Double](repeating: 1, count: ladder.leverages.count))
            return try #require(try run.run(mix).born)
        }
        let (found, expected) = try (born(series(volume: nil)), born(series(volume: volume)))
        #expect(expected.long.contains { $0 > 0 } && expected.short.contains { $0 > 0 })
        for side in Side.allCases {
            for (one, other) in zip(found[side], expected[side]) { #expect(abs(one - other) <= 1e-9 * other) }
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `births of a plan for each bar are those of one mix where all plans are that mix`(seed: UInt64)
        throws
    {
        var market = RandomMarket(seed: seed)
        let series = try market.series(bars: 120, missing: 0)
        let ladder = try market.ladder()
        let all = seed % 2 == 0
        let run = try MapRun(
            series: all ? series : series.suffix(milliseconds: series.time[119] - series.time[60]),
            model: .turnover,
            grid: .lattice(.standard), ladder: ladder, instrument: Golden.instrument(),
            history: all ? nil : series)
        let mix = try LeverageMix((0..<ladder.leverages.count).map { _ in market.size(0.1...10) })
        let plan = BarPlan(mix)
        let expected = try #require(try run.run(mix).born)
        let found = try #require(try run.run { _, current in current = plan }.born)
        for side in Side.allCases {
            #expect(found[side].count == expected[side].count)
            for (one, other) in zip(found[side], expected[side]) {
                #expect(abs(one - other) <= 1e-9 * other, "seed \(seed)")
            }
        }
        #expect(expected.long.contains { $0 > 0 })
        // Twice as much on one side is twice as much of it.
        var tilted = plan
        tilted.tilt = BySide(long: 3, short: 1)
        let leaning = try #require(try run.run { _, current in current = tilted }.born)
        for (one, other) in zip(leaning.long, expected.long) { #expect(abs(one - 1.5 * other) <= 1e-9 * one) }
    }
}
