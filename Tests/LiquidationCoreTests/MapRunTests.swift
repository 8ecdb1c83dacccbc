import TestSupport
import Testing

@testable import LiquidationCore

@Suite("MapRun") struct MapRunTests {
    private func series(_ change: (inout BarSeries.Extras) throws -> Void) throws -> BarSeries {
        var extras = BarSeries.Extras()
        extras.openInterest = try Column([10, 12, 11])
        extras.volume = try Column([5, 5, 5])
        extras.longShortRatio = try Column([1, 2, 3])
        try change(&extras)
        return try BarSeries(
            time: [0, 1, 2], open: [100, 100, 100], high: [101, 101, 101], low: [99, 99, 99],
            close: [100, 100, 100], extras: extras)
    }

    private func run(_ model: MapModel, on series: BarSeries, ladder: [Double] = [2, 10]) throws -> MapRun {
        try MapRun(
            series: series, model: model, grid: .logarithmic(buckets: 20), ladder: Ladder(ladder),
            instrument: Venue.generic.instrument("any", maintenance: .rate(Rate(0.01))))
    }

    @Test(arguments: [MapModel.reference, .balanced])
    func `open interest is needed, the error names the column`(model: MapModel) throws {
        for column in [nil, try Column([nil, nil, nil])] {
            let bars = try series { $0.openInterest = column }
            let error = #expect(throws: CoreError.self) { try run(model, on: bars) }
            #expect(error?.code == .columnMissing)
            #expect(error?.message.contains("open_interest") == true)
            #expect(error?.hint != nil)
        }
    }

    @Test func `the ratio is needed where opened positions are split by it`() throws {
        let bars = try series { $0.longShortRatio = nil }
        let error = #expect(throws: CoreError.self) { try run(.reference, on: bars) }
        #expect(error?.code == .columnMissing)
        #expect(error?.message.contains("long_short_ratio") == true)
        var even = MapModel.reference
        even.split = .even
        #expect(try run(even, on: bars).model == even)
        var leaning = MapModel.balanced
        leaning.split = .ratio
        // A balance has as many longs as shorts, and the model that ran says so.
        #expect(try run(leaning, on: bars).model.split == .even)
    }

    @Test func `turnover is decided by the volume that the data has`() throws {
        let whole = try series { _ in }
        let gap = try series { $0.volume = try Column([5, nil, 5]) }
        let none = try series { $0.volume = nil }
        #expect(try run(.balanced, on: whole).model.flow == .openInterestBalance(.volume(share: 0.2)))
        #expect(try run(.balanced, on: gap).model.flow == .openInterestBalance(.range(factor: 5)))
        #expect(try run(.balanced, on: none).model.flow == .openInterestBalance(.range(factor: 5)))
        var model = MapModel.balanced
        model.flow = .openInterestBalance(.volume(share: 0.2))
        for bars in [gap, none] {
            let error = #expect(throws: CoreError.self) { try run(model, on: bars) }
            #expect(error?.code == .columnMissing)
            #expect(error?.message.contains("volume") == true)
        }
    }

    @Test func `what an option needs and the data lacks is an error that names the column`() throws {
        let bars = try series { $0.longShortRatio = nil }
        let needs: [(String, (inout MapModel) -> Void)] = [
            ("taker_buy_volume", { $0.split = .taker }), ("long_short_ratio", { $0.split = .damped(0.5) }),
            ("funding_rate", { ($0.split, $0.accrue) = (.even, true) }),
            ("mark_high", { ($0.split, $0.trigger) = (.even, .mark) }),
        ]
        for (column, change) in needs {
            var model = MapModel.reference
            change(&model)
            let error = #expect(throws: CoreError.self) { try run(model, on: bars) }
            #expect(error?.code == .columnMissing)
            #expect(error?.message.contains(column) == true, "\(error?.message ?? "")")
        }
        var byColumn = MapModel.balanced
        byColumn.kappa = .column
        #expect(throws: CoreError.self) { try run(byColumn, on: bars) }
        var marked = MapModel.balanced
        #expect(try run(marked, on: bars).model.trigger == .markOrLast)
        let withMark = try series {
            ($0.markHigh, $0.markLow) = (try Column([100, nil, 101]), try Column([99, nil, 99]))
        }
        #expect(try run(marked, on: withMark).model.trigger == .mark)
        marked.trigger = .last
        #expect(try run(marked, on: withMark).model.trigger == .last)
    }

