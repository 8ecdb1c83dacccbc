package import LiquidationCore

/// The margin rule on the simulator's integers.
package struct LiquidationTrigger: Sendable {
    private let tiers: TierTable
    private let instrument: Instrument

    /// A trigger by the brackets in force.
    package init(tiers: TierTable) {
        self.tiers = tiers
        instrument = Venue.binance.instrument(tiers.name, maintenance: .tiers(tiers))
    }

    /// The first tick that force-closes a position: `P` of the rule rounded down to a tick for a long, up for a
    /// short; `nil` where the rule has no price.
    ///
    /// - Complexity: O(tiers).
    package func tick(side: Side, entry: Ticks, lots: Lots, margin: Micros) -> Ticks? {
        let position = Position(
            side: side, entry: entry.price, quantity: lots.quantity, margin: margin.collateral)
        guard let price = try? instrument.price(of: position) else { return nil }
        let ticks = price.value * Double(Ticks.perUnit)
        // A billion quote units: out of reach, and far inside what 64 bits hold.
        guard ticks >= 1, ticks < 1e10 else { return nil }
        return Ticks(Int64(ticks.rounded(side == .long ? .down : .up)))
    }

    /// The leverage that the brackets admit for a notional.
    func maximumLeverage(lots: Lots, at price: Ticks) -> Double {
        guard let notional = try? Notional(price.price.value * lots.quantity.value) else {
            preconditionFailure("a product of two positive numbers is not negative")
        }
        return tiers.tiers[tiers.index(for: notional)].maximumLeverage
    }
}
