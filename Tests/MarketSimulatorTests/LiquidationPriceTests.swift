import LiquidationCore
import MarketSimulator
import Testing

@Suite("Liquidation price of simulated positions") struct LiquidationPriceTests {
    /// `P = (s·q·E − W − c) / (q · (s − m))`, with the bracket of the notional at `P` chosen by hand.
    private func price(_ position: SimulatedPosition, rate: Double, amount: Double) -> Double {
        let sign = position.side == .long ? 1.0 : -1.0
        let quantity = Double(position.lots.count) / 1000
        let entry = Double(position.entry.count) / 10
        let wallet = Double(position.openingMargin.count) / 1_000_000
        return (sign * quantity * entry - wallet - amount) / (quantity * (sign - rate))
    }

    @Test func `small positions follow from the formula with the first bracket`() throws {
        let market = try shortMarket()
        var checked = 0
        for position in market.positions where position.leverage.value >= 2 {
            let raw = price(position, rate: 0.004, amount: 0)
            // Bracket 1 of BTCUSDT: below 300,000 at the level.
            guard raw * Double(position.lots.count) / 1000 < 300_000 else { continue }
            let level = try #require(position.openingLiquidation)
            let expected = (raw * 10).rounded(position.side == .long ? .down : .up)
            #expect(abs(Double(level.count) - expected) <= 1)
            #expect(position.side == .long ? level < position.entry : level > position.entry)
            checked += 1
        }
        #expect(checked > 100)
    }

    @Test func `a margin is notional over leverage, rounded down to a hundredth`() throws {
        for position in try shortMarket().positions {
            let notional = position.lots.count * position.entry.count * 100
            let exact = Double(notional) / position.leverage.value
            let rest = exact - Double(position.openingMargin.count)
            #expect(rest >= -1 && rest < 20_000, "position \(position.id)")
            #expect(position.openingMargin.count % 10_000 == 0)
        }
    }

    @Test func `leverage stays within what the brackets admit`() throws {
        let market = try shortMarket()
        let tiers = market.plan.tiers
        for position in market.positions {
            let notional = try Notional(Double(position.lots.count * position.entry.count) / 10_000)
            #expect(position.leverage.value <= tiers.tiers[tiers.index(for: notional)].maximumLeverage)
        }
    }

    @Test func `makers hold at 1x and no long of theirs has a level`() throws {
        let makers = try shortMarket().positions.filter { $0.role == .maker }
        #expect(makers.count > 50)
        for maker in makers {
            #expect(maker.leverage.value == 1)
            if maker.side == .long {
                #expect(maker.openingLiquidation == nil)
            } else if let level = maker.openingLiquidation {
                #expect(Double(level.count) > 1.4 * Double(maker.entry.count))
            }
        }
    }
}