    @Test func `options out of range are errors`() throws {
        let bars = try series { _ in }
        let changes: [(inout MapModel) -> Void] = [
            { $0.entry = .spread(points: 0) }, { $0.entry = .spread(points: 1001) },
            { $0.flow = .openInterestBalance(.volume(share: -1)) },
            { $0.flow = .openInterestBalance(.range(factor: .nan)) },
            { $0.flow = .openInterestBalance(.automatic(share: .infinity, factor: 1)) },
            { $0.positionSize = Notional(unchecked: 0) }, { $0.lag = -1 }, { $0.split = .damped(1.1) },
            { $0.closing = .halfLife(hours: 0, exponent: 0) }, { $0.entry = .triangular(points: 0) },
            { $0.closing = .halfLife(hours: 1, exponent: 11) }, { $0.flow = .volume(share: -1) },
            { ($0.flow, $0.closing) = (.volume(share: 1), .oldestFirst) },
            { ($0.flow, $0.kappa) = (.openInterestChanges, .column) },
        ]
        for change in changes {
            var model = MapModel.balanced
            change(&model)
            let error = #expect(throws: CoreError.self, "\(model.text)") { try run(model, on: bars) }
            #expect(error?.code == .invalidModel, "\(model.text)")
        }
    }

    @Test func `a ladder of refused rungs is an error`() throws {
        let run = try run(.balanced, on: try series { _ in }, ladder: [100, 200])
        let error = #expect(throws: CoreError.self) { try run.run(LeverageMix([1, 1])) }
        #expect(error?.code == .invalidModel)
    }

    @Test func `weight on refused rungs alone, or of the wrong number, is an error`() throws {
        let run = try run(.balanced, on: try series { _ in }, ladder: [2, 200])
        for weights in [[0, 1], [1], [1, 1, 1]] as [[Double]] {
            let error = #expect(throws: CoreError.self) { try run.run(LeverageMix(weights)) }
            #expect(error?.code == .invalidWeights)
        }
        #expect(try run.run(LeverageMix([1, 1])).map.ledger.accounts.long.live > 0)
    }

    @Test func `a plan starts uniform, is kept from bar to bar, and its errors come through`() throws {
        struct Stop: Error {}
        let run = try run(.balanced, on: try series { _ in })
        var seen: [[Double]] = []
        _ = try run.run { bar, plan in
            seen.append(plan.weights.long)
            plan.weights.long[0] = Double(bar + 5)
        }
        #expect(seen == [[1, 1], [5, 1], [6, 1]])
        #expect(throws: Stop.self) { try run.run { bar, _ in if bar == 1 { throw Stop() } } }
    }

    @Test func `there is an outcome a bar, and the ledger goes on from the end`() throws {
        let bars = try series { _ in }
        let result = try run(.balanced, on: bars).run(LeverageMix([1, 1]))
        #expect(result.liquidated.long.count == 3)
        #expect(result.heatmap == nil)
        var ledger = try #require(result.ledger)
        try ledger.take(LedgerBar(bars, at: 2), plan: BarPlan(LeverageMix([1, 1])))
        #expect(try ledger.report().imbalance <= LedgerReport.tolerance)
    }
}

