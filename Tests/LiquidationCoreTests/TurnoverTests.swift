import Foundation
import TestSupport
import Testing

@testable import LiquidationCore

/// The passes over bars against the ledger that is kept rung by rung: two ways to the same numbers.
@Suite("Turnover, passes and ledger") struct TurnoverPassTests {
    struct Case {
        let run: MapRun
        let mix: LeverageMix
        let comment: Comment

        init(seed: UInt64, bars: Int = 160) throws {
            var market = RandomMarket(seed: seed)
            let series = try market.series(bars: bars, missing: seed % 3 == 0 ? 0.1 : 0)
            var model = MapModel.turnover
            model.flow = .turnover(
                market.pick([
                    .volume(share: market.size(0.01...2)), .range(factor: 3), .activity(perDay: 200),
                    .either(share: 0.2, perDay: 0.4),
                ]))
            if case .turnover(.volume) = model.flow, series.extras.volume?.isComplete != true {
                model.flow = .turnover(.activity(perDay: 200))
            }
            model.bridge = market.chance(0.7)
            model.trigger = market.pick([.last, .markOrLast])
            model.lag = market.pick([0, 0, 2])
            let grid: GridPlan = try market.pick([
                .lattice(PriceLattice(step: 0.004)), .lattice(.standard), .logarithmic(buckets: 300),
                .linear(step: (series.high.max() ?? 1) / 400),
            ])
            run = try MapRun(
                series: series, model: model, grid: grid, ladder: try market.ladder(),
                instrument: Golden.instrument())
            let plan = try market.plan(rungs: run.rungs.count)
            mix = try LeverageMix(plan.weights)
            comment = "seed \(seed), \(model.text), \(run.grid.count) buckets"
        }
    }

    private func worst(_ found: [Double], _ expected: [Double]) -> Double {
        let peak = expected.max() ?? 0
        let off = zip(found, expected).map { abs($0 - $1) }.max() ?? 0
        return peak > 0 ? off / peak : off
    }

