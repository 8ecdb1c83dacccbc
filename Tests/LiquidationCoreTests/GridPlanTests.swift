import LiquidationCore
import TestSupport
import Testing

@Suite("GridPlan") struct GridPlanTests {
    private func series(low: Double, high: Double) throws -> BarSeries {
        try BarSeries(time: [0], open: [low], high: [high], low: [low], close: [high])
    }

    @Test func `a logarithmic axis reaches from 0.4 of the low to 1.8 of the high`() throws {
        let grid = try GridPlan.logarithmic(buckets: 7).grid(over: series(low: 10, high: 20))
        #expect(grid.count == 7)
        #expect(grid.edges.first == 10 * 0.4)
        #expect(grid.edges.last == 20 * 1.8)
    }

    @Test func `a linear axis is aligned to multiples of its step and covers the same reach`() throws {
        // 0.4 · 10 = 4 and 1.8 · 20 = 36: with a step of 2.5 from 2.5 to 37.5.
        let grid = try GridPlan.linear(step: 2.5).grid(over: series(low: 10, high: 20))
        #expect(grid.edges == (1...15).map { Double($0) * 2.5 })
    }

    @Test func `explicit edges are taken as they are`() throws {
        #expect(try GridPlan.edges([1, 3, 4]).grid(over: series(low: 10, high: 20)).edges == [1, 3, 4])
    }

    @Test(
        arguments: [
            .linear(step: 0), .linear(step: -1), .linear(step: .nan), .linear(step: .infinity),
            .linear(step: 1e-9), .linear(step: 1e-300), .linear(step: 1e300), .logarithmic(buckets: 0),
            .logarithmic(buckets: .max), .edges([]), .edges([2, 1]),
        ] as [GridPlan])
    func `an axis that cannot be laid out is an error`(plan: GridPlan) throws {
        let bars = try series(low: 10, high: 20)
        let error = #expect(throws: CoreError.self) { try plan.grid(over: bars) }
        #expect(error?.code == .invalidGrid)
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `every liquidation price of 2x and above lies on the axis`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let bars = try market.series(bars: 20)
        let run = try MapRun(
            series: bars, model: .balanced, grid: .logarithmic(buckets: 50),
            ladder: Ladder([2, 3, 10, 50]), instrument: Venue.binance.instrument("BTCUSDT"))
        let report = try run.run(LeverageMix([1, 1, 1, 1])).map.ledger
        #expect(report.accounts.long.offGrid == 0 && report.accounts.short.offGrid == 0, "seed \(seed)")
    }
}
