import TestSupport
import Testing

@testable import LiquidationCore

/// What holds for every legal plan on every legal series.
@Suite("Ledger, properties") struct LedgerPropertyTests {
    /// A random case: series, model, grid, rungs and a plan for each bar.
    struct Case {
        let seed: UInt64
        let series: BarSeries
        let model: MapModel
        let grid: PriceGrid
        let rungs: [Rung]
        let plans: [BarPlan]

        init(seed: UInt64, bars: Int = 60, isRich: Bool = true) throws {
            var market = RandomMarket(seed: seed)
            self.seed = seed
            series = try market.series(bars: bars)
            let wanted = isRich && seed % 4 != 0 ? market.richModel() : market.model()
            model = try wanted.resolved(for: series)
            let whole = try GridPlan.logarithmic(buckets: 80).grid(over: series)
            // At times so narrow that much lies off the grid, and prices too.
            let edges = market.chance(0.25) ? Array(whole.edges[30..<50]) : whole.edges
            grid = try PriceGrid(edges: edges)
            rungs = try Rung.rungs(
                of: try market.ladder(), model: model, instrument: try Golden.instrument(), at: try Price(1))
            let count = rungs.count
            // Every third decides entries, split and closing, too.
            plans = try (0..<bars).map { _ in
                try seed % 3 == 0 ? market.richPlan(rungs: count) : market.plan(rungs: count)
            }
        }

        var comment: Comment { "seed \(seed), \(model.text)" }

        func ledger(byRung: Bool = false) throws -> Ledger {
            try Ledger(model: model, grid: grid, rungs: rungs, byRung: byRung)
        }

        func feed(_ ledger: inout Ledger, _ bars: Range<Int>) throws {
            for bar in bars { try ledger.take(LedgerBar(series, at: bar), plan: plans[bar]) }
        }
    }

    private func isNear(_ x: Double, _ y: Double, relative: Double, floor: Double) -> Bool {
        abs(x - y) <= relative * max(abs(x), abs(y)) + floor
    }

    private func areNear(_ x: [Double], _ y: [Double], relative: Double, floor: Double) -> Bool {
        x.count == y.count && zip(x, y).allSatisfy { isNear($0, $1, relative: relative, floor: floor) }
    }

    /// Bit patterns of everything a ledger shows.
    private func bits(_ ledger: Ledger) -> [UInt64] {
        let books = [ledger.books.long, ledger.books.short].flatMap { book in
            book.live() + book.liquidatedByBucket
                + book.accounts.flatMap {
                    [$0.opened, $0.closed, $0.liquidated, $0.below, $0.above, $0.onGrid]
                }
        }
        return books.map(\.bitPattern)
    }

