import TestSupport
import Testing

@testable import LiquidationCore

/// The ledger by hand, and what it refuses.
@Suite("Ledger") struct LedgerTests {
    private func series(
        _ prices: [(low: Double, high: Double, close: Double)], interest: [Double?],
        volume: [Double]? = nil
    ) throws -> BarSeries {
        var extras = BarSeries.Extras()
        extras.openInterest = try Column(interest)
        extras.volume = try volume.map { try Column($0) }
        return try BarSeries(
            time: prices.indices.map(Int64.init), open: prices.map(\.close), high: prices.map(\.high),
            low: prices.map(\.low), close: prices.map(\.close), extras: extras)
    }

    /// One rung: longs are liquidated at 0.9 of their entry, shorts at 1.1.
    private func ledger(_ model: MapModel, edges: [Double] = (1...40).map { Double($0) * 5 }) throws -> Ledger
    {
        try Ledger(
            model: model, grid: PriceGrid(edges: edges),
            rungs: [Rung(leverage: 10, size: 1, factor: BySide(long: 0.9, short: 1.1))], byRung: false)
    }

    private let even = BarPlan(LeverageMix.uniform(on: .standard)).one

    private var atClose: MapModel {
        var model = MapModel.balanced
        model.flow = .openInterestBalance(.volume(share: 0.5))
        model.entry = .close
        return model
    }

