import LiquidationCore

/// Which margin brackets a map uses, and why.
struct Margin {
    let tiers: TierTable
    let symbol: String?
    let text: String
    let note: String?

    /// The rate that is assumed where no table is known: between Binance's first two brackets of BTC and SOL.
    static let assumedRate = 0.005

    init(symbol: String?) throws {
        self.symbol = symbol
        if let symbol, let known = Binance.tiers(for: symbol) {
            tiers = known
            text = "\(known.name), \(known.day ?? ""), \(known.tiers.count) tiers"
            note = nil
        } else {
            tiers = try .flat(maintenanceRate: Rate(Self.assumedRate))
            text = "flat maintenance rate \(Self.assumedRate)"
            let known = Binance.symbols.joined(separator: ", ")
            note =
                symbol.map {
                    "no margin brackets for \($0) are built in (there are \(known)): a flat rate is assumed"
                }
                ?? "the data names no symbol: a flat maintenance rate is assumed (--symbol takes \(known))"
        }
    }
}
