package import LiquidationCore

extension SimulationPlan {
    /// 2025-05-01T00:00Z.
    package static let standardStart = Timestamp(milliseconds: 1_746_057_600_000)

    /// 100,000 quote units.
    package static let standardPrice = Ticks(1_000_000).price

    /// The default plan: 30 days of BTCUSDT from 2025-05-01 in bars of 15 minutes, with a squeeze of 10 % on
    /// day 10 and a crash of 15 % on day 21.
    package static func standard(seed: UInt64) -> SimulationPlan {
        guard let plan = try? scripted(seed: seed, days: 30) else {
            preconditionFailure("the default plan must be valid")
        }
        return plan
    }

    /// The default market over another number of days: the squeeze after a third of them, the crash after
    /// two thirds.
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
