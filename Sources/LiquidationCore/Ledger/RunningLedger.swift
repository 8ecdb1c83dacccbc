/// A ledger with a bar that is still running: each trade, or each change of open interest, moves the map.
///
/// The ledger before the bar is kept, and the bar as it is known so far is taken on a copy of it. A bar that has
/// ended gives the same bits as ``Ledger/take(_:plan:)`` with the whole bar, however many updates it had.
public struct RunningLedger: Sendable {
    /// The ledger after the bars that have ended.
    public private(set) var settled: Ledger
    /// The running bar, as far as it is known.
    public private(set) var bar: LedgerBar
    /// Weights for what opens in the running bar.
    public var plan: BarPlan

    /// A running bar on a ledger.
    public init(_ ledger: Ledger, bar: LedgerBar, plan: BarPlan) {
        (settled, self.bar, self.plan) = (ledger, bar, plan)
    }

    /// Takes note of a trade.
    ///
    /// - Parameters:
    ///   - price: moves the bar's close, and its high or low where it lies beyond them.
    ///   - quantity: base units, added to the bar's volume.
    ///   - takerBought: whether the taker bought.
    ///   - openInterest: base units, where it is known to have changed.
    public mutating func trade(
        at price: Price, quantity: Quantity, takerBought: Bool, openInterest: Double? = nil
    ) {
        bar.close = price.value
        bar.high = max(bar.high, price.value)
        bar.low = min(bar.low, price.value)
        bar.volume = (bar.volume ?? 0) + quantity.value
        bar.takerBuyVolume = (bar.takerBuyVolume ?? 0) + (takerBought ? quantity.value : 0)
        if let openInterest { bar.openInterest = openInterest }
    }

    /// The ledger as it stands within the bar.
    ///
    /// - Throws: ``CoreError`` as ``Ledger/take(_:plan:)``.
    /// - Complexity: O(buckets + rungs · entry points).
    public func current() throws(CoreError) -> Ledger {
        var ledger = settled
        try ledger.take(bar, plan: plan)
        return ledger
    }

    /// Ends the bar and starts the next one.
    ///
    /// - Returns: the notional that the ended bar liquidated, quote units.
    /// - Throws: ``CoreError`` as ``Ledger/take(_:plan:)``; nothing has changed then.
    @discardableResult
    public mutating func end(next: LedgerBar) throws(CoreError) -> BySide<Double> {
        var ledger = settled
        let liquidated = try ledger.take(bar, plan: plan)
        (settled, bar) = (ledger, next)
        return liquidated
    }
}
