/// A liquidation price together with how it was found, so that it can be checked.
public struct LiquidationReport: Hashable, Sendable {
    /// What the price means.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// The position is force-closed when the trigger price reaches the liquidation price.
        case price
        /// No positive price force-closes it: it is fully covered.
        case none
        /// Equity is at or below the requirement at the mark price already; the liquidation price is where that
        /// would end.
        case liquidatableNow
        /// The liquidation price lies outside the prices that the venue lists.
        case outOfRange
    }

    /// A tier that was tried.
    public struct Trial: Hashable, Sendable {
        /// Its index.
        public let tier: Int
        /// The price that it gives on its own, whether or not the tier holds there.
        public let price: Price?
    }

    /// What the price means.
    public let state: State
    /// Where equity meets the requirement, not rounded; `nil` when there is no such price.
    public let liquidation: Price?
    /// The liquidation price as the venue prints it.
    public let shown: Price?
    /// Where equity is zero; `nil` when no positive price brings it there.
    public let bankruptcy: Price?
    /// The bankruptcy price as the venue prints it.
    public let shownBankruptcy: Price?
    /// A second liquidation price on the other side of the mark: hedged legs and tables that jump may have one.
    public let opposite: Price?
    /// Index of the tier in force at the liquidation price.
    public let tier: Int
    /// Tiers in the order in which they were tried; the last is ``tier``.
    public let trials: [Trial]
    /// Whether the size is above the last tier's cap, so that its rate is used beyond what was published.
    public let exceedsTable: Bool
    /// The price now.
    public let mark: Price
    /// Collateral behind the position apart from its profit: margin, or wallet with what others add and require.
    public let wallet: Collateral
    /// Wallet and profit at the mark.
    public let equity: Collateral
    /// Requirement at the mark.
    public let requirement: Collateral
    /// The liquidation price had no funding been paid or fallen due; `nil` where there was none or there is no price.
    public let withoutFunding: Price?
    /// The liquidation price had no fee been taken or required; `nil` where there is none or there is no price.
    public let withoutFees: Price?

    /// Requirement over equity now: liquidated at 1; `nil` once equity is gone.
    public var marginRatio: Double? { equity.value > 0 ? requirement.value / equity.value : nil }

    /// The move from the mark to the liquidation price, a fraction of the mark.
    public var distance: Rate? { liquidation.map { Rate(unchecked: $0.value / mark.value - 1) } }

    /// What may be lost before liquidation, settlement units; negative when it is due already.
    public var room: Collateral { Collateral(unchecked: equity.value - requirement.value) }
}
