import TestSupport
import Testing

@testable import LiquidationCore

/// A walk gives the maps that data cut at its steps gives, and what is live tells its age.
@Suite("Walks over data, ages") struct MapWalkTests {
    private static func worst(_ found: [Double], _ expected: [Double]) -> Double {
        let peak = expected.max() ?? 0
        let off = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        return peak > 0 ? off / peak : off
    }

    /// A run of the preset, on any series of a seed.
    private static func turnover(_ seed: UInt64, bars: Int) throws -> (run: MapRun, mix: LeverageMix) {
        var market = RandomMarket(seed: seed)
        let series = try market.series(bars: bars, missing: 0)
        var model = MapModel.turnover
        model.flow = .turnover(.volume(share: market.size(0.005...0.1)))
        let run = try MapRun(
            series: series, model: model, grid: .lattice(PriceLattice(step: 0.004)),
            ladder: try market.ladder(), instrument: Golden.instrument())
        return (run, try LeverageMix(try market.plan(rungs: run.rungs.count).weights))
    }

    private static func cut(_ run: MapRun, after bar: Int, grid: GridPlan) throws -> MapRun {
        try MapRun(
            series: run.series.first(bar + 1), model: run.model, grid: grid, rungs: run.rungs,
            instrument: run.instrument)
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `each step of a mix that turns over is the map of the data cut there`(seed: UInt64) throws {
        let (run, mix) = try Self.turnover(seed, bars: 120)
        var walk = try run.walk(mix)
        for bar in [0, 1, 17, 40, 41, 90, 119] {
            let map = try walk.map(after: bar)
            // On the axis that the cut data asks for: its buckets are some of the walk's.
            let expected = try Self.cut(run, after: bar, grid: .lattice(PriceLattice(step: 0.004))).run(mix)
                .map
            let first = try #require(run.grid.edges.firstIndex(of: expected.grid.edges[0]))
            for side in Side.allCases {
                let cells = Array(map.notional[side][first..<(first + expected.grid.count)])
                #expect(Self.worst(cells, expected.notional[side]) <= 1e-12, "seed \(seed), bar \(bar)")
                let (one, other) = (map.ledger.accounts[side], expected.ledger.accounts[side])
                #expect(one.opened == other.opened && one.liquidated == other.liquidated)
                #expect(abs(one.live + one.offGrid - other.live - other.offGrid) <= 1e-12 * other.opened)
                let touched = try #require(map.freshness?.touched[side])
                // A pass over all bars ends where nothing older is live; a walk remembers older touches, too.
                for (bucket, bar) in try #require(expected.freshness?.touched[side]).enumerated() {
                    guard let bar else { continue }
                    #expect(touched[first + bucket] == bar)
                }
            }
            #expect(map.time == expected.time && map.price == expected.price)
        }
        #expect(walk.count == 120)
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `each step of a ledger is the map of the data cut there, to the bit`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let series = try market.series(bars: 80)
        var model = market.model()
        model.trigger = .last
        let run = try MapRun(
            series: series, model: model, grid: .logarithmic(buckets: 200),
            ladder: try market.ladder(), instrument: Golden.instrument())
        let plans = try (0..<80).map { _ in try market.plan(rungs: run.rungs.count) }
        var walk = try run.walk { bar, plan in plan = plans[bar] }
        for bar in [0, 9, 33, 79] {
            let map = try walk.map(after: bar)
            let expected = try Self.cut(run, after: bar, grid: .edges(run.grid.edges)).run { $1 = plans[$0] }
                .map
            #expect(map.notional == expected.notional, "seed \(seed), bar \(bar)")
            #expect(map.ledger == expected.ledger)
        }
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `bars after a step that run backward change nothing of it`(seed: UInt64) throws {
        let (run, mix) = try Self.turnover(seed, bars: 100)
        let other = try MapRun(
            series: run.series.reversed(after: 60), model: run.model, grid: .edges(run.grid.edges),
            rungs: run.rungs, instrument: run.instrument)
        let same = try MapRun(
            series: run.series, model: run.model, grid: .edges(run.grid.edges), rungs: run.rungs,
            instrument: run.instrument)
        var (one, two) = (try same.walk(mix), try other.walk(mix))
        for bar in [20, 60] { #expect(try one.map(after: bar).notional == two.map(after: bar).notional) }
        #expect(try one.map(after: 90).notional != two.map(after: 90).notional)
    }

    /// What a map would hold that knows only what was opened in the last bars.
    private static func opened(_ run: MapRun, _ mix: LeverageMix, since bar: Int) throws -> LiquidationMap {
        let all = run.series
        let window = all.suffix(milliseconds: Int64(all.count - bar) * 60_000)
        return try MapRun(
            series: window, model: run.model, grid: .edges(run.grid.edges),
            ladder: Ladder(run.rungs.map(\.leverage)), instrument: run.instrument, history: all
        ).run(mix).map
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `what is of unknown age is what the first bar opened`(seed: UInt64) throws {
        let (run, mix) = try Self.turnover(seed, bars: 60)
        let map = try run.run(mix).map
        guard let unknown = map.unknownAge else { return }
        let known = try Self.opened(run, mix, since: 1)
        for side in Side.allCases {
            let rest = zip(map.notional[side], known.notional[side]).map { $0 - $1 }
            let off = zip(rest, unknown[side]).map { abs($0 - $1) }.max() ?? 0
            #expect(off <= 1e-10 * map.peak, "seed \(seed)")
        }
        #expect(known.unknownAge == nil)
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `half of what lies between two prices is younger than the median age`(seed: UInt64) throws {
        let (run, mix) = try Self.turnover(seed, bars: 120)
        let map = try run.run(mix).map
        let ages = try #require(map.ages)
        for side in Side.allCases {
            let price = map.price.value
            let range = side == .long ? (0.8 * price)...price : price...(1.2 * price)
            let total = map.sum(side, of: map.notional[side], within: range)
            guard total > 0 else { continue }
            let age = try #require(ages.median(side, within: range, of: map))
            var (before, found) = (map.time, false)
            for mark in ages.marks where !found {
                let bar = try #require(run.series.time.firstIndex(of: mark.time.milliseconds))
                let cells =
                    try bar == 0 ? map.notional[side] : Self.opened(run, mix, since: bar).notional[side]
                found = map.sum(side, of: cells, within: range) >= total / 2 * (1 - 1e-9)
                if found {
                    let time = map.time.milliseconds
                    let (least, most) = (time - before.milliseconds, time - mark.time.milliseconds)
                    #expect(least <= age && age <= most, "seed \(seed), \(side)")
                }
                before = mark.time
            }
            #expect(found, "seed \(seed), \(side)")
        }
    }
}

extension BarSeries {
    /// The same bars up to one, and those after it in reverse.
    fileprivate func reversed(after bar: Int) throws -> BarSeries {
        func turn(_ cells: [Double]) -> [Double] { Array(cells[...bar] + cells[(bar + 1)...].reversed()) }
        var extras = Extras()
        for (column, cells) in self.extras.present {
            extras[column] = Column(missingAsNaN: turn(cells.missingAsNaN))
        }
        return try BarSeries(
            time: time, open: turn(open), high: turn(high), low: turn(low), close: turn(close), extras: extras
        )
    }
}
