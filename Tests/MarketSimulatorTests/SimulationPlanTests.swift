import LiquidationCore
import MarketSimulator
import Testing

@Suite("SimulationPlan") struct SimulationPlanTests {
    private let start = SimulationPlan.standardStart

    @Test func `the default plan is 30 days of BTCUSDT with a squeeze and a crash`() throws {
        let plan = try SimulationPlan.scripted(seed: 1, days: 30)
        #expect(plan.symbol == "BTCUSDT")
        #expect(plan.start.description == "2025-05-01T00:00Z")
        #expect(plan.end.description == "2025-05-31T00:00Z")
        #expect((plan.squeeze?.change.value ?? 0) > 0)
        #expect((plan.crash?.change.value ?? 0) < 0)
    }

    @Test func `plans that differ in one figure are not equal`() throws {
        let plan = try SimulationPlan(seed: 1, start: start)
        #expect(try plan == SimulationPlan(seed: 1, start: start))
        #expect(try plan != SimulationPlan(seed: 2, start: start))
        #expect(try plan != SimulationPlan(seed: 1, start: start, dailyTurnover: 7))
    }

    @Test(arguments: [0, -1, 4000]) func `days must lie in range`(days: Int) {
        let error = #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, days: days) }
        #expect(error?.code == .outOfRange)
        #expect(error?.message.hasPrefix("days must lie in") == true)
    }

    @Test(arguments: [0, 7, -15]) func `a bar must divide a day`(minutes: Int) {
        let error = #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, barMinutes: minutes) }
        #expect(error?.code == .misaligned)
        #expect(error?.message.contains("was \(minutes)") == true)
    }

    @Test func `a step must divide five minutes and the bar`() {
        #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, stepSeconds: 45) }
        #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, barMinutes: 1, stepSeconds: 300) }
    }

    @Test func `a start that is not midnight is refused`() {
        let noon = Timestamp(milliseconds: start.milliseconds + 43_200_000)
        let error = #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, start: noon) }
        #expect(error?.code == .misaligned)
    }

    @Test func `a run of too many steps is refused`() {
        let error = #expect(throws: SimulationError.self) {
            try SimulationPlan(seed: 1, days: 3000, stepSeconds: 10)
        }
        #expect(error?.code == .tooLarge)
    }

    @Test func `a market too large for exact sums is refused`() {
        var habits = TraderHabits()
        habits.entriesPerHour = 600
        habits.medianNotional = 50_000_000
        let error = #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, traders: habits) }
        #expect(error?.code == .tooLarge)
        let long = #expect(throws: SimulationError.self) {
            try SimulationPlan(seed: 1, days: 90, traders: habits)
        }
        #expect(long?.message.contains("entries") == true)
    }

    @Test(arguments: ["", "btcusdt", "BTC,USDT", "BTC/USDT"]) func `a symbol is capitals and digits`(
        name: String
    ) {
        #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, symbol: name) }
    }

    @Test func `habits are checked by name`() {
        var habits = TraderHabits()
        habits.momentumShare = 1.5
        let error = #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, traders: habits) }
        #expect(error?.message == "momentumShare must lie in 0.0...1.0, was 1.5")
        habits.momentumShare = .nan
        #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, traders: habits) }
    }

    @Test func `a mix must rise and hold a weight`() throws {
        let (low, high) = (try Leverage(2), try Leverage(10))
        #expect(throws: SimulationError.self) { try TraderLeverage([]) }
        #expect(throws: SimulationError.self) {
            try TraderLeverage([.init(leverage: high, weight: 1), .init(leverage: low, weight: 1)])
        }
        #expect(throws: SimulationError.self) { try TraderLeverage([.init(leverage: low, weight: 0)]) }
        #expect(throws: SimulationError.self) { try TraderLeverage([.init(leverage: low, weight: .nan)]) }
    }

    @Test func `the default mix has its median near 3x and a thin tail to 100x`() {
        let rungs = TraderLeverage.standard.rungs
        let total = rungs.reduce(0) { $0 + $1.weight }
        func share(_ range: ClosedRange<Double>) -> Double {
            rungs.filter { range.contains($0.leverage.value) }.reduce(0) { $0 + $1.weight } / total
        }
        #expect(share(1...2) < 0.5)
        #expect(share(1...4) > 0.5)
        #expect(share(50...100) < 0.01)
        #expect(rungs.last?.leverage.value == 100)
    }

    @Test func `regimes need a weight and names of their own`() {
        let none = #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, regimes: []) }
        #expect(none?.code == .invalidRegimes)
        let twice = Regime.standard + Regime.standard
        #expect(throws: SimulationError.self) { try SimulationPlan(seed: 1, regimes: twice) }
    }
}
