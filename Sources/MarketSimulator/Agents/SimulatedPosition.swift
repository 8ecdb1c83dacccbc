package import LiquidationCore

/// One position from its opening to its end, with everything that a map can only estimate.
package struct SimulatedPosition: Hashable, Sendable {
    /// Who holds it.
    package enum Role: String, Hashable, Sendable {
        /// Takes a view at a leverage of the mix.
        case trader
        /// Takes the other side at 1x.
        case maker
    }

    /// How it ended.
    package enum Exit: String, Hashable, Sendable {
        /// By its holder.
        case closed
        /// By force.
        case liquidated
        /// Not at all: it was live at the end of the run.
        case open
    }

    /// Counts up in the order of opening, from 1.
    package let id: Int
    /// Who holds it.
    package let role: Role
    /// Direction.
    package let side: Side
    /// Notional over margin at opening.
    package let leverage: Leverage
    /// Size; never changes.
    package let lots: Lots
    /// When it was opened; before the plan's start for those born in the warm-up.
    package let entryTime: Timestamp
    /// Entry price.
    package let entry: Ticks
    /// Wallet at opening: notional over leverage, rounded down to a hundredth.
    package let openingMargin: Micros
    /// First tick that force-closed it as it was opened: the rule's price rounded down for a long, up for a
    /// short; `nil` where no price does.
    package let openingLiquidation: Ticks?
    /// Wallet now or at its end: at opening plus all funding.
    package internal(set) var margin: Micros
    /// First tick that force-closes it with the wallet of ``margin``.
    package internal(set) var liquidation: Ticks?
    /// How it ended.
    package internal(set) var exit = Exit.open
    /// When it ended.
    package internal(set) var exitTime: Timestamp?
    /// At which price it ended.
    package internal(set) var exitPrice: Ticks?

    /// Whether it counts towards open interest at an instant: opened before, not ended before.
    package func isLive(at instant: Timestamp) -> Bool {
        entryTime < instant && (exitTime.map { $0 >= instant } ?? true)
    }
}
