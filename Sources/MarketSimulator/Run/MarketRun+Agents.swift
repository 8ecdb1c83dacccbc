import LiquidationCore

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
