extension Venue {
    /// Deribit linear perpetuals settled in USDC.
    ///
    ///     LP = (s·q·E − W) / (q·(s − m)),  m = 1 % + 0.005 %·q (BTC), 2 % + 0.0005 %·q (SOL)
    ///
    /// The account is liquidated when its equity meets its maintenance; the rate grows with the size in coins, not
    /// with the price. Positions are reduced in steps; a user reports an eighth.
    /// - Source: Deribit support 25944738177565, "Linear Perpetual"; read 2026-11-21. No published price. Of other
    ///   coins the slope is not known: 1 % is assumed for every size.
    public static let deribit = Venue(
        id: "deribit", title: "Deribit linear", contract: .linear, trigger: .mark,
        formula: "(s·q·E − W) / (q·(s − m)), m = base + slope·q", source: "Deribit support 25944738177565",
        dayRead: "2026-11-21", absence: "nothing",
        caveat: "no published price; the formula is equity = maintenance",
        assumed: .rate(Rate(unchecked: 0.01)),
        known: [
            "BTC_USDC-PERPETUAL": deribitBitcoin,
            "SOL_USDC-PERPETUAL": .sloped(base: Rate(unchecked: 0.02), perCoin: 0.000005),
        ],
        rules: [DatedRule(MarginRule(venue: "deribit", display: .exact))])

    /// 1 % and 0.005 % for each bitcoin.
    static let deribitBitcoin = Maintenance.sloped(base: Rate(unchecked: 0.01), perCoin: 0.00005)
}

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
