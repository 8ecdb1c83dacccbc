package import LiquidationCore

/// The margin rule on the simulator's integers.
package struct LiquidationTrigger: Sendable {
    private let rule: IsolatedMarginRule

    /// A trigger by the brackets in force.
    package init(tiers: TierTable) { rule = IsolatedMarginRule(tiers: tiers) }

    /// The first tick that force-closes a position: `P` of the rule rounded down to a tick for a long, up for a
    /// short; `nil` where the rule has no price.
    ///
    /// - Complexity: O(tiers).
    package func tick(side: Side, entry: Ticks, lots: Lots, margin: Micros) -> Ticks? {
        let position = IsolatedPosition(
            side: side, entry: entry.price, quantity: lots.quantity, margin: margin.collateral)
        guard let price = rule.report(for: position).liquidation else { return nil }
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
        return rule.tiers.tiers[rule.tiers.index(for: notional)].maximumLeverage
    }
}
