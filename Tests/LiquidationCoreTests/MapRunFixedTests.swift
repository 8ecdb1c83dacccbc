import TestSupport
import Testing

@testable import LiquidationCore

/// A run with one mix for every bar: block by block, side by side or bar by bar, the bits are the same.
@Suite("MapRun, one mix") struct MapRunFixedTests {
    /// Bits of all that a run gives.
    private func bits(_ result: MapRun.Result) -> [UInt64] {
        var numbers = result.map.long + result.map.short
        numbers += result.outcomes.flatMap { [$0.longNotional, $0.shortNotional] }
        for side in Side.allCases {
            let account = result.map.ledger[side]
            numbers += [
                account.opened, account.live, account.closed, account.liquidated, account.belowGrid,
                account.aboveGrid,
            ]
            numbers += result.ledger.liquidatedByBucket(side) + result.map.byRung(side).flatMap { $0 }
        }
        if let heatmap = result.heatmap {
            numbers += heatmap.long + heatmap.short
            numbers += heatmap.columns.flatMap { [$0.high, $0.low, $0.longLiquidated, $0.shortLiquidated] }
        }
        return numbers.map(\.bitPattern)
    }

    private func run(_ market: inout RandomMarket, seed: UInt64) throws -> (MapRun, LeverageMix) {
        // A third of the seeds: whole columns, the flow that is run in blocks.
        let isWhole = seed % 3 != 0
        let series = try market.series(bars: 1300, missing: isWhole ? 0 : 0.1)
        var model = market.richModel()
        if isWhole {
            model = .reference
            model.split = market.pick([.ratio, .even])
            model.entry = market.pick([.typical, .close])
            model.touch = market.chance(0.5) ? .beyond : .range
            model.bridge = market.chance(0.5)
            model.trigger = .last
        }
        let ladder = try market.ladder()
        let mix = try LeverageMix(
            long: ladder.leverages.indices.map { $0 > 1 && market.chance(0.2) ? 0 : market.size(0.01...1) },
            short: ladder.leverages.indices.map { $0 > 1 && market.chance(0.2) ? 0 : market.size(0.01...1) })
        let whole = try GridPlan.logarithmic(buckets: 300).grid(over: series)
        // At times so narrow that rungs and entries lie off the grid.
        let edges = market.chance(0.3) ? Array(whole.edges[110..<190]) : whole.edges
        let run = try MapRun(
            series: series, model: model, grid: .edges(edges), ladder: ladder,
            instrument: Golden.instrument(),
            byRung: seed % 5 == 0)
        return (run, mix)
    }

    @Test(arguments: LongTests.seeds(15, long: 60))
    func `blocks give the bits of single bars, whatever the number of tasks`(seed: UInt64) async throws {
        var market = RandomMarket(seed: seed)
        let (run, mix) = try run(&market, seed: seed)
        let barsPerColumn = market.pick([nil, 1, 7, 240, 5000])
        let comment: Comment = "seed \(seed), \(run.model.text)"
        let plan = BarPlan(mix)
        let expected = try run.run(barsPerColumn: barsPerColumn) { _, current in current = plan }
        var result = try run.run(mix, barsPerColumn: barsPerColumn)
        let wanted = bits(expected)
        #expect(bits(result) == wanted, comment)
        #expect(result.gaps == expected.gaps, comment)
        // A heatmap that is written over, and the ledger that goes on.
        result = try run.run(mix, barsPerColumn: barsPerColumn, recycling: result.heatmap)
        #expect(bits(result) == wanted, comment)
        var (one, other) = (expected.ledger, result.ledger)
        let bar = LedgerBar(run.series, at: run.series.count - 2)
        #expect(try one.take(bar, plan: plan) == other.take(bar, plan: plan), comment)
        for tasks in [1, 2, 4] {
            #expect(
                bits(try await run.run(mix, barsPerColumn: barsPerColumn, tasks: tasks)) == wanted, comment)
        }
    }

    @Test(arguments: LongTests.seeds(15, long: 60))
    func `the map alone is that of a run to 1e-12 of its largest bucket`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let (run, mix) = try run(&market, seed: seed)
        let (density, map) = (try run.density(mix), try run.run(mix).map)
        for (found, expected) in [(density.long, map.long), (density.short, map.short)] {
            let peak = expected.max() ?? 0
            let worst = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
            #expect(worst <= 1e-12 * peak, "seed \(seed), \(run.model.text)")
            // No bucket that a run has emptied holds anything.
            #expect(zip(found, expected).allSatisfy { $1 > 0 || $0 == 0 }, "seed \(seed)")
        }
    }

    @Test func `a scale that has become too small is made anew in blocks as bar by bar`() throws {
        let count = 2000
        var extras = BarSeries.Extras()
        // Open interest halves in nine bars of ten and comes back in the tenth: 2^-1800 in all.
        extras.openInterest = try Column(
            (0..<count).map { $0 % 10 == 0 ? 1024 : 1024 / Double(1 << ($0 % 10)) })
        extras.longShortRatio = try Column((0..<count).map { _ in 1 })
        let prices = (0..<count).map { 100 + Double($0 % 7) / 10 }
        let series = try BarSeries(
            time: (0..<count).map { Int64($0) * 60_000 }, open: prices, high: prices.map { $0 + 0.05 },
            low: prices.map { $0 - 0.05 }, close: prices, extras: extras)
        let run = try MapRun(
            series: series, model: .reference, grid: .logarithmic(buckets: 500),
            ladder: Ladder([3, 10, 25, 50]), instrument: Golden.instrument())
        let plan = BarPlan(try LeverageMix([1, 2, 3, 4]))
        let expected = try run.run(barsPerColumn: 100) { _, current in current = plan }
        #expect(bits(try run.run(LeverageMix([1, 2, 3, 4]), barsPerColumn: 100)) == bits(expected))
        #expect(expected.map.total(.long) > 0)
    }
}
