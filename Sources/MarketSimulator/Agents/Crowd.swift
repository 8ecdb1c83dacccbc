import LiquidationCore

/// Draws what agents do: who comes, on which side, how large, at which leverage, for how long.
struct Crowd {
    private let habits: TraderHabits
    private let mix: TraderLeverage
    private let trigger: LiquidationTrigger
    private let notionalWeights: [Double]
    private let countWeights: [Double]
    private let stepHours: Double
    private let makerLeverage: Leverage
    private var random: RandomSource

    /// The crowd of a plan.
    init(plan: SimulationPlan, trigger: LiquidationTrigger) {
        (habits, mix, self.trigger) = (plan.traders, plan.leverage, trigger)
        stepHours = Double(plan.stepSeconds) / 3600
        notionalWeights = plan.leverage.rungs.map(\.weight)
        // Higher leverage comes with smaller size, so that more of them make up the same share of notional:
        // L^tilt by way of a logarithm.
        let tilt = plan.traders.leverageTilt
        countWeights = plan.leverage.rungs.map { rung in
            rung.weight * Elementary.exp(tilt * Elementary.log(rung.leverage.value))
        }
        guard let one = try? Leverage(1) else { preconditionFailure("1 is a leverage") }
        makerLeverage = one
        random = RandomSource(seed: plan.seed, stream: 2)
    }

    /// How many takers come in a step.
    ///
    /// - Parameter agitation: the last hour's move over what a calm hour moves; at 0 half as many come, from 6
    ///   on four times as many.
    /// - Returns: a count.
    mutating func arrivals(agitation: Double) -> Int {
        let activity = min(4, 0.5 + 0.6 * agitation)
        return random.poisson(mean: habits.entriesPerHour * stepHours * activity)
    }

    /// The side of a taker, given the direction of the last hour.
    mutating func side(isRising: Bool) -> Side {
        random.chance(habits.momentumShare) == isRising ? .long : .short
    }

    /// Size and leverage of a taker who opens at a price.
    mutating func taker(at price: Ticks) -> (lots: Lots, holder: PositionBook.Holder) {
        let leverage = mix.rungs[random.index(weights: countWeights)].leverage
        let size = Elementary.exp(-habits.leverageTilt * Elementary.log(leverage.value / 3))
        let median = habits.medianNotional * size
        let notional = min(2e8, random.logNormal(median: median, spread: habits.notionalSpread))
        let lots = Lots(max(1, Int64(notional / price.price.value * Double(Lots.perUnit))))
        return (lots, PositionBook.Holder(role: .trader, leverage: admitted(leverage, lots, price)))
    }

    /// Who takes the other side of a taker's opening.
    mutating func counterparty(_ lots: Lots, at price: Ticks) -> PositionBook.Holder {
        random.chance(habits.makerShare) ? maker : trader(lots, at: price)
    }

    /// A trader of a given size: its leverage follows the mix by notional.
    mutating func trader(_ lots: Lots, at price: Ticks) -> PositionBook.Holder {
        let leverage = mix.rungs[random.index(weights: notionalWeights)].leverage
        return PositionBook.Holder(role: .trader, leverage: admitted(leverage, lots, price))
    }

    /// A market maker at 1x.
    var maker: PositionBook.Holder { PositionBook.Holder(role: .maker, leverage: makerLeverage) }

    /// Whether a position that its holder leaves passes to a new one.
    mutating func isHandedOver() -> Bool { random.chance(habits.handOverShare) }

    /// Whether a maker takes a liquidation over.
    mutating func isTakenByMaker() -> Bool { random.chance(habits.makerTakeoverShare) }

    /// For how many steps a new position is held; at least one, at most a year.
    mutating func holdingSteps(of role: SimulatedPosition.Role) -> Int {
        let median = role == .maker ? habits.makerMedianHours : habits.medianHours
        let hours = min(8760, random.logNormal(median: median, spread: habits.hoursSpread))
        return max(1, Int(hours / stepHours))
    }

    /// The drawn leverage, or the highest rung below it that the brackets admit for the size.
    private func admitted(_ leverage: Leverage, _ lots: Lots, _ price: Ticks) -> Leverage {
        let limit = trigger.maximumLeverage(lots: lots, at: price)
        guard leverage.value > limit else { return leverage }
        let rung = mix.rungs[mix.rung(atMost: limit)].leverage
        return rung.value > limit ? makerLeverage : rung
    }
}
