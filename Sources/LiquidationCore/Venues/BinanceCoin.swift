extension Venue {
    /// Binance COIN-M futures: inverse contracts of 100 USD (BTC) or 10 USD, settled in the coin.
    ///
    ///     LP = Q·(m + s) / (WB − TMM + UPNL + cum + s·Q/E)
    ///
    /// Brackets count the value in coin, `Q / LP`, which rises as the price falls. The app prints the nearest tick.
    /// - Source: "How to Calculate Liquidation Price of COIN-M Futures Contracts", newer copy of the FAQ; its
    ///   maintenance amounts follow the recurrence (the copy of 2021 lists 11.81 where 11.605 is right); read
    ///   2026-11-21.
    public static let binanceCoin = Venue(
        id: "binance-coinm", title: "Binance COIN-M", contract: .inverse, trigger: .mark,
        formula: "Q·(m + s) / (WB − TMM + UPNL + cum + s·Q/E)",
        source: "Binance FAQ, COIN-M liquidation price",
        dayRead: "2026-11-21", absence: "-- in the app, 0 in the API",
        assumed: .rate(Rate(unchecked: 0.004)),
        rules: [
            DatedRule(MarginRule(venue: "binance-coinm", partial: .nextTier, display: .nearest))
        ])
}
