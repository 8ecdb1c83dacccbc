import LiquidationCore
import MarketSimulator
import Testing

@Suite("SimulatedMarket") struct SimulatedMarketTests {
    @Test(arguments: [1, 2] as [UInt64])
    func `bars are a valid series with every column`(seed: UInt64) throws {
        let market = try shortMarket(seed: seed)
        let series = try market.barSeries()
        #expect(series.count == 6 * 96)
        #expect(series.interval == 900_000)
        #expect(series.extras.volume?.isComplete == true)
        #expect(series.extras.openInterest?.isComplete == true)
        #expect(series.extras.longShortRatio?.isComplete == true)
        #expect(series.extras.fundingRate?.presentCount == 18)
    }

    @Test func `bars are the steps joined`() throws {
        let market = try shortMarket()
        #expect(market.steps.count == 6 * 1440)
        for (number, bar) in market.bars.enumerated() {
            let steps = market.steps[(number * 15)..<(number * 15 + 15)]
            #expect(bar.high == steps.map(\.high).max())
            #expect(bar.low == steps.map(\.low).min())
            #expect(bar.close == steps.last?.close)
            #expect(bar.volume.count == steps.reduce(0) { $0 + $1.volume.count })
        }
        #expect(zip(market.steps, market.steps.dropFirst()).allSatisfy { $0.close == $1.open })
    }

    @Test func `volume holds every order and takers buy a part of it`() throws {
        let market = try shortMarket()
        for bar in market.bars {
            #expect(bar.volume.count > 0 && bar.trades > 0)
            #expect(bar.takerBuyVolume >= Lots(0) && bar.takerBuyVolume <= bar.volume)
            #expect(bar.takerBuyQuoteVolume <= bar.quoteVolume)
            #expect(bar.quoteVolume >= bar.volume.count * bar.low.count)
            #expect(bar.quoteVolume <= bar.volume.count * bar.high.count)
        }
    }

    @Test func `the same plan runs the same and another seed does not`() throws {
        let market = try shortMarket()
        #expect(try market == Simulation(.scripted(seed: 1, days: 6)).run())
        #expect(try market.steps != shortMarket(seed: 2).steps)
    }

    @Test func `without impact a path does not depend on its traders`() throws {
        var crowded = TraderHabits()
        crowded.entriesPerHour = 12
        let quiet = try SimulationPlan(seed: 37, days: 1, liquidationImpact: 0)
        let busy = try SimulationPlan(seed: 37, days: 1, traders: crowded, liquidationImpact: 0)
        let (first, second) = (Simulation(quiet).run(), Simulation(busy).run())
        #expect(first.steps.map(\.close) == second.steps.map(\.close))
        #expect(first.positions.count < second.positions.count)
    }

    @Test func `liquidations push a crash further`() throws {
        let plan = try SimulationPlan.scripted(seed: 38, days: 6)
        let still = try SimulationPlan(
            seed: 38, days: 6, squeeze: plan.squeeze, crash: plan.crash, liquidationImpact: 0)
        let strong = try SimulationPlan(
            seed: 38, days: 6, crash: plan.crash, liquidationImpact: 0.3)
        func fall(_ plan: SimulationPlan) throws -> Double {
            let market = Simulation(plan).run()
            let crash = try #require(plan.crash)
            let begin = market.steps[crash.startMinute].open
            let end = market.steps[crash.startMinute + crash.minutes - 1].close
            return Double(end.count) / Double(begin.count)
        }
        #expect(try fall(strong) < fall(still))
    }
}