    @Test(arguments: LongTests.seeds(24, long: 300))
    func `the map, what bars liquidate and the accounts are those of the ledger`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        #expect(test.run.turnsOver)
        let plan = BarPlan(test.mix)
        let found = try test.run.run(test.mix)
        let expected = try test.run.run { _, current in current = plan }
        for side in Side.allCases {
            let (one, other) = (found.map.notional[side], expected.map.notional[side])
            #expect(worst(one, other) <= 1e-10, test.comment)
            #expect(worst(found.liquidated[side], expected.liquidated[side]) <= 1e-10, test.comment)
            let (account, ledger) = (found.map.ledger.accounts[side], expected.map.ledger.accounts[side])
            for (one, other) in [
                (account.opened, ledger.opened), (account.live, ledger.live), (account.closed, ledger.closed),
                (account.liquidated, ledger.liquidated), (account.belowGrid, ledger.belowGrid),
                (account.aboveGrid, ledger.aboveGrid),
            ] { #expect(abs(one - other) <= 1e-10 * ledger.opened, test.comment) }
            #expect(account.imbalance <= 1e-11, test.comment)
        }
        #expect(found.gaps == expected.gaps, test.comment)
        let density = try test.run.density(test.mix)
        #expect(worst(density.notional.long, found.map.notional.long) <= 1e-13, test.comment)
        #expect(worst(density.notional.short, found.map.notional.short) <= 1e-13, test.comment)
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `a column of a heatmap is the map of the data up to its end`(seed: UInt64) throws {
        let test = try Case(seed: seed, bars: 100)
        let heatmap = try #require(try test.run.run(test.mix, barsPerColumn: 17).heatmap)
        for (index, column) in heatmap.columns.enumerated() {
            let end = min(17 * (index + 1), test.run.series.count)
            let cut = try MapRun(
                series: test.run.series.first(end), model: test.run.model,
                grid: .edges(test.run.grid.edges), rungs: test.run.rungs, instrument: test.run.instrument)
            let map = try cut.run(test.mix).map
            for side in Side.allCases {
                #expect(
                    worst(Array(heatmap.column(index, side)), map.notional[side]) <= 1e-10,
                    "\(test.comment), column \(index)")
            }
            #expect(column.close == map.price.value)
        }
        var sent: [HeatmapColumn] = []
        _ = try test.run.run(
            test.mix, barsPerColumn: 17, slice: HeatmapSlice(side: .short), each: { sent.append($0) })
        #expect(sent.count == heatmap.columns.count)
        for (index, column) in sent.enumerated() {
            #expect(column.cells.short == Array(heatmap.column(index, .short)), test.comment)
            #expect(column.cells.long.allSatisfy { $0 == 0 }, test.comment)
            #expect(column.span == heatmap.columns[index], test.comment)
        }
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `a warm look-back holds what was opened within it, on both ways`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        let (all, start) = (test.run.series, 70)
        let window = all.suffix(milliseconds: Int64(all.count - start) * 60_000)
        #expect(window.count == all.count - start)
        func run(_ series: BarSeries, _ history: BarSeries?) throws -> MapRun {
            try MapRun(
                series: series, model: test.run.model, grid: .edges(test.run.grid.edges),
                ladder: Ladder(test.run.rungs.map(\.leverage)), instrument: test.run.instrument,
                history: history)
        }
        let warm = try run(window, all)
        let plan = BarPlan(test.mix)
        let (found, expected) = (try warm.run(test.mix), try warm.run { _, current in current = plan })
        let (whole, cold) = (try test.run.run(test.mix), try run(window, nil).run(test.mix))
        for side in Side.allCases {
            let live = found.map.notional[side]
            #expect(worst(live, expected.map.notional[side]) <= 1e-10, test.comment)
            #expect(worst(found.liquidated[side], expected.liquidated[side]) <= 1e-10, test.comment)
            // What was opened before is all that the map of all data has more.
            let peak = whole.map.peak
            #expect(zip(live, whole.map.notional[side]).allSatisfy { $0 <= $1 + 1e-12 * peak }, test.comment)
            // A late column leaves the first bars of a cold run without any.
            guard test.run.model.lag == 0 else { continue }
            let opened = found.map.ledger.accounts[side].opened
            #expect(opened <= cold.map.ledger.accounts[side].opened * (1 + 1e-12), test.comment)
        }
        #expect(found.gaps == expected.gaps, test.comment)
        #expect(found.liquidated.long.count == window.count && warm.isWarm, test.comment)
        let heatmap = try #require(try warm.run(test.mix, barsPerColumn: 13).heatmap)
        #expect(
            worst(Array(heatmap.column(heatmap.columns.count - 1, .long)), found.map.notional.long) <= 1e-10)
    }

    @Test(arguments: LongTests.seeds(12, long: 120))
    func `buckets are explained as by the ledger, deposit by deposit`(seed: UInt64) throws {
        let test = try Case(seed: seed, bars: 80)
        var random = SeededGenerator(seed: seed &+ 77)
        let first = Int.random(in: 0..<test.run.grid.count, using: &random)
        let buckets =
            first..<Int.random(in: (first + 1)...min(test.run.grid.count, first + 40), using: &random)
        let plan = BarPlan(test.mix)
        for buckets in [buckets, 0..<test.run.grid.count] {
            let (found, result) = try test.run.explain(buckets, sides: Side.allCases, mix: test.mix)
            let (expected, _) = try test.run.explain(buckets, sides: Side.allCases) { $1 = plan }
            #expect(found.low == expected.low && found.high == expected.high)
            for (one, other) in zip(found.parts, expected.parts) {
                let most = 1e-10 * max(other.opened, result.map.peak)
                #expect(
                    abs(one.live - result.map.notional[one.side][buckets].reduce(0, +)) <= most, test.comment)
                #expect(abs(one.live - other.live) <= most, test.comment)
                #expect(abs(one.opened - other.opened) <= most, test.comment)
                #expect(abs(one.liquidated - other.liquidated) <= most, test.comment)
                var rest: [[Double]: Explanation.Deposit] = [:]
                for deposit in other.deposits { rest[[Double(deposit.bar), deposit.leverage]] = deposit }
                for deposit in one.deposits {
                    let same = rest.removeValue(forKey: [Double(deposit.bar), deposit.leverage])
                    #expect(abs(deposit.live - (same?.live ?? 0)) <= most, test.comment)
                    #expect(
                        abs(deposit.opened - (same?.opened ?? 0)) <= most || deposit.live <= most,
                        test.comment)
                    #expect(deposit.lowestEntry <= deposit.highestEntry)
                }
                #expect(rest.values.allSatisfy { $0.live <= most }, test.comment)
            }
        }
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `bars after a bar change nothing up to it`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        let (series, cut) = (test.run.series, 90)
        let past = test.run.series.first(cut)
        let other = try MapRun(
            series: past, model: test.run.model, grid: .edges(test.run.grid.edges), rungs: test.run.rungs,
            instrument: test.run.instrument)
        let (whole, part) = (try test.run.run(test.mix), try other.run(test.mix))
        for side in Side.allCases {
            #expect(Array(whole.liquidated[side][..<cut]) == part.liquidated[side], test.comment)
        }
        #expect(series.count > cut)
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `freshness lies in 0 to 1 and what was never touched is fresh`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        let map = try test.run.run(test.mix).map
        let freshness = try #require(map.freshness)
        for side in Side.allCases {
            let fresh = try #require(map.freshness(side))
            #expect(fresh.allSatisfy { (0...1).contains($0) }, test.comment)
            for bucket in 0..<map.grid.count where freshness.touched[side][bucket] == nil {
                #expect(fresh[bucket] == 0 || abs(fresh[bucket] - 1) < 1e-9, test.comment)
            }
        }
    }
}

