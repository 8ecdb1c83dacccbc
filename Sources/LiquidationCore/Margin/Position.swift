/// A position's terms: what was opened and with what collateral, no rule.
public struct Position: Hashable, Sendable {
    /// Direction.
    public var side: Side
    /// Average entry price.
    public var entry: Price
    /// Absolute size: base coin (linear), face value in quote (inverse), settlement per quote unit (quanto).
    public var quantity: Quantity
    /// Leverage it was opened at, where known.
    public var leverage: Leverage?
    /// Wallet of the isolated position without its unrealised profit, settlement units; from the leverage where
    /// `nil`. A cross position shares the account's.
    public var margin: Collateral?
    /// Margin that was added later, settlement units.
    public var extraMargin = Collateral(unchecked: 0)
    /// Funding paid since opening, settlement units; negative where it was received.
    public var fundingPaid = Collateral(unchecked: 0)
    /// Funding that falls due at the next exchange, settlement units: some venues require it on top.
    public var fundingDue = Collateral(unchecked: 0)

    /// A position opened at a leverage.
    ///
    /// - Parameters:
    ///   - side: direction.
    ///   - entry: average entry price.
    ///   - quantity: absolute size in the contract's unit.
    ///   - leverage: value at entry over initial margin.
    ///   - margin: the wallet, where it is known better than from the leverage.
    public init(
        side: Side, entry: Price, quantity: Quantity, leverage: Leverage, margin: Collateral? = nil
    ) {
        (self.side, self.entry, self.quantity) = (side, entry, quantity)
        (self.leverage, self.margin) = (leverage, margin)
    }

    /// A position by its wallet.
    public init(side: Side, entry: Price, quantity: Quantity, margin: Collateral) {
        (self.side, self.entry, self.quantity, self.margin) = (side, entry, quantity, margin)
    }
}
