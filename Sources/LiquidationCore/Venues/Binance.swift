extension Venue {
    /// Binance USDⓈ-M futures.
    ///
    ///     LP = (WB − TMM + UPNL + cum − s·q·E) / (q·(m − s))
    ///
    /// Maintenance follows the mark price; the bracket is that of the notional at the liquidation price, found
    /// again where it differs from that at entry. No fee stands in the requirement. Hedged legs of one symbol
    /// share one price in cross mode. Large positions are reduced bracket by bracket. Printed
    /// to the nearest tick.
    /// - Source: "How to Calculate Liquidation Price of USDⓈ-M Futures Contracts", FAQ b3c689c1; brackets from
    ///   the leverageBracket response; read 2026-11-21.
    public static let binance = Venue(
        id: "binance", title: "Binance USDⓈ-M", contract: .linear, trigger: .mark,
        formula: "(WB − TMM + UPNL + cum − s·q·E) / (q·(m − s))", source: "Binance FAQ b3c689c1",
        dayRead: "2026-11-21", absence: "-- in the app, 0 in the API",
        assumed: .rate(Rate(unchecked: 0.005)),
        rules: [
            DatedRule(MarginRule(venue: "binance", partial: .nextTier, display: .nearest))
        ])
}
