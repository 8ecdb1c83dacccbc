package import LiquidationCore

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