/// M4 of the study of realised liquidations, in numbers of its plain code.
///
/// - Source: `golden_m4.json` of the study, case B: bars of an hour, steps of .0005 in the logarithm, a flat rate of .005,
///   90 rungs at whole steps, weights L^-1.5, 0.2 of the volume, births of 0.5.
@Suite("Turnover, golden numbers") struct TurnoverGoldenTests {
    @Test(.enabled(if: SharedFolder.has("data/cases/B-btc-1h/bars.csv.gz"), "needs ../shared"))
    func `hourly bars of BTC give the numbers of the plain code`() throws {
        let step = 0.0005
        let series = try bars()
        let grid = try PriceGrid(edges: (0...8134).map { exp(9.213599841204239 + Double($0) * step) })
        func rungs(_ isWhole: Bool) -> [Rung] {
            (0..<90).map { index in
                let leverage = 1.2 * pow(150 / 1.2, Double(index) / 89)
                let factor = BySide(long: (1 - 1 / leverage) / 0.995, short: (1 + 1 / leverage) / 1.005)
                let whole = factor.map { factor in
                    let cells = max(1, (abs(log(factor)) / step).rounded(.toNearestOrEven)) * step
                    return exp(factor < 1 ? -cells : cells)
                }
                return Rung(leverage: leverage, size: 1, factor: isWhole ? whole : factor)
            }
        }
        var model = MapModel.turnover
        model.flow = .turnover(.volume(share: 0.2))
        let weights = rungs(true).map { pow($0.leverage, -1.5) }
        let scale = EntryScale(grid, height: step, origin: 9.213599841204239)
        let source = TurnoverSource(
            series: series, bars: try TurnoverBars(series, model: model) { (_) throws(CoreError) in },
            grid: grid, scale: scale)
        let taps = try BySide.each { side in
            RungTaps(
                try MixSpread(weights, side: side, rungs: rungs(true), scale: nil, entries: scale), side,
                scale)
        }
        var forward = ForwardPass(source, from: 0, taps, isInBase: true)
        try forward.take(upTo: series.count) { (_) throws(CoreError) in }
        let touched = forward.liquidated.map { $0.cells(series.count) }
        let exact = try BySide.each { try MixSpread(weights, side: $0, rungs: rungs(false), scale: nil) }
        let born = try #require(Births.lost(in: series, amount: 0.5, exact))
        let pass = BackwardPass(0..<series.count, of: source, taps)
        var shares = BySide(both: LiveShares(on: grid))
        shares.long.take(pass, taps.long)
        shares.short.take(pass, taps.short)
        func isNear(_ found: Double, _ expected: Double) -> Bool { abs(found - expected) <= 1e-9 * expected }
        for (side, expected) in zip(Side.allCases, Self.golden) {
            #expect(isNear(touched[side].reduce(0, +), expected.touched))
            #expect(isNear(touched[side][700], expected.touchedInBar700))
            #expect(isNear(born[side].reduce(0, +), expected.born))
            let live = shares[side].live
            #expect(isNear(live.reduce(0, +), expected.live))
            let mean = live.indices.reduce(0) { $0 + Double($1) * live[$1] } / live.reduce(0, +)
            #expect(isNear(mean, expected.meanBucket))
            // All but the first fifth of the bars are scored.
            let scored = (series.count / 5)..<series.count
            let realised = try liquidations(side)
            let predicted = zip(touched[side], born[side]).map { $0 + $1 }
            let rank = Ranks.correlation(Ranks(Array(predicted[scored])), Ranks(Array(realised[scored])))
            // Buckets that hold nothing but rounding tie here and do not there.
            #expect(abs(rank - expected.rank) <= 1e-5)
        }
    }

    private struct Numbers {
        let touched, touchedInBar700, born, live, meanBucket, rank: Double
    }