    @Test(arguments: LongTests.seeds(9, long: 200))
    func `accounts balance after every bar, per side and rung`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        for byRung in [false, true] {
            var ledger = try test.ledger(byRung: byRung)
            for bar in 0..<test.series.count {
                try test.feed(&ledger, bar..<(bar + 1))
                let report = try ledger.report()
                #expect(report.imbalance <= 1e-12, test.comment)
                #expect(report.byRung.long.count == (byRung ? test.rungs.count : 0))
            }
        }
    }

    @Test(arguments: LongTests.seeds(9, long: 250))
    func `mass is that of a ledger of single cohorts`(seed: UInt64) throws {
        let test = try Case(seed: seed, bars: 40)
        let byRung = seed % 2 == 0
        var ledger = try test.ledger(byRung: byRung)
        var slow = SlowLedger(model: test.model, grid: test.grid, rungs: test.rungs)
        for bar in 0..<test.series.count {
            let ledgerBar = LedgerBar(test.series, at: bar)
            let outcome = try ledger.take(ledgerBar, plan: test.plans[bar])
            let expected = slow.take(ledgerBar, test.plans[bar])
            let worth = ledger.unit == .base ? test.series.close[bar] : 1
            let floor = 1e-12 * slow.opened
            #expect(
                areNear(
                    [outcome.long, outcome.short],
                    [expected.long * worth, expected.short * worth], relative: 1e-9, floor: floor * worth),
                "\(test.comment), bar \(bar)")
        }
        let floor = 1e-12 * slow.opened
        for side in Side.allCases {
            let book = ledger.books[side]
            let all = book.standing(book.rows.indices, on: test.grid).cells
            #expect(areNear(all, slow.live(side), relative: 1e-9, floor: floor), test.comment)
            let liquidated = try #require(slow.liquidated[side])
            #expect(
                test.model.accrue
                    || areNear(ledger.liquidatedByBucket[side], liquidated, relative: 1e-9, floor: floor),
                test.comment)
            for rung in test.rungs.indices where byRung {
                #expect(
                    areNear(
                        book.standing(rung..<(rung + 1), on: test.grid).cells, slow.live(side, rung: rung),
                        relative: 1e-9, floor: floor),
                    "\(test.comment), rung \(rung)")
            }
        }
        #expect(ledger.gaps == slow.gaps, test.comment)
    }

    @Test(arguments: LongTests.seeds(6, long: 40))
    func `chunks through a copy give the same bits, and the original stays as it was`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        let byRung = seed % 2 == 0
        var whole = try test.ledger(byRung: byRung)
        try test.feed(&whole, 0..<test.series.count)
        var original = try test.ledger(byRung: byRung)
        try test.feed(&original, 0..<25)
        let before = bits(original)
        var copy = original
        try test.feed(&copy, 25..<test.series.count)
        #expect(bits(copy) == bits(whole), test.comment)
        #expect(copy.gaps == whole.gaps, test.comment)
        #expect(bits(original) == before, test.comment)
        try test.feed(&original, 25..<test.series.count)
        #expect(bits(original) == bits(whole), test.comment)
    }

    @Test(arguments: LongTests.seeds(6, long: 40))
    func `rungs add up to the side`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        var (split, whole) = (try test.ledger(byRung: true), try test.ledger())
        for bar in 0..<test.series.count {
            try test.feed(&split, bar..<(bar + 1))
            try test.feed(&whole, bar..<(bar + 1))
        }
        let report = try whole.report()
        for side in Side.allCases {
            let (rows, book) = (split.books[side], whole.books[side])
            let floor = 1e-14 * report.accounts[side].opened
            let wide = test.model.closing == .proRata ? floor : 1e-12 * report.accounts[side].opened
            #expect(areNear(rows.live(), book.live(), relative: 1e-12, floor: wide), test.comment)
            let sum = (0..<test.rungs.count).reduce(into: [Double](repeating: 0, count: test.grid.count)) {
                for (bucket, mass) in rows.live(row: $1).enumerated() { $0[bucket] += mass }
            }
            #expect(areNear(sum, book.live(), relative: 1e-12, floor: wide), test.comment)
        }
    }

    @Test(arguments: LongTests.seeds(9, long: 80))
    func
        `a balance keeps each side at open interest times its tilt, or at what one bar replaces where that is more`(
            seed: UInt64
        ) throws
    {
        let test = try Case(seed: seed)
        guard case .openInterestBalance = test.model.flow else { return }
        var ledger = try test.ledger(byRung: seed % 2 == 0)
        for bar in 0..<test.series.count {
            let before = try ledger.report()
            try test.feed(&ledger, bar..<(bar + 1))
            guard let interest = test.series.extras.openInterest?[bar] else { continue }
            let plan = test.plans[bar]
            let share = plan.longShare ?? 0.5
            let weights = [share * plan.tilt.long, (1 - share) * plan.tilt.short]
            let tilts = weights.map { 2 * $0 / (weights[0] + weights[1]) }
            let report = try ledger.report()
            guard test.model.lag == 0 else { continue }
            let worth = test.model.contract == .inverse ? test.series.close[bar] : 1
            for (side, tilt) in zip(Side.allCases, tilts) {
                let account = report.accounts[side]
                let target = max(interest * worth * tilt, account.opened - before.accounts[side].opened)
                #expect(
                    isNear(
                        account.live + account.offGrid, target, relative: 1e-9,
                        floor: 1e-12 * account.opened),
                    "\(test.comment), bar \(bar)")
            }
        }
    }

    @Test(arguments: LongTests.seeds(5, long: 30))
    func `twice the volume and open interest give twice the map, to the bit`(seed: UInt64) throws {
        let test = try Case(seed: seed)
        func doubled(_ column: Column?) throws -> Column? {
            try column.map { column in
                try Column((0..<column.count).map { bar in column[bar].map { 2 * $0 } })
            }
        }
        var extras = test.series.extras
        extras.volume = try doubled(extras.volume)
        extras.openInterest = try doubled(extras.openInterest)
        extras.takerBuyVolume = try doubled(extras.takerBuyVolume)
        let series = try BarSeries(
            time: test.series.time, open: test.series.open, high: test.series.high, low: test.series.low,
            close: test.series.close, extras: extras)
        var (once, twice) = (try test.ledger(), try test.ledger())
        try test.feed(&once, 0..<series.count)
        for bar in 0..<series.count { try twice.take(LedgerBar(series, at: bar), plan: test.plans[bar]) }
        #expect(twice.books.long.live() == once.books.long.live().map { 2 * $0 }, test.comment)
        #expect(twice.books.short.live() == once.books.short.live().map { 2 * $0 }, test.comment)
    }

    @Test(arguments: LongTests.seeds(5, long: 30))
    func `mirrored prices give the mirrored map where rungs are mirrored`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let series = try market.series(bars: 60, missing: 0)
        var model = MapModel.balanced
        model.flow = .openInterestBalance(market.chance(0.5) ? .volume(share: 0.3) : .range(factor: 3))
        model.entry = .close
        model.bridge = market.chance(0.5)
        model.touch = market.chance(0.5) ? .range : .beyond
        // Prices p and 1/p: low and high change places, and a factor k of longs becomes 1/k of shorts.
        let mirror = try BarSeries(
            time: series.time, open: series.open.map { 1 / $0 }, high: series.low.map { 1 / $0 },
            low: series.high.map { 1 / $0 }, close: series.close.map { 1 / $0 }, extras: series.extras)
        let grid = try GridPlan.logarithmic(buckets: 97).grid(over: series)
        let mirrorGrid = try PriceGrid(edges: grid.edges.reversed().map { 1 / $0 })
        let factors = (0..<6).map { _ in market.number(0.5...0.99) }
        func ledger(_ grid: PriceGrid) throws -> Ledger {
            try Ledger(
                model: model, grid: grid,
                rungs: factors.map { Rung(leverage: 1, size: 1, factor: BySide(long: $0, short: 1 / $0)) },
                byRung: false)
        }
        let plan = try market.plan(rungs: factors.count)
        var swapped = plan
        swapped.weights = BySide(long: plan.weights.short, short: plan.weights.long)
        swapped.tilt = BySide(long: plan.tilt.short, short: plan.tilt.long)
        var (one, other) = (try ledger(grid), try ledger(mirrorGrid))
        for bar in 0..<series.count {
            try one.take(LedgerBar(series, at: bar), plan: plan)
            try other.take(LedgerBar(mirror, at: bar), plan: swapped)
        }
        let report = try one.report()
        for (here, there) in [(one.books.long, other.books.short), (one.books.short, other.books.long)] {
            let expected: [Double] = there.live().reversed()
            #expect(
                areNear(here.live(), expected, relative: 1e-9, floor: 1e-12 * report.accounts.long.opened),
                "seed \(seed), \(model.text)")
        }
    }
}
