extension Venue {
    /// Deribit inverse perpetuals and futures settled in coin.
    ///
    ///     W + s·Q·(1/E − 1/LP) = m·Q/LP,  m = base + slope·Q/LP
    ///
    /// The size in coins moves with the price and the rate with it: the equation is quadratic in 1/LP and is solved
    /// by halving.
    /// - Source: Deribit support 25944738177565 for the rate of BTC; read 2026-11-21. No published price.
    public static let deribitInverse = Venue(
        id: "deribit-inverse", title: "Deribit inverse", contract: .inverse, trigger: .mark,
        formula: "W + s·Q·(1/E − 1/LP) = m·Q/LP, m = base + slope·Q/LP",
        source: "Deribit support 25944738177565",
        dayRead: "2026-11-21", absence: "nothing",
        caveat: "no published price; the rate was read for linear contracts only",
        assumed: .rate(Rate(unchecked: 0.01)), known: ["BTC-PERPETUAL": deribitBitcoin],
        rules: [DatedRule(MarginRule(venue: "deribit-inverse", display: .exact))])
}
