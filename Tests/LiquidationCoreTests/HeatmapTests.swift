import TestSupport
import Testing

@testable import LiquidationCore

@Suite("Heatmap") struct HeatmapTests {
    static let bars = 25

    private func result(
        seed: UInt64, barsPerColumn: Int, byRung: Bool = false
    ) throws -> (BarSeries, MapRun.Result) {
        var market = RandomMarket(seed: seed)
        let series = try market.series(bars: Self.bars)
        let run = try MapRun(
            series: series, model: market.model(), grid: .logarithmic(buckets: 60),
            ladder: Ladder([2, 5, 10, 50]), instrument: Golden.instrument(), byRung: byRung)
        return (series, try run.run(LeverageMix([1, 2, 3, 1]), barsPerColumn: barsPerColumn))
    }

    @Test(arguments: [1, 2, 7, 24, 25, 26, 1000, .max], 1...4 as ClosedRange<UInt64>)
    func `columns hold the bars they span, the last one the map`(barsPerColumn: Int, seed: UInt64) throws {
        let (series, result) = try result(seed: seed, barsPerColumn: barsPerColumn)
        let heatmap = try #require(result.heatmap)
        let step = min(barsPerColumn, Self.bars)
        let starts = Array(stride(from: 0, to: Self.bars, by: step))
        #expect(heatmap.barsPerColumn == barsPerColumn)
        #expect(heatmap.columns.count == starts.count)
        #expect(heatmap.cells.long.count == starts.count * heatmap.grid.count)
        for (column, first) in zip(heatmap.columns, starts) {
            let last = min(first + step, Self.bars) - 1
            #expect(column.start.milliseconds == series.time[first])
            #expect(column.end.milliseconds == series.time[last])
            #expect(column.open == series.open[first] && column.close == series.close[last])
            #expect(column.high == series.high[first...last].max())
            #expect(column.low == series.low[first...last].min())
            let longs = result.liquidated.long[first...last].reduce(0, +)
            let shorts = result.liquidated.short[first...last].reduce(0, +)
            #expect(column.liquidated.long == longs && column.liquidated.short == shorts)
        }
        for side in Side.allCases {
            #expect(
                Array(heatmap.column(starts.count - 1, side)) == result.map.notional[side], "seed \(seed)")
        }
    }

    /// A run by rung of a random market, and a plan that changes from bar to bar.
    private func run(seed: UInt64) throws -> (MapRun, (Int, inout BarPlan) throws -> Void) {
        var market = RandomMarket(seed: seed)
        let run = try MapRun(
            series: market.series(bars: Self.bars), model: market.model(), grid: .logarithmic(buckets: 60),
            ladder: Ladder([2, 5, 10, 50]), instrument: Golden.instrument(), byRung: true)
        return (run, { index, plan in plan.weights.long[index % 4] += 1 })
    }

    @Test(arguments: [1, 7, 25, 1000], 1...4 as ClosedRange<UInt64>)
    func `columns that are handed out one at a time are those of the heatmap`(
        barsPerColumn: Int, seed: UInt64
    ) throws {
        let (run, plan) = try run(seed: seed)
        for slice in [.all, HeatmapSlice(side: .short), HeatmapSlice(side: .long, rungs: 1..<3)] {
            let whole = try run.run(barsPerColumn: barsPerColumn, slice: slice, plan: plan)
            let heatmap = try #require(whole.heatmap)
            var next = 0
            let streamed = try run.run(barsPerColumn: barsPerColumn, slice: slice, plan: plan) { column in
                #expect(column.index == next && column.span == heatmap.columns[next], "seed \(seed)")
                #expect(column.cells.long == Array(heatmap.column(next, .long)), "seed \(seed)")
                #expect(column.cells.short == Array(heatmap.column(next, .short)), "seed \(seed)")
                next += 1
            }
            #expect(next == heatmap.columns.count && streamed.heatmap == nil)
            #expect(
                streamed.map.notional.long == whole.map.notional.long
                    && streamed.liquidated == whole.liquidated)
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `sides and rungs of a heatmap add up to it, and each ends with its part of the map`(seed: UInt64)
        throws
    {
        let (run, plan) = try run(seed: seed)
        func result(_ slice: HeatmapSlice) throws -> (map: LiquidationMap, heatmap: Heatmap) {
            let result = try run.run(barsPerColumn: 4, slice: slice, plan: plan)
            return (result.map, try #require(result.heatmap))
        }
        let all = try result(.all)
        let plain = try #require(try run.run(barsPerColumn: 4, plan: plan).heatmap)
        #expect(
            all.heatmap.cells.long == plain.cells.long
                && all.heatmap.cells.short == plain.cells.short)
        for side in Side.allCases {
            let only = try result(HeatmapSlice(side: side)).heatmap
            #expect(only.column(3, side) == all.heatmap.column(3, side))
            #expect(only.column(3, side == .long ? .short : .long).allSatisfy { $0 == 0 })
        }
        var sum = [Double](repeating: 0, count: plain.cells.long.count)
        for rung in 0..<4 {
            let part = try result(HeatmapSlice(rungs: rung..<(rung + 1)))
            for cell in sum.indices { sum[cell] += part.heatmap.cells.long[cell] }
            let last = part.heatmap.columns.count - 1
            #expect(Array(part.heatmap.column(last, .short)) == part.map.byRung.short[rung], "seed \(seed)")
        }
        let total = plain.cells.long.reduce(0, +)
        for (one, other) in zip(sum, plain.cells.long) {
            #expect(abs(one - other) <= 1e-12 * total, "seed \(seed)")
        }
    }

    @Test func `what takes the columns can end the run`() throws {
        struct Enough: Error {}
        let (run, plan) = try run(seed: 1)
        var taken = 0
        #expect(throws: Enough.self) {
            _ = try run.run(barsPerColumn: 2, plan: plan) { _ in
                taken += 1
                if taken == 3 { throw Enough() }
            }
        }
        #expect(taken == 3)
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `the map by rung adds up to the map, and a heatmap changes nothing`(seed: UInt64) throws {
        let (_, plain) = try result(seed: seed, barsPerColumn: 3)
        let (_, split) = try result(seed: seed, barsPerColumn: 1, byRung: true)
        for side in Side.allCases {
            let rows = split.map.byRung[side]
            #expect(rows.count == 4)
            for bucket in 0..<split.map.grid.count {
                let sum = rows.reduce(0) { $0 + $1[bucket] }
                let whole = plain.map.notional[side][bucket]
                #expect(
                    abs(sum - whole) <= 1e-12 * max(sum, whole) + 1e-14 * plain.map.total(side),
                    "seed \(seed)")
            }
        }
    }
}