    @Test func `a balance is what was worked out by hand`() throws {
        let bars = try series(
            [(101, 101, 101), (88, 101, 101), (101, 101, 101)], interest: [8, 8, 4], volume: [0, 0, 4])
        var ledger = try ledger(atClose)
        // 8 longs at 101 · 0.9 = 90.9, 8 shorts at 111.1.
        try ledger.take(LedgerBar(bars, at: 0), plan: even)
        #expect(ledger.books.long.live()[17] == 8 && ledger.books.short.live()[21] == 8)
        // A dip to 88 liquidates the longs, at the close of 101 worth 808; they are opened anew.
        let outcome = try ledger.take(LedgerBar(bars, at: 1), plan: even)
        #expect(outcome.long == 808 && outcome.short == 0)
        // Half of the volume of 4 is replaced: of 8 live 6 close and 2 open, 4 are left.
        try ledger.take(LedgerBar(bars, at: 2), plan: even)
        let report = try ledger.report()
        #expect(report.accounts.long.live == 4 && report.accounts.short.live == 4)
        #expect(
            report.accounts.long.opened == 18 && report.accounts.long.closed == 6
                && report.accounts.long.liquidated == 8)
        #expect(
            report.accounts.short.opened == 10 && report.accounts.short.closed == 6
                && report.accounts.short.liquidated == 0)
        #expect(ledger.liquidatedByBucket.long[17] == 8)
    }

    @Test func `a gap is bridged to the close before where the model says so`() throws {
        // From 101 to 80 with nothing traded between: the longs at 90.9 lie in the gap.
        let bars = try series(
            [(101, 101, 101), (80, 80.5, 80), (79, 82, 80)], interest: [8, 8, 8], volume: [0, 0, 0])
        for bridge in [true, false] {
            var model = atClose
            model.touch = .range
            model.bridge = bridge
            var ledger = try ledger(model)
            try ledger.take(LedgerBar(bars, at: 0), plan: even)
            let outcome = try ledger.take(LedgerBar(bars, at: 1), plan: even)
            #expect(outcome.long == (bridge ? 640 : 0))
        }
    }

    /// 4 longs at 101, 4 at 103 two hours later; then open interest falls by 3 of 8.
    @Test(
        arguments: [
            (MapModel.Closing.proRata, 2.5, 2.5), (.youngestFirst, 4, 1), (.oldestFirst, 1, 4),
            // A half-life of two hours: 4 become 2 when the others open, both halve again in two more, and what
            // is missing to 5 opens at 101.
            (.halfLife(hours: 2, exponent: 0), 1 + 2, 2),
        ])
    func `positions close in the order that was worked out by hand`(
        closing: MapModel.Closing, first: Double, second: Double
    ) throws {
        var bars = try series(
            [(101, 101, 101), (103, 103, 103), (101, 101, 101)], interest: [4, 8, 5], volume: [0, 0, 0])
        bars = try BarSeries(
            time: [0, 7_200_000, 14_400_000], open: bars.open, high: bars.high, low: bars.low,
            close: bars.close, extras: bars.extras)
        var model = atClose
        model.closing = closing
        var ledger = try ledger(model, edges: (1...200).map(Double.init))
        for bar in 0..<3 { try ledger.take(LedgerBar(bars, at: bar), plan: even) }
        // 101 · 0.9 = 90.9 and 103 · 0.9 = 92.7: with half-lives 2 + 6 of the second bar become 1 + 3.
        let live = ledger.books.long.standing(0..<1, on: ledger.grid).cells
        if case .halfLife = closing {
            #expect(abs(live[89] - 2) < 1e-12 && abs(live[91] - 3) < 1e-12)
        } else {
            #expect(live[89] == first && live[91] == second)
        }
    }

    @Test func `funding moves levels, and a level that moved into the path is liquidated`() throws {
        // Longs at 90.9. A rate of 5 % at a close of 100 lifts them by 5 / (1 − 0.1) to 96.46.
        var bars = try series(
            [(101, 101, 101), (100, 101, 100), (95, 101, 100)], interest: [8, 8, 8], volume: [0, 0, 0])
        var extras = bars.extras
        extras.fundingRate = try Column([nil, 0.05, nil])
        bars = try BarSeries(
            time: bars.time, open: bars.open, high: bars.high, low: bars.low, close: bars.close,
            extras: extras)
        for accrue in [true, false] {
            var model = atClose
            model.accrue = accrue
            var ledger = try Ledger(
                model: model, grid: PriceGrid(edges: (1...200).map(Double.init)),
                rungs: [
                    Rung(
                        leverage: 10, size: 1, factor: BySide(long: 0.9, short: 1.1),
                        maintenanceRate: BySide(
                            long: 0.1,
                            short: 0.1))
                ], byRung: false)
            for bar in 0..<2 { try ledger.take(LedgerBar(bars, at: bar), plan: even) }
            let live = ledger.books.long.standing(0..<1, on: ledger.grid).cells
            if accrue {
                // The bucket from 90 to 91 covers 95.56 to 96.56 now.
                #expect(abs(live[94] - 8 * (96 - 90 - 5 / 0.9)) < 1e-12)
                #expect(abs(live[95] - 8 * (91 + 5 / 0.9 - 96)) < 1e-12)
            } else {
                #expect(live[89] == 8)
            }
            let outcome = try ledger.take(LedgerBar(bars, at: 2), plan: even)
            #expect(outcome.long == (accrue ? 800 : 0))
        }
    }

    @Test func `an inverse contract counts quote units`() throws {
        // 8 base units of open interest at 101 are 808 quote units; at 90 the same 808 would be more base units.
        let bars = try series([(101, 101, 101), (88, 101, 90)], interest: [8, 8], volume: [0, 0])
        var model = atClose
        model.contract = .inverse
        var ledger = try ledger(model)
        try ledger.take(LedgerBar(bars, at: 0), plan: even)
        #expect(ledger.unit == .quoteAtEntry && ledger.books.long.live()[17] == 808)
        let outcome = try ledger.take(LedgerBar(bars, at: 1), plan: even)
        #expect(outcome.long == 808)
        #expect(try ledger.report().accounts.long.live == 720)
    }

    @Test func `lag uses the open interest of earlier bars, the mark price is what force-closes`() throws {
        var bars = try series(
            [(101, 101, 101), (88, 101, 101), (101, 101, 101)], interest: [8, 9, 10], volume: [0, 0, 0])
        var extras = bars.extras
        extras.markLow = try Column([101, 100, nil])
        extras.markHigh = try Column([101, 101, nil])
        bars = try BarSeries(
            time: bars.time, open: bars.open, high: bars.high, low: bars.low, close: bars.close,
            extras: extras)
        var model = atClose
        (model.lag, model.trigger) = (1, .mark)
        var ledger = try ledger(model)
        var live: [Double] = []
        for bar in 0..<3 {
            let outcome = try ledger.take(LedgerBar(bars, at: bar), plan: even)
            #expect(outcome.long == 0)
            live.append(try ledger.report().accounts.long.live)
        }
        #expect(live == [0, 8, 9])
        #expect(ledger.gaps.markPrice == 1 && ledger.gaps.openInterest == 0)
    }

    @Test func `missing cells are counted, and the last known open interest stands`() throws {
        let bars = try series(
            [(101, 101, 101), (101, 101, 101), (101, 101, 101)], interest: [8, nil, 9], volume: [1, 1, 1])
        var ledger = try ledger(atClose)
        for bar in 0..<2 { try ledger.take(LedgerBar(bars, at: bar), plan: even) }
        // Half of the volume of 1 is replaced all the same.
        #expect(
            try ledger.report().accounts.long.opened == 8.5 && ledger.report().accounts.long.closed == 0.5)
        #expect(ledger.gaps.openInterest == 1 && ledger.gaps.longShortRatio == 0)
        var reference = try self.ledger(.reference)
        for bar in 0..<3 { try reference.take(LedgerBar(bars, at: bar), plan: even) }
        // Open interest rose by 1 across the gap: without a ratio half of it are longs, at 101.
        #expect(try reference.report().accounts.long.opened == 50.5)
        #expect(reference.gaps.openInterest == 1 && reference.gaps.longShortRatio == 1)
    }

    @Test func `open interest of zero without turnover empties the ledger and lets it fill again`() throws {
        let bars = try series(
            [(101, 101, 101), (101, 101, 101), (101, 101, 101), (101, 101, 101)], interest: [0, 5, 0, 7],
            volume: [0, 3, 0, 3])
        for model in [atClose, .reference] {
            var ledger = try ledger(model)
            for (bar, live) in [0.0, 5, 0, 7].enumerated() {
                try ledger.take(LedgerBar(bars, at: bar), plan: even)
                let account = try ledger.report().accounts.long
                #expect(account.live == (model.name == "balanced" ? live : live * 101 / 2))
            }
        }
    }

    @Test func `plans that break the rules are refused`() throws {
        let bars = try series([(101, 101, 101)], interest: [8], volume: [1])
        let changes: [(inout BarPlan) -> Void] = [
            { $0.tilt.long = 0 }, { $0.tilt.short = -1 }, { $0.tilt.long = .nan },
            { $0.tilt.short = .infinity },
            { $0.tilt = BySide(both: 1.7e308) }, { $0.weights.long = [-1] },
            { $0.weights.short = [.nan] }, { $0.weights.long = [.infinity] }, { $0.weights.long = [0] },
            { $0.weights.short = [] }, { $0.weights.long = [1, 1] },
            { $0.weights.long = [.leastNonzeroMagnitude] },
        ]
        for (number, change) in changes.enumerated() {
            var (ledger, plan) = (try ledger(atClose), even)
            change(&plan)
            let error = #expect(throws: CoreError.self, "change \(number)") {
                try ledger.take(LedgerBar(bars, at: 0), plan: plan)
            }
            #expect(error?.code == .invalidWeights, "change \(number)")
        }
    }

    @Test(arguments: [1e-300, 1e-6, 1e6, 1e300, 1.7e308])
    func `a tilt however extreme leaves both sides together at twice open interest`(tilt: Double) throws {
        let bars = try series([(101, 101, 101), (101, 102, 101)], interest: [8, 9], volume: [1, 1])
        var (ledger, plan) = (try ledger(atClose), even)
        (plan.tilt.long, plan.tilt.short) = (tilt, 1)
        for bar in 0..<2 { try ledger.take(LedgerBar(bars, at: bar), plan: plan) }
        let report = try ledger.report()
        #expect(abs(report.accounts.long.live + report.accounts.short.live - 18) < 1e-9)
    }

    @Test func `a range as wide as prices may be does not trap`() throws {
        var model = atClose
        model.flow = .openInterestBalance(.range(factor: 1e-3))
        let bars = try series([(1e-20, 1e20, 101), (101, 101, 101)], interest: [8, 8])
        var ledger = try ledger(model)
        for bar in 0..<2 { try ledger.take(LedgerBar(bars, at: bar), plan: even) }
        #expect(try ledger.report().accounts.long.live == 8)
    }

    @Test(arguments: [Double.nan, .infinity])
    func `sums that are no numbers count as unbalanced`(sum: Double) {
        let account = LedgerReport.Account(
            opened: sum, live: 1, closed: 0, liquidated: 0, belowGrid: 0, aboveGrid: 0)
        let report = LedgerReport(unit: .base, accounts: BySide(both: account))
        let error = #expect(throws: CoreError.self) { try report.check() }
        #expect(error?.code == .unbalanced)
    }
}

