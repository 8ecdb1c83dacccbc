package import LiquidationCore
import PlainText

/// A mood of the market that lasts for some hours.
package struct Regime: Hashable, Sendable {
    /// A word for people, unique in a plan.
    package let name: String
    /// Standard deviation of a year's log return while the mood lasts: 0.5 is 50 %.
    package let annualVolatility: Rate
    /// Expected log return of a day; may be negative.
    package let dailyDrift: Rate
    /// Expected length, hours.
    package let meanHours: Double
    /// How often it comes next, against the other moods.
    package let weight: Double

    /// A mood by its figures; ``SimulationPlan`` checks them.
    package init(
        name: String, annualVolatility: Rate, dailyDrift: Rate, meanHours: Double, weight: Double
    ) {
        (self.name, self.annualVolatility, self.dailyDrift) = (name, annualVolatility, dailyDrift)
        (self.meanHours, self.weight) = (meanHours, weight)
    }

    /// Calm, two trends and a volatile mood without direction.
    package static let standard: [Regime] = [
        Regime("calm", volatility: 0.28, drift: 0, hours: 18, weight: 4),
        Regime("rising", volatility: 0.42, drift: 0.022, hours: 14, weight: 2),
        Regime("falling", volatility: 0.45, drift: -0.022, hours: 14, weight: 2),
        Regime("volatile", volatility: 0.85, drift: 0, hours: 8, weight: 2),
    ].compactMap(\.self)

    private init?(_ name: String, volatility: Double, drift: Double, hours: Double, weight: Double) {
        guard let annualVolatility = try? Rate(volatility), let dailyDrift = try? Rate(drift) else {
            return nil
        }
        self.init(
            name: name, annualVolatility: annualVolatility, dailyDrift: dailyDrift, meanHours: hours,
            weight: weight)
    }

    /// - Throws: `.outOfRange`, naming the mood and the figure.
    func check() throws(SimulationError) {
        let volatility = annualVolatility.value
        try SimulationError.check("annual volatility of regime \(name)", volatility, in: 0.01...5)
        try SimulationError.check("daily drift of regime \(name)", dailyDrift.value, in: -0.5...0.5)
        try SimulationError.check("mean hours of regime \(name)", meanHours, in: 0.1...2000)
        try SimulationError.check("weight of regime \(name)", weight, in: 0...1e9)
    }
}

/// A fast move at a given time on top of the random path: a squeeze upwards, a crash downwards.
package struct ScriptedMove: Hashable, Sendable {
    /// Minutes from the plan's start to its first step.
    package let startMinute: Int
    /// Length in minutes.
    package let minutes: Int
    /// Price change over its length, before what liquidations add: 0.1 is +10 %.
    package let change: Rate
    /// Share of the move, in log price, that is taken back over the next four times its length.
    package let recovery: Double

    /// A move by its figures; ``SimulationPlan`` checks them.
    package init(startMinute: Int, minutes: Int, change: Rate, recovery: Double) {
        (self.startMinute, self.minutes, self.change, self.recovery) = (
            startMinute, minutes, change, recovery
        )
    }

    /// - Throws: `.outOfRange`, naming the move and the figure.
    func check(name: String, planMinutes: Int) throws(SimulationError) {
        try SimulationError.check("\(name) startMinute", Double(startMinute), in: 0...Double(planMinutes))
        try SimulationError.check("\(name) minutes", Double(minutes), in: 1...10_000)
        try SimulationError.check("\(name) change", change.value, in: -0.8...2)
        try SimulationError.check("\(name) recovery", recovery, in: 0...1)
    }

    /// How many times the volatility of the mood rules while the move lasts.
    static let agitation = 2.5

    /// The log return that the move adds to a minute, and whether the move itself lasts in it.
    ///
    /// - Parameter minute: minutes since the plan's start.
    /// - Returns: zero and `false` outside the move and its recovery.
    /// - Complexity: O(1).
    func drift(atMinute minute: Double) -> (perMinute: Double, isMoving: Bool) {
        let (length, past) = (Double(minutes), minute - Double(startMinute))
        let total = Elementary.log(1 + change.value)
        if past >= 0, past < length { return (total / length, true) }
        if past >= length, past < 5 * length { return (-total * recovery / (4 * length), false) }
        return (0, false)
    }

    /// The figures in words.
    var text: String {
        "change \(DecimalText.text(change.value)) in \(minutes) minutes from minute \(startMinute), "
            + "recovery \(DecimalText.text(recovery))"
    }
}

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
