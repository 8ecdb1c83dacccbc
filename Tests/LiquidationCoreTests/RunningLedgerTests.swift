import TestSupport
import Testing

@testable import LiquidationCore

@Suite("RunningLedger") struct RunningLedgerTests {
    @Test(arguments: LongTests.seeds(8, long: 30))
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
            #expect(now.long.live() == whole.long.live(), test.comment)
            #expect(now.short.live() == whole.short.live(), test.comment)
        }
    }
}
