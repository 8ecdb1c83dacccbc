package import LiquidationCore
import PlainText

/// Everything that a simulation depends on: equal plans give equal bytes on every machine.
package struct SimulationPlan: Hashable, Sendable {
    /// Chooses the random draws.
    package let seed: UInt64
    /// Names the contract; its built-in tiers are used, a flat 0.5 % where there are none.
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

extension SimulationPlan {
    /// 2025-05-01T00:00Z.
    package static let standardStart = Timestamp(milliseconds: 1_746_057_600_000)

    /// 100,000 quote units.
    package static let standardPrice = Ticks(1_000_000).price

    /// The default market: a squeeze of 10 % after a third of the days, a crash of 15 % after two thirds.
    ///
    /// - Throws: `.outOfRange` when `days` is.
    package static func scripted(
        seed: UInt64, symbol: String = "BTCUSDT", start: Timestamp = standardStart, days: Int,
        barMinutes: Int = 15
    ) throws(SimulationError) -> SimulationPlan {
        try SimulationError.check("days", Double(days), in: 1...3700)
        guard let rise = try? Rate(0.1), let fall = try? Rate(-0.15) else {
            preconditionFailure("constants are finite")
        }
        return try SimulationPlan(
            seed: seed, symbol: symbol, start: start, days: days, barMinutes: barMinutes,
            squeeze: ScriptedMove(startMinute: days * 480 + 195, minutes: 150, change: rise, recovery: 0.35),
            crash: ScriptedMove(startMinute: days * 960 + 240, minutes: 120, change: fall, recovery: 0.4))
    }
}

extension SimulationPlan {
    /// The last published instant: the end of the last bar.
    package var end: Timestamp {
        Timestamp(milliseconds: start.milliseconds + Int64(days) * 86_400_000)
    }

    /// Length of a step, milliseconds.
    var stepMilliseconds: Int64 { Int64(stepSeconds) * 1000 }

    /// Internal steps from the beginning of the warm-up to the end.
    var stepCount: Int { (days * 86_400 + warmUpHours * 3600) / stepSeconds }

    /// Where the warm-up begins.
    var birth: Timestamp { Timestamp(milliseconds: start.milliseconds - Int64(warmUpHours) * 3_600_000) }

    /// The tiers of the symbol; a flat 0.5 % where none are built in.
    package var tiers: TierTable {
        if let table = TierCatalog.table(venue: "binance", symbol: symbol) { return table }
        guard let rate = try? Rate(0.005), let flat = try? TierTable.flat(maintenanceRate: rate) else {
            preconditionFailure("a flat table of 0.5 % is valid")
        }
        return flat
    }

    /// Every figure by name, as plain decimals, in the order in which a reader wants them.
    package var listing: [(name: String, value: String)] {
        var rows: [(name: String, value: String)] = [
            ("seed", "\(seed)"), ("symbol", symbol), ("start", "\(start)"), ("days", "\(days)"),
            ("bar minutes", "\(barMinutes)"), ("step seconds", "\(stepSeconds)"),
            ("warm-up hours", "\(warmUpHours)"),
            ("price at the start of the warm-up", DecimalText.text(startPrice.value)),
            ("maintenance tiers", tiers.name), ("funding hours", "\(fundingHours)"),
            ("liquidation impact", DecimalText.text(liquidationImpact)),
            ("daily turnover", DecimalText.text(dailyTurnover)),
            ("squeeze", squeeze?.text ?? "none"), ("crash", crash?.text ?? "none"),
        ]
        rows += traders.listing
        for regime in regimes {
            let figures =
                "volatility \(DecimalText.text(regime.annualVolatility.value)) a year, "
                + "drift \(DecimalText.text(regime.dailyDrift.value)) a day, "
                + "mean \(DecimalText.text(regime.meanHours)) h, weight \(DecimalText.text(regime.weight))"
            rows.append(("regime \(regime.name)", figures))
        }
        for rung in leverage.rungs {
            rows.append(
                ("weight of \(DecimalText.text(rung.leverage.value))x", DecimalText.text(rung.weight)))
        }
        return rows
    }
}

extension SimulationPlan {
    /// - Throws: ``SimulationError`` for the first figure that breaks its rule.
    func check() throws(SimulationError) {
        try checkSymbol()
        try checkTimes()
        // A tick of 0.1 is too coarse for cheap coins, and 64-bit sums of ticks and lots too small for dear ones.
        try SimulationError.check("startPrice", startPrice.value, in: 500...5_000_000)
        try SimulationError.check("liquidationImpact", liquidationImpact, in: 0...2)
        try SimulationError.check("dailyTurnover", dailyTurnover, in: 0.1...50)
        // Above 125x the maintenance of some tiers would exceed the margin at opening.
        let top = leverage.rungs.map(\.leverage.value).max() ?? 1
        try SimulationError.check("highest leverage of the mix", top, in: 1...125)
        try traders.check()
        try checkScale()
        try checkRegimes()
        try squeeze?.check(name: "squeeze", planMinutes: days * 1440)
        try crash?.check(name: "crash", planMinutes: days * 1440)
    }

    private func checkSymbol() throws(SimulationError) {
        let isPlain = symbol.utf8.allSatisfy { (48...57).contains($0) || (65...90).contains($0) }
        guard isPlain, (1...20).contains(symbol.utf8.count) else {
            throw SimulationError(
                .outOfRange, "symbol must be 1 to 20 capital letters and digits, was \(symbol)")
        }
    }

    private func checkTimes() throws(SimulationError) {
        try SimulationError.check("days", Double(days), in: 1...3700)
        try SimulationError.check("warmUpHours", Double(warmUpHours), in: 0...720)
        try checkDivisor("barMinutes", barMinutes, of: 1440, unit: "minutes in a day")
        try checkDivisor("stepSeconds", stepSeconds, of: 300, unit: "seconds in five minutes")
        try checkDivisor("fundingHours", fundingHours, of: 24, unit: "hours in a day")
        guard barMinutes * 60 % stepSeconds == 0 else {
            throw SimulationError(
                .misaligned, "stepSeconds must divide a bar of \(barMinutes) minutes, was \(stepSeconds)")
        }
        // From year 2000 to 2100: the dates of perpetuals, with room.
        guard (946_684_800_000...4_102_444_800_000).contains(start.milliseconds),
            start.milliseconds % 86_400_000 == 0
        else {
            throw SimulationError(
                .misaligned, "start must be a midnight UTC between 2000 and 2100, was \(start)")
        }
        guard stepCount <= 4_000_000 else {
            throw SimulationError(
                .tooLarge,
                "days, warmUpHours and stepSeconds make \(stepCount) steps; at most 4000000 are allowed")
        }
    }

    /// Keeps 64-bit sums of ticks and lots, memory and time within bounds.
    private func checkScale() throws(SimulationError) {
        let hours = Double(days * 24 + warmUpHours)
        let entries = traders.entriesPerHour * hours
        guard entries <= 1_000_000 else {
            throw SimulationError(
                .tooLarge, "entriesPerHour over \(hours) hours make \(entries) entries; at most 1000000")
        }
        let (sizes, times) = (traders.notionalSpread, traders.hoursSpread)
        let size = 3 * traders.medianNotional * Elementary.exp(sizes * sizes / 2)
        let stay = min(hours, traders.medianHours * Elementary.exp(times * times / 2))
        let interest = traders.entriesPerHour * stay * size
        guard interest <= 1e12 else {
            throw SimulationError(
                .tooLarge,
                "entriesPerHour, medianNotional and medianHours make an open interest of up to \(interest); "
                    + "at most 1e12")
        }
    }

    private func checkDivisor(
        _ name: String, _ value: Int, of whole: Int, unit: String
    ) throws(SimulationError) {
        guard value > 0, whole % value == 0 else {
            throw SimulationError(.misaligned, "\(name) must divide the \(whole) \(unit), was \(value)")
        }
    }

    private func checkRegimes() throws(SimulationError) {
        for regime in regimes { try regime.check() }
        guard regimes.contains(where: { $0.weight > 0 }) else {
            throw SimulationError(.invalidRegimes, "one regime must have a weight above zero")
        }
        guard Set(regimes.map(\.name)).count == regimes.count else {
            throw SimulationError(.invalidRegimes, "the names of regimes must differ")
        }
    }
}

/// Why a simulation cannot be planned.
package struct SimulationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added, so switch with a `default`.
    package struct Code: Hashable, Sendable {
        private enum Storage: Hashable { case outOfRange, misaligned, invalidMix, invalidRegimes, tooLarge }
        private let storage: Storage
        private init(_ storage: Storage) { self.storage = storage }

        /// A figure lies outside its documented range.
        package static var outOfRange: Code { Code(.outOfRange) }
        /// An instant or a length is not a whole number of the units that it must be made of.
        package static var misaligned: Code { Code(.misaligned) }
        /// A leverage mix is empty, not rising, or has weights that cannot be drawn from.
        package static var invalidMix: Code { Code(.invalidMix) }
        /// Regimes are missing, share a name, or have weights that cannot be drawn from.
        package static var invalidRegimes: Code { Code(.invalidRegimes) }
        /// The plan asks for more steps than a run may take.
        package static var tooLarge: Code { Code(.tooLarge) }
    }

    /// For programs.
    package let code: Code
    /// For people: the argument, the rule and the value found.
    package let message: String

    init(_ code: Code, _ message: String) {
        (self.code, self.message) = (code, message)
    }

    /// The message.
    package var description: String { message }

    /// Throws unless a figure lies in a range.
    ///
    /// - Parameters:
    ///   - name: the argument as the caller writes it.
    ///   - value: what was found; NaN is always refused.
    ///   - range: what is allowed, both ends included.
    /// - Throws: `.outOfRange`.
    static func check(_ name: String, _ value: Double, in range: ClosedRange<Double>) throws(SimulationError)
    {
        guard range.contains(value) else {
            throw SimulationError(
                .outOfRange,
                "\(name) must lie in \(range.lowerBound)...\(range.upperBound), was \(value)")
        }
    }
}