/// A run with one mix for every bar: block by block, side by side or bar by bar, the bits are the same.
@Suite("MapRun, one mix") struct MapRunFixedTests {
    /// Bits of all that a run gives.
    private func bits(_ result: MapRun.Result) -> [UInt64] {
        var numbers = result.map.notional.long + result.map.notional.short
        numbers += result.liquidated.long + result.liquidated.short
        for side in Side.allCases {
            let account = result.map.ledger.accounts[side]
            numbers += [
                account.opened, account.live, account.closed, account.liquidated, account.belowGrid,
                account.aboveGrid,
            ]
            numbers += result.ledger?.liquidatedByBucket[side] ?? []
            numbers += result.map.byRung[side].flatMap { $0 }
        }
        if let heatmap = result.heatmap {
            numbers += heatmap.cells.long + heatmap.cells.short
            numbers += heatmap.columns.flatMap { [$0.high, $0.low, $0.liquidated.long, $0.liquidated.short] }
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
        let weights = BySide.each { _ in
            ladder.leverages.indices.map { $0 > 1 && market.chance(0.2) ? 0 : market.size(0.01...1) }
        }
        let mix = try LeverageMix(weights)
        let whole = try GridPlan.logarithmic(buckets: 300).grid(over: series)
        // At times so narrow that rungs and entries lie off the grid.
        let edges = market.chance(0.3) ? Array(whole.edges[110..<190]) : whole.edges
        let run = try MapRun(
            series: series, model: model, grid: .edges(edges), ladder: ladder,
            instrument: Golden.instrument(),
            byRung: seed % 5 == 0)
        return (run, mix)
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
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
        var (one, other) = (try #require(expected.ledger), try #require(result.ledger))
        let bar = LedgerBar(run.series, at: run.series.count - 2)
        #expect(try one.take(bar, plan: plan) == other.take(bar, plan: plan), comment)
        for tasks in LongTests.pick([1, 4], long: [1, 2, 4]) {
            #expect(
                bits(try await run.run(mix, barsPerColumn: barsPerColumn, tasks: tasks)) == wanted, comment)
        }
    }

    @Test(arguments: LongTests.seeds(8, long: 60))
    func `the map alone is that of a run to 1e-12 of its largest bucket`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let (run, mix) = try run(&market, seed: seed)
        let (density, map) = (try run.density(mix), try run.run(mix).map)
        for side in Side.allCases {
            let (found, expected) = (density.notional[side], map.notional[side])
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

/// A ledger that comes out of a run may be fed further bars.
@Suite("A run that goes on") struct ContinuedRunTests {
    @Test(arguments: LongTests.seeds(18, long: 80))
    func `bars after a run give what they give after single bars`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let bars = 300
        let series = try market.series(bars: bars, missing: seed % 2 == 0 ? 0 : 0.1)
        let cut = 200
        let head = try BarSeries(
            time: Array(series.time[..<cut]), open: Array(series.open[..<cut]),
            high: Array(series.high[..<cut]), low: Array(series.low[..<cut]),
            close: Array(series.close[..<cut]), extras: series.extras.prefix(cut))
        let model = seed % 3 == 0 ? market.richModel() : seed % 3 == 1 ? .reference : .balanced
        let grid = GridPlan.edges(try GridPlan.logarithmic(buckets: 200).grid(over: series).edges)
        let ladder = try market.ladder()
        let run = try MapRun(
            series: head, model: try model.resolved(for: series), grid: grid, ladder: ladder,
            instrument: try Golden.instrument())
        let mix = try LeverageMix(run.rungs.map { _ in 1 })
        var ledger = try #require(try run.run(mix).ledger)
        var single = try Ledger(model: run.model, grid: run.grid, rungs: run.rungs, byRung: false)
        for bar in 0..<cut { try single.take(LedgerBar(series, at: bar), plan: BarPlan(mix)) }
        for bar in cut..<bars {
            try ledger.take(LedgerBar(series, at: bar), plan: BarPlan(mix))
            try single.take(LedgerBar(series, at: bar), plan: BarPlan(mix))
            let (found, expected) = (try ledger.report(), try single.report())
            #expect(found.imbalance <= 1e-12, "seed \(seed), bar \(bar), \(run.model.text)")
            #expect(
                abs(found.accounts.long.live - expected.accounts.long.live) <= 1e-9
                    * expected.accounts.long.opened, "seed \(seed)")
            #expect(
                abs(found.accounts.short.live - expected.accounts.short.live) <= 1e-9
                    * expected.accounts.short.opened, "seed \(seed)")
        }
    }

    @Test(arguments: LongTests.seeds(12, long: 40))
    func `a branch leaves the ledger that it came from as it was`(seed: UInt64) throws {
        let test = try LedgerPropertyTests.Case(seed: seed)
        var ledger = try test.ledger()
        try test.feed(&ledger, 0..<40)
        let before = try (ledger.report(), ledger.books.long.live(), ledger.books.short.live())
        for what in 40..<60 {
            var branch = ledger
            var bar = LedgerBar(test.series, at: what)
            // It goes through everything: all is swept.
            (bar.low, bar.high) = (bar.low * 0.5, bar.high * 2)
            try branch.take(bar, plan: test.plans[what])
            _ = try branch.report()
            #expect(try ledger.report() == before.0, test.comment)
            #expect(
                ledger.books.long.live() == before.1 && ledger.books.short.live() == before.2, test.comment)
        }
    }
}

extension BarSeries.Extras {
    fileprivate func prefix(_ count: Int) -> BarSeries.Extras {
        func cut(_ column: Column?) -> Column? {
            column.map { Column(missingAsNaN: Array($0.missingAsNaN[..<count])) }
        }
        var extras = BarSeries.Extras()
        (extras.volume, extras.takerBuyVolume) = (cut(volume), cut(takerBuyVolume))
        (extras.openInterest, extras.longShortRatio) = (cut(openInterest), cut(longShortRatio))
        (extras.fundingRate, extras.turnover) = (cut(fundingRate), cut(turnover))
        (extras.markHigh, extras.markLow) = (cut(markHigh), cut(markLow))
        return extras
    }
}

@Suite("LiquidatedBars") struct LiquidatedBarsTests {
    private let bars: LiquidatedBars = {
        var bars = LiquidatedBars()
        let notional: [Double] = [0, 5, 0, 2, 0, 7, 1]
        for bar in notional.indices { bars.append(notional[bar], bar: bar) }
        return bars
    }()

    @Test func `only bars that liquidated anything are kept, and cells are one a bar all the same`() {
        #expect(bars.bars == [1, 3, 5, 6])
        #expect(bars.cells(8) == [0, 5, 0, 2, 0, 7, 1, 0])
    }

    @Test func `sums over spans count each bar once, the last span short`() {
        #expect(bars.sums(barsPerSpan: 3, count: 3) == [5, 9, 1])
        #expect(bars.sums(barsPerSpan: 100, count: 1) == [15])
    }
}
