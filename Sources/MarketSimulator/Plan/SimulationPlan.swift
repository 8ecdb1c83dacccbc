package import LiquidationCore

/// Everything that a simulation depends on: equal plans give equal bytes on every machine.
package struct SimulationPlan: Hashable, Sendable {
    /// Chooses the random draws.
    package let seed: UInt64
    /// Names the contract; its built-in brackets are used, a flat 0.5 % where there are none.
    package let symbol: String
    /// Open instant of the first published bar.
    package let start: Timestamp
    /// Published days.
    package let days: Int
    /// Length of a bar, minutes; divides a day.
    package let barMinutes: Int
    /// Length of an internal step, seconds; divides five minutes.
    package let stepSeconds: Int
    /// Hours lived before the start, so that the first bar opens on a market that has positions already.
    package let warmUpHours: Int
    /// Price at the start of the warm-up.
    package let startPrice: Price
    /// How opened notional spreads over leverages.
    package let leverage: TraderLeverage
    /// How traders come, choose, size and leave.
    package let traders: TraderHabits
    /// The moods of the market.
    package let regimes: [Regime]
    /// A scripted move, upwards by default.
    package let squeeze: ScriptedMove?
    /// A scripted move, downwards by default.
    package let crash: ScriptedMove?
    /// Hours between funding payments; divides a day.
    package let fundingHours: Int
    /// Relative price move caused by liquidating a quantity equal to all open interest; linear.
    package let liquidationImpact: Double
    /// Volume of a quiet day that opens and closes nothing, as a multiple of open interest.
    package let dailyTurnover: Double

    /// Checks every figure.
    ///
    /// - Throws: ``SimulationError``, naming the argument, the rule and the value found.
    package init(
        seed: UInt64, symbol: String = "BTCUSDT", start: Timestamp = Self.standardStart, days: Int = 30,
        barMinutes: Int = 15, stepSeconds: Int = 60, warmUpHours: Int = 72,
        startPrice: Price = Self.standardPrice, leverage: TraderLeverage = .standard,
        traders: TraderHabits = TraderHabits(), regimes: [Regime] = Regime.standard,
        squeeze: ScriptedMove? = nil, crash: ScriptedMove? = nil, fundingHours: Int = 8,
        liquidationImpact: Double = 0.2, dailyTurnover: Double = 4
    ) throws(SimulationError) {
        (self.seed, self.symbol, self.start, self.days) = (seed, symbol, start, days)
        (self.barMinutes, self.stepSeconds, self.warmUpHours) = (barMinutes, stepSeconds, warmUpHours)
        (self.startPrice, self.leverage, self.traders) = (startPrice, leverage, traders)
        (self.regimes, self.squeeze, self.crash) = (regimes, squeeze, crash)
        (self.fundingHours, self.liquidationImpact) = (fundingHours, liquidationImpact)
        self.dailyTurnover = dailyTurnover
        try check()
    }
}
