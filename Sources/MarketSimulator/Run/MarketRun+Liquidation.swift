import LiquidationCore

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
