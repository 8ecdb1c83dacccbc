/// A linear position with its own margin: terms only, no rule.
public struct IsolatedPosition: Hashable, Sendable {
    /// Direction.
    public let side: Side
    /// Average entry price.
    public let entry: Price
    /// Absolute size.
    public let quantity: Quantity
    /// Wallet of the position without its unrealised profit.
    public let margin: Collateral

    /// A position by its margin.
    public init(side: Side, entry: Price, quantity: Quantity, margin: Collateral) {
        (self.side, self.entry, self.quantity, self.margin) = (side, entry, quantity, margin)
    }

    /// A position opened at a leverage: its margin is notional over leverage, fees not counted.
    public init(side: Side, entry: Price, quantity: Quantity, leverage: Leverage) {
        self.init(
            side: side, entry: entry, quantity: quantity,
            margin: Collateral(unchecked: entry.value * quantity.value / leverage.value))
    }

    /// Margin plus unrealised profit at a mark price, quote units.
    public func equity(at mark: Price) -> Double {
        margin.value + side.sign * quantity.value * (mark.value - entry.value)
    }
}
