extension Venue {
    /// OKX swaps and futures margined in USDT or USDC.
    ///
    ///     LP = (s·q·E − W) / (q·(s − m − f))
    ///
    /// `f` is the taker fee, 0.05 %. Brackets count contracts and their rate holds for the whole position, so the
    /// bracket does not move with the price. Isolated `W` is the margin; cross it is equity less the profit of this
    /// position and less what the others require, fees included. Printed with all digits. Positions in the third
    /// bracket or above are reduced to the next lower one first.
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
