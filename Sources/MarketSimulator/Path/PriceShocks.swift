import LiquidationCore

/// The random part of the price path: moods, their shocks, and the scripted moves.
struct PriceShocks {
    /// Where a step wants to go, before liquidations push it.
    struct Step {
        /// The extremes in the order of visit, then the close.
        let waypoints: [Ticks]
        /// The log return over its standard deviation, drift not counted.
        let shock: Double
    }

    private let plan: SimulationPlan
    private let minutesPerStep: Double
    private let weights: [Double]
    private let range = 5000.0...50_000_000.0
    private var regime: Int
    private var random: RandomSource

    /// The path of a plan, which no agent's draw disturbs.
    init(plan: SimulationPlan) {
        self.plan = plan
        minutesPerStep = Double(plan.stepSeconds) / 60
        weights = plan.regimes.map(\.weight)
        random = RandomSource(seed: plan.seed, stream: 1)
        regime = random.index(weights: weights)
    }

    /// Draws one step.
    ///
    /// The extremes follow the exact law of a Brownian bridge between open and close; a step visits the extreme
    /// against its direction first. Prices are held between 500 and 5,000,000 quote units.
    /// - Parameters:
    ///   - minute: minutes since the plan's start; negative in the warm-up.
    ///   - price: where the step opens.
    /// - Returns: where the step wants to go.
    /// - Complexity: O(regimes).
    mutating func step(atMinute minute: Double, from price: Ticks) -> Step {
        if random.chance(minutesPerStep / (plan.regimes[regime].meanHours * 60)) {
            regime = random.index(weights: weights)
        }
        let mood = plan.regimes[regime]
        var drift = mood.dailyDrift.value / 1440
        var deviation = mood.annualVolatility.value * (minutesPerStep / 525_600).squareRoot()
        for move in [plan.squeeze, plan.crash].compactMap(\.self) {
            let (perMinute, isMoving) = move.drift(atMinute: minute)
            drift += perMinute
            if isMoving { deviation *= ScriptedMove.agitation }
        }
        let shock = random.normal()
        let move = min(0.5, max(-0.5, drift * minutesPerStep + deviation * shock))
        let reach = bridgeReach(move, deviation)
        let depth = bridgeReach(-move, deviation)
        let (high, low) = (ticks(price, reach), ticks(price, -depth))
        let close = min(high, max(low, ticks(price, move)))
        return Step(waypoints: move >= 0 ? [low, high, close] : [high, low, close], shock: shock)
    }

    /// The highest point of a Brownian bridge from 0 to `end`.
    private mutating func bridgeReach(_ end: Double, _ deviation: Double) -> Double {
        let bits = 1 - random.uniform()
        let spread = end * end - 2 * deviation * deviation * Elementary.log(bits)
        return (end + spread.squareRoot()) / 2
    }

    private func ticks(_ price: Ticks, _ move: Double) -> Ticks {
        let target = Double(price.count) * Elementary.exp(min(1, max(-1, move)))
        return Ticks(Int64(min(range.upperBound, max(range.lowerBound, target)).rounded()))
    }
}
