extension Venue {
    /// OKX swaps and futures margined in USDT or USDC.
    ///
    ///     LP = (s·q·E − W) / (q·(s − m − f))
    ///
    /// `f` is the taker fee, 0.05 %. Tiers count contracts and their rate holds for the whole position, so the
    /// tier does not move with the price. Isolated `W` is the margin; cross it is equity less the profit of this
    /// position and less what the others require, fees included. Printed with all digits. Positions in the third
    /// tier or above are reduced to the next lower one first.
    /// - Source: OKX help on margin ratio and liquidation; reproduced to 16 digits from the positions example of the
    ///   API v5 (`liqPx`), whose markPx is impossible, so that its notional is taken from the maintenance margin;
    ///   read 2026-11-21.
    public static let okx = Venue(
        id: "okx", title: "OKX linear", contract: .linear, trigger: .mark,
        formula: "(s·q·E − W) / (q·(s − m − f))", source: "OKX help and API v5 positions example",
        dayRead: "2026-11-21", absence: "empty",
        assumed: .rate(Rate(unchecked: 0.004)),
        rules: [DatedRule(okxRule("okx", .exact))])

    /// Taker fee on the value at liquidation; nothing is rounded.
    static func okxRule(_ id: String, _ rounding: PriceDisplay.Rounding) -> MarginRule {
        MarginRule(
            venue: id, closingFee: .init(rate: Rate(unchecked: 0.0005), basis: .atLiquidation),
            partial: .nextTier, display: PriceDisplay(liquidation: rounding, bankruptcy: .exact))
    }
}

extension Venue {
    /// OKX swaps and futures margined in coin.
    ///
    ///     LP = Q·(s + m + f) / (W + s·Q/E)
    ///
    /// As ``okx``; the isolated example of the API lies exactly one tick toward the entry from the formula
    /// (2352.8496681818 against 2352.8396681818), and is shown so.
    /// - Source: OKX API v5, get-positions example, ETH-USD-210430; read 2026-11-21.
    public static let okxInverse = Venue(
        id: "okx-inverse", title: "OKX inverse", contract: .inverse, trigger: .mark,
        formula: "Q·(s + m + f) / (W + s·Q/E)", source: "OKX API v5 positions example",
        dayRead: "2026-11-21", absence: "empty",
        caveat: "the one tick toward the entry is read from a single example",
        assumed: .rate(Rate(unchecked: 0.004)),
        rules: [DatedRule(okxRule("okx-inverse", .oneTickTowardEntry))])
}

/// OKX linear swaps: tiers of contracts, each rate on the whole position.
///
/// Behind the second tier the tables are arithmetic: tier `n` ends at `step · (n − 2)` contracts, its initial
/// margin is `0.5 % · (n + offset)`, its leverage that margin's inverse with two decimals cut off, and its
/// maintenance rate rises by 0.5 % a tier.
/// - Source: the exchange's public/position-tiers response of 2026-05-28 as kept by a public repository
///   (loveolu/crypto-strategy-research, 346d4b7). Read were tiers 1 to 45 and 63 to 99 of BTC, 1 to 42 of ETH,
///   1 to 36 of SOL, 1 to 41 and 87 to 93 of XRP, 1 to 33 of DOGE and 1 to 50 of PEPE; the rest is the rule. Contract
///   sizes are not in that response: BTC, ETH and PEPE were seen elsewhere, those of SOL, XRP and DOGE are from
///   memory.
enum OKXTiers {
    static let editions: [TierEdition] = [
        edition("BTC", contractSize: 0.01, first: [1000, 5000], step: 20_000, isMajor: true),
        edition("ETH", contractSize: 0.1, first: [5000, 10_000], step: 25_000, isMajor: true),
        edition("SOL", contractSize: 1, first: [2500, 10_000], step: 20_000),
        edition("XRP", contractSize: 100, first: [2500, 5000], step: 10_000),
        edition("DOGE", contractSize: 1000, first: [1500, 3000], step: 6000),
        edition("PEPE", contractSize: 10_000_000, first: [3000, 6000], step: 12_000),
    ].compactMap { $0 }

    private static let response = TierRows(
        venue: "okx", title: "OKX", day: "2026-05-28",
        source: "public/position-tiers, kept by a public repository, and its arithmetic rule",
        unit: .contracts,
        kind: .whole)

    /// - Parameters:
    ///   - coin: the base.
    ///   - contractSize: coins of one contract.
    ///   - first: where the first two tiers end, contracts.
    ///   - step: how many contracts the others span.
    ///   - isMajor: whether the table starts at 100x and has 99 tiers, instead of 50x and 93.
    /// - Returns: `nil` where rows contradict each other, which tests rule out.
    private static func edition(
        _ coin: String, contractSize: Double, first: [Double], step: Double, isMajor: Bool = false
    ) -> TierEdition? {
        let (leverage, rate): ([Double], [Double]) =
            isMajor ? ([100, 66.66], [0.004, 0.005]) : ([50, 40], [0.0065, 0.01])
        var rows: [TierRows.Row] = [(first[0], leverage[0], rate[0]), (first[1], leverage[1], rate[1])]
        for n in 3...(isMajor ? 99 : 93) {
            // Whole numbers up to one division, so that decimals come out as they are printed.
            let hundredths = 20_000 / (n + (isMajor ? 1 : 7))
            let tenThousandths = 50 * n - (isMajor ? 75 : 0)
            rows.append((step * Double(n - 2), Double(hundredths) / 100, Double(tenThousandths) / 10_000))
        }
        return response.edition("\(coin)-USDT-SWAP", contractSize: contractSize, rows)
    }
}
