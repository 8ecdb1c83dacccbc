import LiquidationCore

/// The state of a market that is being run.
struct MarketRun {
    let plan: SimulationPlan
    var book: PositionBook
    var crowd: Crowd
    var shocks: PriceShocks
    var noise: RandomSource
    var price: Ticks
    /// The step that is being lived.
    var step: StepRecord
    /// Steps lived, the warm-up included.
    var steps: [StepRecord] = []
    /// Indices of positions by the number of the step at whose end they leave.
    var departures: [Int: [Int]] = [:]
    var metrics: [MetricsRow] = []
    var funding: [FundingPayment] = []
    var liquidations: [SimulatedLiquidation] = []
    /// Agents' own orders since the last funding, which make the premium.
    var flow = OrderFlow()
    /// Ticks by which liquidations have pushed the rest of this step.
    var push: Int64 = 0
    /// When the last liquidation of this step happened.
    var lastForced: Timestamp

    /// Lots of takers' orders by direction.
    struct OrderFlow {
        var bought: Int64 = 0
        var sold: Int64 = 0
    }

    /// A market without positions at the beginning of the warm-up.
    init(plan: SimulationPlan) {
        self.plan = plan
        let trigger = LiquidationTrigger(tiers: plan.tiers)
        book = PositionBook(trigger: trigger)
        crowd = Crowd(plan: plan, trigger: trigger)
        shocks = PriceShocks(plan: plan)
        noise = RandomSource(seed: plan.seed, stream: 3)
        price = Ticks(Int64((plan.startPrice.value * Double(Ticks.perUnit)).rounded()))
        step = StepRecord(time: plan.birth, open: price)
        lastForced = plan.birth
        steps.reserveCapacity(plan.stepCount)
    }

    /// Lives one step.
    mutating func advance() {
        let time = Timestamp(
            milliseconds: plan.birth.milliseconds + Int64(steps.count) * plan.stepMilliseconds)
        step = StepRecord(time: time, open: price)
        push = 0
        lastForced = Timestamp(milliseconds: time.milliseconds - 1)
        if time.milliseconds % (Int64(plan.fundingHours) * 3_600_000) == 0, book.longLots > 0 {
            settleFunding()
        }
        let minute = Double(time.milliseconds - plan.start.milliseconds) / 60_000
        let shock = shocks.step(atMinute: minute, from: price)
        for (leg, target) in shock.waypoints.enumerated() { walk(to: target, leg: leg) }
        leave()
        arrive()
        addBackground(shock: shock.shock)
        steps.append(step)
        recordMetrics()
    }

    /// The last millisecond of the step, at which holders leave and takers come.
    var closing: Timestamp {
        Timestamp(milliseconds: step.time.milliseconds + plan.stepMilliseconds - 1)
    }

    /// Counts an agent's order as traded.
    mutating func trade(_ lots: Lots, isBuy: Bool) {
        step.trade(lots, bought: isBuy ? lots : Lots(0), at: price, count: Int(1 + lots.count / 500))
        if isBuy { flow.bought += lots.count } else { flow.sold += lots.count }
    }

    private mutating func recordMetrics() {
        let end = step.time.milliseconds + plan.stepMilliseconds
        guard end % 300_000 == 0, end > plan.start.milliseconds else { return }
        let recent = steps.suffix(300 / plan.stepSeconds)
        guard var joined = recent.first else { return }
        for next in recent.dropFirst() { joined.append(next) }
        metrics.append(
            MetricsRow(time: Timestamp(milliseconds: end), price: price, book: book, flow: joined))
    }
}
