package import LiquidationCore
import PlainText

/// How traders come, choose, size and leave. Every figure has a default; ``SimulationPlan`` checks them.
package struct TraderHabits: Hashable, Sendable {
    /// Taker entries expected in an hour that moves as a calm one does; half as many come when nothing moves,
    /// up to four times as many in a rush.
    package var entriesPerHour = 3.0
    /// Share of takers who open in the direction of the last hour's move; the rest fade it.
    package var momentumShare = 0.6
    /// Share of openings whose other side is a market maker at 1x and not a second trader.
    package var makerShare = 0.5
    /// Share of departures in which a new holder takes the position over, so that open interest stays.
    package var handOverShare = 0.2
    /// Share of liquidations taken over by a market maker at 1x; in the rest the other side takes its profit.
    package var makerTakeoverShare = 0.35
    /// Median notional of a position at 3x, quote units.
    package var medianNotional = 1_400_000.0
    /// Standard deviation of the logarithm of notional.
    package var notionalSpread = 0.9
    /// How fast size falls with leverage: the median notional at leverage L is that at 3x times `(3/L)^tilt`.
    package var leverageTilt = 1.0
    /// Median holding time of a trader, hours.
    package var medianHours = 60.0
    /// Standard deviation of the logarithm of a holding time.
    package var hoursSpread = 1.0
    /// Median holding time of a market maker, hours.
    package var makerMedianHours = 12.0

    /// The defaults.
    package init() {}

    /// - Throws: `.outOfRange`, naming the figure.
    func check() throws(SimulationError) {
        try SimulationError.check("entriesPerHour", entriesPerHour, in: 0.1...600)
        try SimulationError.check("momentumShare", momentumShare, in: 0...1)
        try SimulationError.check("makerShare", makerShare, in: 0...1)
        try SimulationError.check("handOverShare", handOverShare, in: 0...0.95)
        try SimulationError.check("makerTakeoverShare", makerTakeoverShare, in: 0...1)
        try SimulationError.check("medianNotional", medianNotional, in: 1000...50_000_000)
        try SimulationError.check("notionalSpread", notionalSpread, in: 0...2.5)
        try SimulationError.check("leverageTilt", leverageTilt, in: 0...1)
        try SimulationError.check("medianHours", medianHours, in: 0.1...2000)
        try SimulationError.check("hoursSpread", hoursSpread, in: 0...3)
        try SimulationError.check("makerMedianHours", makerMedianHours, in: 0.1...2000)
    }

    /// The figures by name, for printing.
    var listing: [(name: String, value: String)] {
        [
            ("entries per hour", DecimalText.text(entriesPerHour)),
            ("momentum share", DecimalText.text(momentumShare)),
            ("maker share", DecimalText.text(makerShare)),
            ("hand-over share", DecimalText.text(handOverShare)),
            ("maker takeover share", DecimalText.text(makerTakeoverShare)),
            ("median notional at 3x", DecimalText.text(medianNotional)),
            ("notional spread", DecimalText.text(notionalSpread)),
            ("leverage tilt", DecimalText.text(leverageTilt)),
            ("median holding hours", DecimalText.text(medianHours)),
            ("holding spread", DecimalText.text(hoursSpread)),
            ("maker median holding hours", DecimalText.text(makerMedianHours)),
        ]
    }
}

/// How opened notional spreads over leverages.
package struct TraderLeverage: Hashable, Sendable {
    /// One leverage and its share.
    package struct Rung: Hashable, Sendable {
        /// The leverage.
        package let leverage: Leverage
        /// Share of opened notional, in any unit common to all rungs.
        package let weight: Double

        /// A rung by its figures; ``TraderLeverage`` checks them together.
        package init(leverage: Leverage, weight: Double) {
            (self.leverage, self.weight) = (leverage, weight)
        }
    }

    /// Rungs from the lowest leverage up; at least one.
    package let rungs: [Rung]

    /// Checks the rungs.
    ///
    /// - Throws: `.invalidMix` when there is none, leverages do not rise, or weights are negative, not finite
    ///   or all zero.
    package init(_ rungs: [Rung]) throws(SimulationError) {
        guard !rungs.isEmpty else { throw SimulationError(.invalidMix, "a leverage mix needs a rung") }
        for (below, above) in zip(rungs, rungs.dropFirst()) where above.leverage <= below.leverage {
            throw SimulationError(
                .invalidMix,
                "leverages must rise, found \(above.leverage.value) after \(below.leverage.value)")
        }
        for rung in rungs where !(0...1e9).contains(rung.weight) {
            throw SimulationError(
                .invalidMix,
                "the weight of leverage \(rung.leverage.value) must lie in 0...1e9, was \(rung.weight)")
        }
        guard rungs.contains(where: { $0.weight > 0 }) else {
            throw SimulationError(.invalidMix, "one weight of the leverage mix must be above zero")
        }
        self.init(unchecked: rungs)
    }

    private init(unchecked rungs: [Rung]) { self.rungs = rungs }

    /// Shares of a log-normal distribution over the customary rungs from 1x to 100x.
    ///
    /// The defaults follow what was seen of real positions: by notional, half lies at or below about 3x and a
    /// fifth above 7x, with a thin tail to 100x.
    /// - Parameters:
    ///   - median: leverage below which half of the notional lies, 1 to 100.
    ///   - spread: standard deviation of the logarithm of leverage, 0.1 to 3.
    /// - Returns: the mix, weights rounded to six decimals.
    /// - Throws: `.outOfRange`.
    package static func logNormal(median: Double, spread: Double) throws(SimulationError) -> TraderLeverage {
        try SimulationError.check("median leverage", median, in: 1...100)
        try SimulationError.check("leverage spread", spread, in: 0.1...3)
        return logNormal(unchecked: median, spread: spread)
    }

    /// The default: a median of 3x with a spread of 1.
    package static let standard = logNormal(unchecked: 3, spread: 0.9)

    private static func logNormal(unchecked median: Double, spread: Double) -> TraderLeverage {
        let ladder: [Double] = [1, 2, 3, 4, 5, 7, 10, 15, 20, 25, 50, 75, 100]
        let logarithms = ladder.map { Elementary.log($0) }
        let center = Elementary.log(median)
        var rungs: [Rung] = []
        for (index, value) in ladder.enumerated() {
            guard let leverage = try? Leverage(value) else { continue }
            // The density at the rung times the stretch of log leverage that is nearest to it.
            let below = logarithms[max(0, index - 1)]
            let above = logarithms[min(ladder.count - 1, index + 1)]
            let distance = (logarithms[index] - center) / spread
            let density = Elementary.exp(-distance * distance / 2)
            rungs.append(Rung(leverage: leverage, weight: (density * (above - below) * 5e5).rounded() / 1e6))
        }
        return TraderLeverage(unchecked: rungs)
    }

    /// The highest rung at or below a leverage; the lowest rung where all lie above.
    func rung(atMost limit: Double) -> Int { rungs.lastIndex { $0.leverage.value <= limit } ?? 0 }
}

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

    /// The drawn leverage, or the highest rung below it that the tiers admit for the size.
    private func admitted(_ leverage: Leverage, _ lots: Lots, _ price: Ticks) -> Leverage {
        let limit = trigger.maximumLeverage(lots: lots, at: price)
        guard leverage.value > limit else { return leverage }
        let rung = mix.rungs[mix.rung(atMost: limit)].leverage
        return rung.value > limit ? makerLeverage : rung
    }
}
