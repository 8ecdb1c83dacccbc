import LiquidationCore

extension LedgerReport {
    /// How much of what is open lies off a price axis that was given, where that is a tenth or more.
    var offGridNote: String? {
        let off = Side.allCases.reduce(0) { $0 + self[$1].offGrid }
        let open = off + Side.allCases.reduce(0) { $0 + self[$1].live }
        guard open > 0, off >= 0.1 * open else { return nil }
        return
            "\((100 * off / open).rounded().description.split(separator: ".")[0]) % of what is open has its "
            + "liquidation price off the price axis"
    }
}
