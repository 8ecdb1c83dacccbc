/// A liquidation price together with how it was found, so that it can be checked.
public struct LiquidationReport: Hashable, Sendable {
    /// What the price means.
    public enum State: String, Hashable, Sendable {
        /// The position is force-closed when the mark price reaches the liquidation price.
        case price
        /// No positive price force-closes it: it is fully covered.
        case none
        /// Equity is at or below maintenance at the mark price already.
        case liquidatableNow
    }

    /// What the price means.
    public let state: State
    /// Where equity meets maintenance, quote per base, not rounded to a tick; `nil` when there is no such price.
    public let liquidation: Price?
    /// Where equity is zero; `nil` when no positive price brings it there.
    public let bankruptcy: Price?
    /// Index of the bracket in force at the liquidation price.
    public let tier: Int
    /// Indices of the brackets in the order in which they were tried; the last is ``tier``.
    public let tried: [Int]
}
