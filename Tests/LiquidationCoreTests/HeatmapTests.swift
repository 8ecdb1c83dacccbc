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
        #expect(heatmap.long.count == starts.count * heatmap.grid.count)
        for (column, first) in zip(heatmap.columns, starts) {
            let last = min(first + step, Self.bars) - 1
            #expect(column.start.milliseconds == series.time[first])
            #expect(column.end.milliseconds == series.time[last])
            #expect(column.open == series.open[first] && column.close == series.close[last])
            #expect(column.high == series.high[first...last].max())
            #expect(column.low == series.low[first...last].min())
            let longs = result.outcomes[first...last].reduce(0) { $0 + $1.longNotional }
            let shorts = result.outcomes[first...last].reduce(0) { $0 + $1.shortNotional }
            #expect(column.longLiquidated == longs && column.shortLiquidated == shorts)
        }
        for side in Side.allCases {
            #expect(
                Array(heatmap.column(starts.count - 1, side)) == result.map.notional(side), "seed \(seed)")
        }
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `the map by rung adds up to the map, and a heatmap changes nothing`(seed: UInt64) throws {
        let (_, plain) = try result(seed: seed, barsPerColumn: 3)
        let (_, split) = try result(seed: seed, barsPerColumn: 1, byRung: true)
        for side in Side.allCases {
            let rows = split.map.byRung(side)
            #expect(rows.count == 4)
            for bucket in 0..<split.map.grid.count {
                let sum = rows.reduce(0) { $0 + $1[bucket] }
                let whole = plain.map.notional(side)[bucket]
                #expect(
                    abs(sum - whole) <= 1e-12 * max(sum, whole) + 1e-14 * plain.map.total(side),
                    "seed \(seed)")
            }
        }
    }
}
