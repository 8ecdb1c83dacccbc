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
