/// Binance COIN-M futures: brackets of the perpetual contract, sizes in the coin.
///
/// - Source: levels in the exchange's FAQ on COIN-M liquidation prices (50 to 100 BTC at 5 %, 300 BTC at 12.5 % less
///   11.605 BTC), copies of 2021 and 2022, and the recurrence; they give the 33,599.40 of the exchange's calculator.
///   Of the last bracket only the floor is certain.
enum BinanceCoinTiers {
    static let editions: [TierEdition] = [btcusdperp()].compactMap { $0 }

    private static let faq = TierRows(
        venue: "binance-coinm", title: "Binance COIN-M", day: "2021-01-01",
        source:
            "COIN-M liquidation FAQ, copies of 2021 and 2022, and the recurrence; without leverage limits",
        unit: .coin)

    private static func btcusdperp() -> TierEdition? {
        let rows: [TierRows.Row] = [
            (5, .infinity, 0.004), (10, .infinity, 0.005), (20, .infinity, 0.01), (50, .infinity, 0.025),
            (100, .infinity, 0.05), (200, .infinity, 0.1), (400, .infinity, 0.125),
        ]
        return faq.edition("BTCUSD_PERP", contractSize: 100, rows)
    }
}
