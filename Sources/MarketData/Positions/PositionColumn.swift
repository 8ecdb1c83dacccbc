/// A column of a table of positions.
package enum PositionColumn: String, CaseIterable, Sendable {
    /// The venue's id.
    case venue
    /// The venue's name of the contract.
    case symbol
    /// long or short.
    case side
    /// Average entry price.
    case entry
    /// Size: coins, face value of inverse contracts.
    case quantity
    /// Size in contracts, where the venue's contract size is built in.
    case contracts
    /// Leverage it was opened at.
    case leverage
    /// Margin, or in cross mode the wallet, settlement units.
    case margin
    /// Margin that was added, settlement units.
    case extra_margin
    /// Funding paid, settlement units.
    case funding_paid
    /// Funding that falls due, settlement units.
    case funding_due
    /// The price now.
    case mark
    /// What other cross positions require, settlement units.
    case other_maintenance
    /// Profit of other cross positions, settlement units.
    case other_pnl
    /// Not looked at: for the reader's own use.
    case id
    /// Not looked at: for the reader's own use.
    case note

    /// Whether a cell is a number.
    var isNumber: Bool { ![.venue, .symbol, .side, .id, .note].contains(self) }

    /// Whether a number must be above zero.
    var isPositive: Bool { [.entry, .quantity, .contracts, .leverage, .mark].contains(self) }

    /// Names as they stand in headers.
    package static var names: [String] { allCases.map(\.rawValue) }
}
