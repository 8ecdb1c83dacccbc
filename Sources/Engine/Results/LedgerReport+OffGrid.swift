import LiquidationCore

extension LedgerReport {
    /// How much of what is open lies off a price axis that was given, where that is a tenth or more.
    var offGridNote: String? {
        let off = accounts.map(\.offGrid).total
        let open = off + accounts.map(\.live).total
        guard open > 0, off >= 0.1 * open else { return nil }
        return
            "\((100 * off / open).rounded().description.split(separator: ".")[0]) % of what is open has its "
            + "liquidation price off the price axis"
    }
}
