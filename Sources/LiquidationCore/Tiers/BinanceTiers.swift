/// Binance USDⓈ-M futures: maintenance brackets of the symbols that are built in.
///
/// - Source: the exchange's leverageBracket response as bundled by freqtrade 2026.9, in force 2026-09-29.
public enum Binance {
    /// The brackets of a symbol such as `BTCUSDT`; `nil` where none are built in.
    public static func tiers(for symbol: String) -> TierTable? {
        guard let rows = brackets[symbol] else { return nil }
        var floor = 0.0
        let tiers = rows.map { row in
            defer { floor = row.cap }
            return Tier(
                floor: floor, cap: row.cap, maximumLeverage: row.leverage, maintenanceRate: row.rate,
                maintenanceAmount: row.amount)
        }
        return try? TierTable(
            name: "Binance USDⓈ-M \(symbol)", day: "2026-09-29",
            source: "leverageBracket as bundled by freqtrade 2026.9", tiers: tiers)
    }

    /// Symbols with built-in brackets, in alphabetical order.
    public static var symbols: [String] { brackets.keys.sorted() }

    private typealias Row = (cap: Double, leverage: Double, rate: Double, amount: Double)

    private static let brackets: [String: [Row]] = [
        "BTCUSDT": [
            (300_000, 150, 0.004, 0),
            (800_000, 100, 0.005, 300),
            (3_000_000, 75, 0.0065, 1500),
            (12_000_000, 50, 0.01, 12_000),
            (70_000_000, 25, 0.02, 132_000),
            (100_000_000, 20, 0.025, 482_000),
            (230_000_000, 10, 0.05, 2_982_000),
            (480_000_000, 5, 0.1, 14_482_000),
            (600_000_000, 4, 0.125, 26_482_000),
            (800_000_000, 3, 0.15, 41_482_000),
            (1_200_000_000, 2, 0.25, 121_482_000),
            (1_800_000_000, 1, 0.5, 421_482_000),
        ],
        "ETHUSDT": [
            (300_000, 150, 0.004, 0),
            (800_000, 100, 0.005, 300),
            (3_000_000, 75, 0.0065, 1500),
            (12_000_000, 50, 0.01, 12_000),
            (50_000_000, 25, 0.02, 132_000),
            (65_000_000, 20, 0.025, 382_000),
            (150_000_000, 10, 0.05, 2_007_000),
            (320_000_000, 5, 0.1, 9_507_000),
            (400_000_000, 4, 0.125, 17_507_000),
            (530_000_000, 3, 0.15, 27_507_000),
            (800_000_000, 2, 0.25, 80_507_000),
            (1_200_000_000, 1, 0.5, 280_507_000),
        ],
        "SOLUSDT": [
            (50_000, 100, 0.005, 0),
            (400_000, 75, 0.0065, 75),
            (1_000_000, 50, 0.01, 1475),
            (4_000_000, 25, 0.02, 11_475),
            (8_000_000, 20, 0.025, 31_475),
            (40_000_000, 10, 0.05, 231_475),
            (80_000_000, 5, 0.1, 2_231_475),
            (100_000_000, 4, 0.125, 4_231_475),
            (200_000_000, 2, 0.25, 16_731_475),
            (400_000_000, 1, 0.5, 66_731_475),
        ],
    ]
}
