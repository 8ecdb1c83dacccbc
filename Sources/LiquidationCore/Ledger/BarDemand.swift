/// What a bar asks of the ledger: it follows from the bars alone, whatever the books hold.
struct BarDemand {
    /// What a side is to open and close.
    enum SideDemand {
        /// Nothing.
        case nothing
        /// Keep a fraction of what is on the grid.
        case keep(Double)
        /// Open a quantity.
        case open(Double)
        /// Replace a quantity and stand at a target.
        case balance(target: Double, replaced: Double)
    }

    /// The lowest and highest price that the bar's path touched.
    var low: Double
    var high: Double
    /// What a long paid and a short received per unit of base, quote units; per quote unit in base for inverse
    /// contracts.
    var funding = 0.0
    /// The fraction of what is live that its holders close, whatever open interest does.
    var closed = 0.0
    /// Hours since the bar before.
    var hours = 0.0
    /// What either side is to open and close.
    var sides = BySide(both: SideDemand.nothing)
}