extension BarPlan {
    /// A plan for a single rung.
    fileprivate var one: BarPlan {
        var plan = self
        plan.weights = BySide(both: [1])
        return plan
    }
}

@Suite("RunningLedger") struct RunningLedgerTests {
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `a bar made of trades ends as the whole bar, and the map moves with each`(seed: UInt64) throws {
        let test = try LedgerPropertyTests.Case(seed: seed, bars: 20)
        var (whole, market) = (try test.ledger(), RandomMarket(seed: seed))
        var running = RunningLedger(
            whole, bar: LedgerBar(test.series, at: 0), plan: test.plans[0])
        for bar in 0..<test.series.count {
            var final = LedgerBar(test.series, at: bar)
            (final.volume, final.takerBuyVolume) = (0, 0)
            var start = final
            (start.high, start.low, start.close) = (final.close, final.close, final.close)
            start.openInterest = nil
            if bar == 0 {
                running = RunningLedger(whole, bar: start, plan: test.plans[0])
            } else {
                try running.end(next: start)
                running.plan = test.plans[bar]
            }
            for price in [final.high, final.low, final.close] {
                let quantity = market.size(0.1...10)
                let bought = market.chance(0.5)
                running.trade(
                    at: try Price(price), quantity: try Quantity(quantity), takerBought: bought,
                    openInterest: final.openInterest)
                final.volume = (final.volume ?? 0) + quantity
                final.takerBuyVolume = (final.takerBuyVolume ?? 0) + (bought ? quantity : 0)
                #expect(try running.current().report().imbalance <= 1e-12, test.comment)
            }
            #expect(running.bar == final, test.comment)
            try whole.take(final, plan: test.plans[bar])
            let now = try running.current()
            #expect(now.books.long.live() == whole.books.long.live(), test.comment)
            #expect(now.books.short.live() == whole.books.short.live(), test.comment)
        }
    }
}

