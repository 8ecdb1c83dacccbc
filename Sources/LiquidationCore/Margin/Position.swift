/// A position's terms: what was opened and with what collateral, no rule.
///
/// ```swift
/// let position = Position(
///     side: .long, entry: try Price(100_000), quantity: try Quantity(0.5), leverage: try Leverage(20))
/// ```
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

/// What the other positions of a cross account add and require, held where they are.
public struct OtherPositions: Hashable, Sendable {
    /// Their maintenance margin, fees in the requirement included, settlement units.
    public var requirement: Collateral
    /// Their unrealised profit, settlement units.
    public var profit: Collateral

    /// Sums over the other positions.
    public init(requirement: Collateral, profit: Collateral) {
        (self.requirement, self.profit) = (requirement, profit)
    }

    /// No other positions.
    public static let none = OtherPositions(
        requirement: Collateral(unchecked: 0), profit: Collateral(unchecked: 0))
}

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
        /// Index of the tier in force at the liquidation price.
        public let tier: Int
        /// Whether the size is above the last tier's cap.
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
