extension Venue {
    /// Bitget COIN-M contracts: as ``bitget``, values divided by the price.
    ///
    ///     LP = Q·(s + m + f) / (M + offset + s·Q/E)
    /// - Source: Bitget help, estimated liquidation price; read 2026-11-21. No published example.
    public static let bitgetCoin = Venue(
        id: "bitget-coinm", title: "Bitget COIN-M", contract: .inverse, trigger: .mark,
        formula: "Q·(s + m + f) / (M + offset + s·Q/E)", source: "Bitget help, change announced 2025-09-29",
        dayRead: "2026-11-21", absence: "0",
        caveat: "no published example; the rate is that of the linear contracts",
        assumed: .rate(Rate(unchecked: 0.004)), rules: bitgetRules("bitget-coinm"))
}
