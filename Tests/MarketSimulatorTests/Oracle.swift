import LiquidationCore
import MarketSimulator
import Synchronization

/// The margin definition on exact integers, written apart from the engine's formula: a position is force-closed
/// at a tick where its equity is at or below its maintenance.
struct Oracle {
    /// Cap in ten-thousandths of a quote unit, rate in ten-thousandths, amount in quote units.
    private let tiers: [(cap: Int64, rate: Int64, amount: Int64)]

    init(_ tiers: TierTable) {
        self.tiers = tiers.tiers.map { tier in
            let cap = tier.cap.isFinite ? Int64(tier.cap) * 10_000 : .max
            return (cap, Int64((tier.maintenanceRate * 1e4).rounded()), Int64(tier.maintenanceAmount))
        }
    }

    func isForced(_ position: SimulatedPosition, margin: Int64, at tick: Int64) -> Bool {
        excess(position, margin: margin, at: tick) <= 0
    }

    /// Whether the exact level falls on a tick, where doubles may round to the tick beside it.
    func isTie(_ position: SimulatedPosition, margin: Int64, at tick: Int64) -> Bool {
        excess(position, margin: margin, at: tick) == 0
    }

    /// Equity over maintenance, hundredths of a millionth of a quote unit.
    private func excess(_ position: SimulatedPosition, margin: Int64, at tick: Int64) -> Int64 {
        let sign: Int64 = position.side == .long ? 1 : -1
        let notional = tick * position.lots.count
        let tier = tiers.first { notional < $0.cap } ?? tiers[tiers.count - 1]
        let equity = (margin + sign * position.lots.count * (tick - position.entry.count) * 100) * 100
        return equity - (notional * tier.rate - tier.amount * 100_000_000)
    }

    /// The first tick that force-closes a position, by bisection; `nil` where none below a high bound does.
    func level(_ position: SimulatedPosition, margin: Int64) -> Int64? {
        let far: Int64 = position.side == .long ? 1 : 100_000_000
        guard isForced(position, margin: margin, at: far) else { return nil }
        var forced = far
        var safe: Int64 = position.side == .long ? 100_000_000 : 1
        guard !isForced(position, margin: margin, at: safe) else { return safe }
        while abs(forced - safe) > 1 {
            let middle = (forced + safe) / 2
            if isForced(position, margin: margin, at: middle) { forced = middle } else { safe = middle }
        }
        return forced
    }
}

private let markets = Mutex<[String: SimulatedMarket]>([:])

/// Short markets for property tests: six days with a squeeze on day 2 and a crash on day 4. Each is made once.
func shortMarket(seed: UInt64 = 1, symbol: String = "BTCUSDT") throws -> SimulatedMarket {
    try markets.withLock { markets in
        if let market = markets["\(symbol) \(seed)"] { return market }
        let market = Simulation(try SimulationPlan.scripted(seed: seed, symbol: symbol, days: 6)).run()
        markets["\(symbol) \(seed)"] = market
        return market
    }
}
