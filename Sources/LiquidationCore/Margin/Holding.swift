/// A position in an account, at a mark price.
public struct Holding: Hashable, Sendable {
    /// What is held.
    public var instrument: Instrument
    /// Its terms. Of a cross position the margin is not looked at: the account's wallet is.
    public var position: Position
    /// The price now.
    public var mark: Price
    /// Whether it has a margin of its own, so that it neither helps nor burdens the account.
    public var isIsolated: Bool

    /// A position at a mark price.
    public init(_ instrument: Instrument, _ position: Position, mark: Price, isIsolated: Bool = false) {
        (self.instrument, self.position, self.mark, self.isIsolated) = (
            instrument, position, mark, isIsolated
        )
    }

    /// Profit at the mark, settlement units.
    public var profit: Collateral {
        instrument.contract.profit(position.side, position.quantity, from: position.entry, to: mark)
    }

    /// Value at the mark, settlement units.
    public var value: Collateral { instrument.contract.value(of: position.quantity, at: mark) }
}
