/// Prices many positions of one instrument: what ``Instrument/report(for:mark:others:)`` says, without the account of
/// how. Nothing is allocated for a position.
///
/// It is a class because copies of an instrument for each position would cost as much as its price.
public final class PositionPricer: Sendable {
    /// A liquidation price and what goes with it; the fields are those of ``LiquidationReport``.
    public struct Answer: Hashable, Sendable {
        /// What the price means.
        public let state: LiquidationReport.State
        /// Where equity meets the requirement, not rounded.
        public let liquidation: Price?
        /// The liquidation price as the venue prints it.
        public let shown: Price?
        /// Where equity is zero.
        public let bankruptcy: Price?
        /// Index of the bracket in force at the liquidation price.
        public let tier: Int
        /// Whether the size is above the last bracket's cap.
        public let exceedsTable: Bool
    }

    /// What is priced.
    public let instrument: Instrument

    /// A pricer of an instrument.
    public init(_ instrument: Instrument) { self.instrument = instrument }

    /// The liquidation price of a position.
    ///
    /// - Parameters: as those of ``Instrument/report(for:mark:others:)``.
    /// - Throws: ``CoreError`` as there.
    /// - Complexity: O(tiers), no allocation.
    public func answer(
        _ position: Position, mark: Price? = nil, others: OtherPositions = .none
    ) throws(CoreError) -> Answer {
        try instrument.answer(position, mark: mark ?? position.entry, others)
    }
}

extension Instrument {
    @inline(__always)
    fileprivate func answer(
        _ position: Position, mark: Price, _ others: OtherPositions
    ) throws(CoreError) -> PositionPricer.Answer {
        let start = contract.coordinate(of: mark.value)
        var curve = MarginCurve(
            wallet: try collateral(of: position) + others.profit.value,
            leg: try MarginLeg(position, self, mark: mark))
        let equity = curve.equity(at: start)
        let bankruptcy = settle(&curve, required: others.requirement.value)
        let balance = curve.balance(at: start)
        guard equity.isFinite, balance.isFinite, (equity - balance).isFinite else { throw .tooLarge }
        var last = 0
        let found = curve.liquidation(from: start, balance: balance) { tier, _ in last = tier }
        let price = found.flatMap { contract.representable(at: $0.coordinate) }
        let state = state(of: price, isSolvent: balance > 0)
        let largest = max(
            curve.leg.measured(at: start), found.map { curve.leg.measured(at: $0.coordinate) } ?? 0)
        return PositionPricer.Answer(
            state: state, liquidation: price,
            shown: shown(price, state, rule.display.liquidation, position.side, entry: position.entry),
            bankruptcy: bankruptcy.flatMap { contract.representable(at: $0) }, tier: found?.tier ?? last,
            exceedsTable: maintenance.largestSize.map { largest > $0 } ?? false)
    }
}
