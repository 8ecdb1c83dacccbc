extension Venue {
    /// dYdX v4 perpetuals.
    ///
    ///     LP = (e − size·p − MMR of others) / (|size|·MMF − size),  BP = p − e/size
    ///
    /// `size` is signed, `e` the equity at the oracle price `p`. The maintenance fraction is flat for a market; it
    /// does not grow with open interest, the initial fraction does. The oracle's price decides. Cross positions
    /// share a subaccount, isolated markets have one each. Partial liquidation is bounded per block, penalty up to
    /// 1.5 %.
    /// - Source: dYdX documentation, liquidations and governance (market tiers of 2026-04-22); example 3174.60;
    ///   read 2026-11-21. Assumed maintenance is that of BTC and ETH.
    public static let dydx = Venue(
        id: "dydx", title: "dYdX v4", contract: .linear, trigger: .oracle,
        formula: "(e − size·p − MMR of others) / (|size|·MMF − size)", source: "dYdX v4 documentation",
        dayRead: "2026-11-21", absence: "nothing",
        assumed: .rate(Rate(unchecked: 0.012)),
        rules: [
            DatedRule(
                MarginRule(venue: "dydx", display: .exact))
        ])
}

/// dYdX v4: one maintenance rate for a market, whatever the size; it is initial margin that grows with open interest.
///
/// Only BTC and ETH are built in: of other markets the class (large, mid, small, long tail) is not known here.
/// - Source: governance.mdx of dydxprotocol/v4-documentation, 2026-04-22 (3e475b7): large caps 50x, maintenance 1.2 %.
enum DYDXTiers {
    static let editions: [TierEdition] = ["BTC-USD", "ETH-USD"].compactMap { market in
        TierRows(
            venue: "dydx", title: "dYdX", day: "2026-04-22", source: "governance page, class of large caps"
        ).edition(market, [(.infinity, 50, 0.012)])
    }
}