@Suite("SideBook") struct SideBookTests {
    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `the running sum stays that of the cells over a long run`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        var book = SideBook(side: .long, buckets: 50, rows: 1)
        for _ in 0..<40_000 {
            let bucket = Int(market.number(0...49.9))
            book.open(market.size(1e-6...1e6), row: 0, bucket: bucket, rung: 0, entry: 1)
            if market.chance(0.5) { book.keep(market.number(0.9...1), outside: true) }
            if market.chance(0.3) { _ = book.liquidate(Int(market.number(0...49.9))..<50) }
        }
        let counted = book.live().reduce(0, +)
        #expect(abs(book.onGrid - counted) <= 1e-11 * counted, "seed \(seed)")
    }

    @Test func `closing again and again leaves cells finite and, at last, empty`() {
        var book = SideBook(side: .short, buckets: 3, rows: 2)
        book.open(1e6, row: 1, bucket: 2, rung: 0, entry: 1)
        for step in 0..<2000 {
            book.keep(0.5, outside: true)
            if step % 10 == 0 { book.open(1, row: 0, bucket: 0, rung: 0, entry: 1) }
        }
        #expect(book.live(row: 1) == [0, 0, 0])
        #expect(!book.live().contains { !$0.isFinite })
        #expect(book.live()[0] > 0 && book.live()[0] < 2)
        book.keep(0, outside: true)
        #expect(book.live() == [0, 0, 0] && book.onGrid == 0)
    }

    @Test func `mass off the grid is counted, closes where asked, and is never liquidated`() {
        var book = SideBook(side: .long, buckets: 3, rows: 1)
        book.open(4, row: 0, bucket: -1, rung: 0, entry: 1)
        book.open(2, row: 0, bucket: 3, rung: 0, entry: 1)
        #expect(book.liquidate(0..<3) == 0)
        book.keep(0.5, outside: false)
        #expect(book.outside == 6)
        book.keep(0.5, outside: true)
        #expect(book.outside == 3 && book.accounts[0].closed == 3)
    }

    @Test(arguments: [0..<0, 0..<1, 2..<3, 1..<2, 0..<3])
    func `a range is liquidated bucket by bucket`(range: Range<Int>) {
        var book = SideBook(side: .long, buckets: 3, rows: 1)
        for bucket in 0..<3 { book.open(1, row: 0, bucket: bucket, rung: 0, entry: 1) }
        #expect(book.liquidate(range) == Double(range.count))
        #expect(book.live() == (0..<3).map { range.contains($0) ? 0 : 1 })
        #expect(book.liquidate(range) == 0)
        #expect(book.onGrid == Double(3 - range.count))
    }
}

extension SideBook {
    /// Live mass of a row by bucket, as filed.
    func live(row: Int) -> [Double] {
        let scale = rows[row].scale
        return cells[(row * buckets)..<((row + 1) * buckets)].map { $0 * scale }
    }

    /// Live mass by bucket, all rows, as filed.
    func live() -> [Double] {
        rows.indices.reduce(into: [Double](repeating: 0, count: buckets)) { sum, row in
            for (bucket, mass) in live(row: row).enumerated() { sum[bucket] += mass }
        }
    }

    /// Force-closes the mass in a range of buckets and returns it.
    mutating func liquidate(_ range: Range<Int>) -> Double {
        rows.indices.reduce(0) { $0 + liquidate(range, row: $1) }
    }
}