    private static let golden = [
        Numbers(
            touched: 2964674738.7335, touchedInBar700: 48589.41752785521, born: 183452962.36668766,
            live: 0.9893579045658554, meanBucket: 2079.236201282962, rank: 0.8570462986600984),
        Numbers(
            touched: 1791341511.8662279, touchedInBar700: 2371.958327310752, born: 175604431.17517954,
            live: 0.9887715748381121, meanBucket: 4570.77003431052, rank: 0.8425610701666735),
    ]

    /// What was force-closed in each bar of the case.
    private func liquidations(_ side: Side) throws -> [Double] {
        try Shell(["zcat", SharedFolder.path("data/cases/B-btc-1h/liquidations.csv.gz")]).text.split(
            separator: "\n"
        ).dropFirst().map { Double($0.split(separator: ",")[side == .long ? 1 : 2]) ?? .nan }
    }

    /// The bars of the case, which has no volume: one and a half times open interest a day, in proportion to the range.
    private func bars() throws -> BarSeries {
        let path = SharedFolder.path("data/cases/B-btc-1h/bars.csv.gz")
        let rows = try Shell(["zcat", path]).text.split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
        }
        func cells(_ index: Int) -> [Double] { rows.map { $0[index] } }
        let (high, low, interest) = (cells(2), cells(3), cells(6))
        let range = zip(high, low).map { log($0 / $1) }
        let sorted = range.sorted()
        let median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
        var extras = BarSeries.Extras()
        extras.openInterest = Column(missingAsNaN: interest)
        extras.volume = Column(missingAsNaN: zip(range, interest).map { $0 / median * 1.5 / 24 * $1 })
        return try BarSeries(
            time: rows.map { Int64($0[0]) }, open: cells(1), high: high, low: low, close: cells(4),
            extras: extras)
    }
}

@Suite("PriceLattice") struct PriceLatticeTests {
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `grids of any prices share their edges to the bit`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let lattice = try PriceLattice(step: market.pick([0.0005, 0.001, 0.01]))
        let low = market.size(1e-6...1e5)
        let one = try lattice.blocks(from: low, to: low * market.number(1.1...4))
        let other = try lattice.grid(from: low * market.number(0.5...2), to: low * 3)
        let edges = Set(one.edges)
        for edge in other.edges where edge >= one.edges[0] && edge <= one.edges[one.count] {
            #expect(edges.contains(edge), "seed \(seed)")
        }
        let union = try #require(one.union(other))
        #expect(Set(union.edges).isSuperset(of: edges.union(other.edges)), "seed \(seed)")
        #expect(try PriceGrid(edges: union.edges).placed.place == union.place, "seed \(seed)")
        let price = low * market.number(1...1.09)
        let bucket = lattice.index(of: price)
        #expect(lattice.price(bucket) <= price && price < lattice.price(bucket + 1), "seed \(seed)")
        #expect(one.edges[0] <= low && one.edges[one.count] > low, "seed \(seed)")
    }

    @Test func `edges that stand on no lattice are told from those that do`() throws {
        let grid = try PriceGrid.logarithmic(from: Price(100), to: Price(200), buckets: 700)
        #expect(grid.placed.place == nil)
        #expect(grid.union(try PriceLattice.standard.grid(from: 100, to: 200)) == nil)
    }

    @Test func `a map's range has the buckets that hold its ends`() throws {
        let grid = try GridPlan.lattice(.standard).grid(from: 50_000, to: 200_000)
        #expect(grid.edges[0] <= 50_000 && grid.edges[1] > 50_000)
        #expect(grid.edges[grid.count] >= 200_000 && grid.edges[grid.count - 1] < 200_000)
    }
}

extension BarSeries {
    /// The first bars.
    func first(_ count: Int) -> BarSeries {
        var extras = BarSeries.Extras()
        for (column, cells) in self.extras.present { extras[column] = cells[0..<count] }
        guard
            let part = try? BarSeries(
                time: Array(time[..<count]), open: Array(open[..<count]), high: Array(high[..<count]),
                low: Array(low[..<count]), close: Array(close[..<count]), extras: extras)
        else { preconditionFailure("a part of a series is a series") }
        return part
    }
}

extension MapRun {
    /// A run with rungs that are known, whatever the last close.
    init(series: BarSeries, model: MapModel, grid: GridPlan, rungs: [Rung], instrument: Instrument) throws {
        try self.init(
            series: series, model: model, grid: grid, ladder: Ladder(rungs.map(\.leverage)),
            instrument: instrument)
    }
}
