import TestSupport
import Testing

@testable import LiquidationCore

/// What a plan decides beside the mix, in figures that can be done by hand.
@Suite("Bar plan") struct BarPlanTests {
    /// Two hourly bars around 100 whose open interest goes from 1000 to `interest`; one rung at half and twice.
    private func ledger(
        _ model: MapModel, _ interest: Double, _ change: (inout BarPlan) -> Void = { _ in }
    ) throws -> Ledger {
        var extras = BarSeries.Extras()
        extras.openInterest = try Column([1000, interest])
        extras.volume = try Column([10.0, 10])
        let series = try BarSeries(
            time: [0, 3_600_000], open: [100, 100], high: [110, 110], low: [90, 90], close: [100, 100],
            extras: extras)
        let grid = try PriceGrid(edges: (2...25).map { Double($0) * 10 })
        let rungs = [Rung(leverage: 2, size: 1, factor: BySide(long: 0.5, short: 2))]
        var ledger = try Ledger(
            model: try model.resolved(for: series), grid: grid, rungs: rungs, byRung: false)
        var plan = BarPlan(try LeverageMix([1]))
        change(&plan)
        for bar in 0..<2 { try ledger.take(LedgerBar(series, at: bar), plan: plan) }
        return ledger
    }

    private var balance: MapModel {
        var model = MapModel.balanced
        (model.flow, model.entry) = (.openInterestBalance(.volume(share: 0)), .close)
        return model
    }

    @Test func `a balance holds twice the share of open interest long`() throws {
        let report = try ledger(balance, 1000) { $0.longShare = 0.75 }.report()
        // 1000 coins: 1500 of longs, 500 of shorts; 2000 in all.
        #expect(report.accounts.long.live == 1500 && report.accounts.short.live == 500)
        let none = try ledger(balance, 1000) { $0.longShare = 1 }.report()
        #expect(none.accounts.long.live == 2000 && none.accounts.short.live == 0)
    }

    @Test func `a share tells the split of what opens`() throws {
        var model = MapModel.reference
        model.split = .even
        let report = try ledger(model, 1100) { $0.longShare = 0.9 }.report()
        // 100 coins at the typical price of 100.
        #expect(abs(report.accounts.long.live - 9000) < 1e-9)
        #expect(abs(report.accounts.short.live - 1000) < 1e-9)
    }

    @Test func `entries are weighed from the low to the high`() throws {
        var model = MapModel.reference
        model.split = .even
        let long = try ledger(model, 1100) { $0.entryWeights = [3, 0, 1] }.books.long.live()
        // 50 coins: three quarters entered at 90, whose level is 45, a quarter at 110, whose level is 55.
        let (low, high) = (37.5 * 90, 12.5 * 110)
        #expect(abs(long[2] - low) < 1e-9)
        #expect(abs(long[3] - high) < 1e-9)
        let all = long.reduce(0, +)
        #expect(abs(all - (low + high)) < 1e-9)
        let middle = try ledger(model, 1100) { $0.entryWeights = [2] }.books.long.live()
        #expect(abs(middle[3] - 50 * 100) < 1e-9)
    }

    @Test func `holders close a fraction, which a balance makes up for`() throws {
        let report = try ledger(balance, 1000) { $0.closedFraction = 0.25 }.report()
        #expect(report.accounts.long.live == 1000)
        #expect(report.accounts.long.closed == 250)
        #expect(report.accounts.long.opened == 1250)
    }

    @Test func `what holders close counts toward a fall of open interest`() throws {
        var model = MapModel.reference
        (model.split, model.flow) = (.even, .openInterestChanges)
        var extras = BarSeries.Extras()
        extras.openInterest = try Column([1000, 1100, 990])
        let flat = [Double](repeating: 100, count: 3)
        let series = try BarSeries(
            time: [0, 1, 2], open: flat, high: flat, low: flat, close: flat, extras: extras)
        func live(_ fraction: Double) throws -> Double {
            var ledger = try Ledger(
                model: model, grid: try PriceGrid(edges: [20, 60, 150, 250]),
                rungs: [Rung(leverage: 2, size: 1, factor: BySide(long: 0.5, short: 2))], byRung: false)
            var plan = BarPlan(try LeverageMix([1]))
            for bar in 0..<3 {
                plan.closedFraction = bar == 2 ? fraction : 0
                try ledger.take(LedgerBar(series, at: bar), plan: plan)
            }
            return try ledger.report().accounts.long.live
        }
        // Open interest falls by a tenth: 5000 become 4500, whoever closes the first of it.
        #expect(try abs(live(0) - 4500) < 1e-9)
        #expect(try abs(live(0.05) - 4500) < 1e-9)
        #expect(try abs(live(0.3) - 3500) < 1e-9)
        #expect(try live(1) == 0)
    }

    @Test(arguments: [-0.1, 1.1, .nan, .infinity] as [Double])
    func `fractions lie in 0 to 1`(value: Double) throws {
        for change in [{ $0.longShare = value }, { $0.closedFraction = value }] as [(inout BarPlan) -> Void] {
            let error = #expect(throws: CoreError.self) { try ledger(balance, 1000, change) }
            #expect(error?.code == .invalidWeights)
            #expect(error?.description.contains("must lie in 0 to 1") == true)
        }
    }

    @Test(arguments: [[0, 0], [-1, 2], [.nan], [.infinity, 1]] as [[Double]])
    func `weights of entries are finite, not negative and not all zero`(weights: [Double]) throws {
        let error = #expect(throws: CoreError.self) {
            try ledger(balance, 1000) { $0.entryWeights = weights }
        }
        #expect(error?.code == .invalidWeights)
    }

    @Test(arguments: LongTests.seeds(8, long: 50))
    func `accounts balance whatever a plan decides`(seed: UInt64) throws {
        let test = try LedgerPropertyTests.Case(seed: 3 * seed)
        var ledger = try test.ledger(byRung: seed % 2 == 0)
        for bar in 0..<test.series.count {
            try test.feed(&ledger, bar..<(bar + 1))
            #expect(try ledger.report().imbalance <= 1e-12, test.comment)
        }
    }

    @Test func `levels of one's own stand in for the instrument's rule`() throws {
        let instrument = try Golden.instrument()
        let ladder = try Ladder([2, 10])
        let price = try Price(100)
        let questions = RungQuestion.questions(
            of: ladder, model: .reference, instrument: instrument, at: price)
        #expect(questions.map(\.position.side) == [.long, .short, .long, .short])
        #expect(questions.allSatisfy { $0.position.entry == price && $0.isAdmitted })
        let levels = [try Price(60), nil, try Price(105), try Price(109)]
        let rungs = try Rung.rungs(
            of: ladder, model: .reference, instrument: instrument, at: price, liquidationPrices: levels)
        #expect(rungs[0].factor.long == 0.6 && rungs[0].factor.short == .infinity && !rungs[0].isRefused)
        // A long that is liquidated above its entry is so already.
        #expect(rungs[1].refusal == .liquidatableAtEntry)
    }
}
