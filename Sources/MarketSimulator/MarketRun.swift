import LiquidationCore

/// Runs a plan.
///
/// Each step: funding where due; the path to its extremes and its close, on which every position whose level is
/// touched is liquidated and pushes the path on; then holders leave and takers come, at the close. Last price
/// and mark price are the same; there are no fees.
package struct Simulation: Sendable {
    /// What is run.
    package let plan: SimulationPlan

    /// A simulation of a plan.
    package init(_ plan: SimulationPlan) { self.plan = plan }

    /// Runs the plan from the beginning of its warm-up to its end.
    ///
    /// - Returns: the published part, without the warm-up.
    /// - Complexity: O(steps + events · live positions).
    package func run() -> SimulatedMarket {
        var run = MarketRun(plan: plan)
        for _ in 0..<plan.stepCount { run.advance() }
        return run.published()
    }
}

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

extension MarketRun {
    /// Lets those leave whose time has come, each by a market order at the step's close.
    ///
    /// Either a new trader takes the position over, and open interest stays, or the other side of the pair
    /// closes too, and open interest falls.
    mutating func leave() {
        guard let leaving = departures.removeValue(forKey: steps.count) else { return }
        for index in leaving where book.positions[index].exit == .open {
            let position = book.positions[index]
            trade(position.lots, isBuy: position.side == .short)
            if crowd.isHandedOver() {
                let holder = crowd.trader(position.lots, at: price)
                let next = book.replace(index, as: .closed, at: price, time: closing, by: holder)
                planDeparture(of: next)
            } else {
                book.endPair(index, as: .closed, at: price, time: closing)
            }
        }
    }

    /// Lets takers come, each with a counterparty, at the step's close.
    mutating func arrive() {
        let lookback = min(steps.count, 3600 / plan.stepSeconds)
        guard lookback > 0 else { return }
        let past = steps[steps.count - lookback].open
        let move = Double(price.count - past.count) / Double(past.count)
        // A calm hour moves about 0.3 %.
        for _ in 0..<crowd.arrivals(agitation: abs(move) / 0.003) {
            let side = crowd.side(isRising: move >= 0)
            let (lots, taker) = crowd.taker(at: price)
            let counterparty = crowd.counterparty(lots, at: price)
            let isLong = side == .long
            let pair = book.openPair(
                lots, at: price, time: closing, long: isLong ? taker : counterparty,
                short: isLong ? counterparty : taker)
            trade(lots, isBuy: isLong)
            planDeparture(of: pair.long)
            planDeparture(of: pair.short)
        }
    }

    /// Draws when a new position will be left.
    mutating func planDeparture(of index: Int) {
        let steps = crowd.holdingSteps(of: book.positions[index].role)
        departures[self.steps.count + steps, default: []].append(index)
    }

    /// Adds the trades of those who open and close within the step: they make volume and no open interest.
    ///
    /// - Parameter shock: the step's log return over its standard deviation; takers lean its way.
    mutating func addBackground(shock: Double) {
        let perStep = plan.dailyTurnover * Double(plan.stepSeconds) / 86_400
        let mood = noise.logNormal(median: 0.5 + 0.6 * abs(shock), spread: 0.5)
        let lots = max(2, Int64((Double(book.longLots) * perStep * mood).rounded()))
        let lean = 0.5 + 0.18 * shock / (1 + abs(shock)) + 0.06 * noise.normal()
        let share = min(0.95, max(0.05, lean))
        let bought = min(lots - 1, max(1, Int64((Double(lots) * share).rounded())))
        let middle = Ticks((step.high.count + step.low.count) / 2)
        step.trade(Lots(lots), bought: Lots(bought), at: middle, count: Int(2 + lots / 60))
    }

    /// The market without its warm-up.
    func published() -> SimulatedMarket {
        let start = plan.start
        let lived = Array(steps.drop { $0.time < start })
        let perBar = plan.barMinutes * 60 / plan.stepSeconds
        var bars: [StepRecord] = []
        for (number, step) in lived.enumerated() {
            if number % perBar == 0 { bars.append(step) } else { bars[bars.count - 1].append(step) }
        }
        return SimulatedMarket(
            plan: plan, steps: lived, bars: bars, metrics: metrics,
            funding: funding.filter { $0.time >= start },
            positions: book.positions.filter { $0.exitTime.map { $0 >= start } ?? true },
            liquidations: liquidations.filter { $0.time >= start })
    }
}

extension MarketRun {
    /// Moves the price in a straight line towards a target and liquidates what it touches.
    ///
    /// Each liquidation happens exactly at its level, or at once where funding has put the level beyond the
    /// price, and pushes the rest of the step on by `impact · lots / open interest` of the price; a step is
    /// pushed by at most 5 %. So one liquidation may bring the next.
    /// - Parameters:
    ///   - target: where the leg goes before it is pushed.
    ///   - leg: 0, 1 or 2: the third of the step to which the liquidations belong.
    /// - Complexity: O(liquidations · live positions).
    mutating func walk(to target: Ticks, leg: Int) {
        let begin = step.time.milliseconds + Int64(leg) * plan.stepMilliseconds / 3
        while true {
            let goal = Ticks(max(5000, target.count + push))
            guard let index = book.touched(from: min(price, goal), to: max(price, goal)),
                let level = book.positions[index].liquidation
            else {
                price = goal
                step.move(to: goal)
                return
            }
            let isLong = book.positions[index].side == .long
            price = isLong ? min(price, level) : max(price, level)
            step.move(to: price)
            // One millisecond apart at least, so that their order can be read from their times.
            let instant = min(closing.milliseconds, max(begin, lastForced.milliseconds + 1))
            lastForced = Timestamp(milliseconds: instant)
            liquidate(index)
        }
    }

    /// Force-closes a position at the price now.
    ///
    /// Either a maker takes it over at 1x, or the other side of its pair takes its profit and closes.
    private mutating func liquidate(_ index: Int) {
        let position = book.positions[index]
        let share = Double(position.lots.count) / Double(book.longLots)
        let size = Int64((plan.liquidationImpact * share * Double(price.count)).rounded())
        let limit = price.count / 20
        push = min(limit, max(-limit, push + (position.side == .long ? -size : size)))
        liquidations.append(
            SimulatedLiquidation(
                time: lastForced, positionID: position.id, side: position.side, price: price,
                lots: position.lots))
        trade(position.lots, isBuy: position.side == .short)
        if crowd.isTakenByMaker() {
            let next = book.replace(index, as: .liquidated, at: price, time: lastForced, by: crowd.maker)
            planDeparture(of: next)
        } else {
            book.endPair(index, as: .liquidated, at: price, time: lastForced)
        }
    }

    /// Pays funding between the sides, then liquidates what the payment has put beyond the price.
    mutating func settleFunding() {
        let total = flow.bought + flow.sold
        // Takers who are all on one side make a premium of 0.2 %.
        let premium = total == 0 ? 0 : (flow.bought - flow.sold) * 200_000 / total
        let payment = FundingPayment(
            time: step.time, premium: premium, price: price, lots: Lots(book.longLots))
        funding.append(payment)
        flow = OrderFlow()
        book.settleFunding(perLot: payment.perLot.count)
        walk(to: price, leg: 0)
    }
}
