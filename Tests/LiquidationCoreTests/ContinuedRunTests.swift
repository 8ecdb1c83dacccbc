import TestSupport
import Testing

@testable import LiquidationCore

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
        var ledger = try run.run(mix).ledger
        var single = try Ledger(model: run.model, grid: run.grid, rungs: run.rungs, byRung: false)
        for bar in 0..<cut { try single.take(LedgerBar(series, at: bar), plan: BarPlan(mix)) }
        for bar in cut..<bars {
            try ledger.take(LedgerBar(series, at: bar), plan: BarPlan(mix))
            try single.take(LedgerBar(series, at: bar), plan: BarPlan(mix))
            let (found, expected) = (try ledger.report(), try single.report())
            #expect(found.imbalance <= 1e-12, "seed \(seed), bar \(bar), \(run.model.text)")
            #expect(abs(found.long.live - expected.long.live) <= 1e-9 * expected.long.opened, "seed \(seed)")
            #expect(
                abs(found.short.live - expected.short.live) <= 1e-9 * expected.short.opened, "seed \(seed)")
        }
    }

    @Test(arguments: LongTests.seeds(12, long: 40))
    func `a branch leaves the ledger that it came from as it was`(seed: UInt64) throws {
        let test = try LedgerPropertyTests.Case(seed: seed)
        var ledger = try test.ledger()
        try test.feed(&ledger, 0..<40)
        let before = try (ledger.report(), ledger.long.live(), ledger.short.live())
        for what in 40..<60 {
            var branch = ledger
            var bar = LedgerBar(test.series, at: what)
            // It goes through everything: all is swept.
            (bar.low, bar.high) = (bar.low * 0.5, bar.high * 2)
            try branch.take(bar, plan: test.plans[what])
            _ = try branch.report()
            #expect(try ledger.report() == before.0, test.comment)
            #expect(ledger.long.live() == before.1 && ledger.short.live() == before.2, test.comment)
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
