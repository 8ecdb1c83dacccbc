/// One contract under one venue's rule: everything about it that a liquidation price depends on.
public struct Instrument: Hashable, Sendable {
    /// The venue's name for it, or any other; for people.
    public var symbol: String
    /// How it turns moves into profit.
    public var contract: Contract
    /// How it is force-closed.
    public var rule: MarginRule
    /// What it requires.
    public var maintenance: Maintenance
    /// Smallest step of the price, quote units, where known.
    public var tick: Price?
    /// Prices between which the venue lists it, where known.
    public var listed: ClosedRange<Price>?

    /// An instrument by its parts.
    public init(
        symbol: String, contract: Contract, rule: MarginRule, maintenance: Maintenance, tick: Price? = nil,
        listed: ClosedRange<Price>? = nil
    ) {
        (self.symbol, self.contract, self.rule, self.maintenance) = (symbol, contract, rule, maintenance)
        (self.tick, self.listed) = (tick, listed)
    }

    /// The same instrument with another rate for the closing fee, where its rule has one.
    public func withClosingFee(_ rate: Rate) -> Instrument {
        var copy = self
        copy.rule.closingFee?.rate = rate
        return copy
    }
}
