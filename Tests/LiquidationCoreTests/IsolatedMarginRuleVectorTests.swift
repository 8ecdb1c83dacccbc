import LiquidationCore
import Testing

/// Published and observed liquidation prices of linear isolated positions whose maintenance follows the mark.
@Suite("IsolatedMarginRule, published prices") struct IsolatedMarginRuleVectorTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let source: String
        let side: Side
        let quantity: Double, entry: Double
        /// Wallet of the position, or the leverage it was opened at.
        let margin: Double?, leverage: Double?
        let rate: Double, amount: Double
        let price: Double, tolerance: Double

        var testDescription: String { source }

        init(
            _ source: String, _ side: Side, _ quantity: Double, _ entry: Double, margin: Double? = nil,
            leverage: Double? = nil, rate: Double, amount: Double = 0, is price: Double, within: Double
        ) {
            (self.source, self.side, self.quantity, self.entry) = (source, side, quantity, entry)
            (self.margin, self.leverage, self.rate, self.amount) = (margin, leverage, rate, amount)
            (self.price, tolerance) = (price, within)
        }

        /// A single bracket, or two whose second has the amount.
        func tiers() throws -> TierTable {
            guard amount > 0 else { return try .flat(maintenanceRate: Rate(rate)) }
            let floor = amount / (rate / 2)
            return try TierTable(
                name: "vector", day: nil, source: source,
                tiers: [
                    Tier(
                        floor: 0, cap: floor, maximumLeverage: 100, maintenanceRate: rate / 2,
                        maintenanceAmount: 0),
                    Tier(
                        floor: floor, cap: 1e12, maximumLeverage: 50, maintenanceRate: rate,
                        maintenanceAmount: amount),
                ])
        }

        func position() throws -> IsolatedPosition {
            let (entry, quantity) = (try Price(entry), try Quantity(quantity))
            if let margin {
                return IsolatedPosition(
                    side: side, entry: entry, quantity: quantity, margin: try Collateral(margin))
            }
            return IsolatedPosition(
                side: side, entry: entry, quantity: quantity, leverage: try Leverage(leverage ?? .nan))
        }
    }

    static let vectors = [
        // isolatedWallet is isolatedMargin 15517.54150468 less its unrealised profit 2316.8342356.
        Vector(
            "Binance API, Position Information V2, hedge mode, long", .long, 20, 6563.665,
            margin: 15517.54150468 - 2316.8342356, rate: 0.005, amount: 50, is: 5930.78, within: 0.005),
        Vector(
            "Binance FAQ b3c689c1, isolated ETH", .long, 3683.979, 1456.84, margin: 1_535_443.01, rate: 0.1,
            amount: 135_365, is: 1114.78, within: 0.005),
        Vector(
            "Binance positionRisk of an account, DOGEUSDT, 2024-03-08", .short, 32, 0.16395,
            margin: 0.88304001, rate: 0.005, is: 0.19059204, within: 1e-8),
        Vector(
            "public test suite, test_liquidation_price_binance_formula", .short, 1, 100, leverage: 10,
            rate: 0.005, is: 109.45273631840797, within: 1e-4),
        Vector(
            "freqtrade c9ae5e1e, test_get_liquidation_price 1", .short, 1, 10, leverage: 5, rate: 0.01,
            amount: 0.01, is: 11.89108910891089, within: 1e-5),
        Vector(
            "freqtrade c9ae5e1e, test_get_liquidation_price 3", .short, 1, 8, leverage: 5, rate: 0.01,
            amount: 0.01, is: 9.514851485148514, within: 1e-5),
        Vector(
            "freqtrade c9ae5e1e, test_get_liquidation_price 4", .short, 0.6, 10, leverage: 5, rate: 0.01,
            amount: 0.01, is: 11.897689768976898, within: 1e-5),
        Vector(
            "freqtrade c9ae5e1e, test_get_liquidation_price 5", .long, 1, 10, leverage: 5, rate: 0.01,
            amount: 0.01, is: 8.070707070707071, within: 1e-5),
        Vector(
            "freqtrade c9ae5e1e, test_get_liquidation_price 8", .long, 0.6, 10, leverage: 5, rate: 0.01,
            amount: 0.01, is: 8.063973063973064, within: 1e-5),
        // The next two hold freqtrade's buffer, 5 % of the way back to the entry, which is taken off again.
        Vector(
            "freqtrade c9ae5e1e, position adjustment at 2x", .long, 190.47619047619048, 2.1, margin: 200,
            rate: 0.1, amount: 0.1, is: (1.2127791 - 0.05 * 2.1) / 0.95, within: 1e-6),
        Vector(
            "freqtrade c9ae5e1e, test_backtest__enter_trade_futures", .short, 15_000, 0.1, margin: 300,
            rate: 0.01, amount: 0.01, is: (0.11787191 - 0.05 * 0.1) / 0.95, within: 1e-6),
        Vector(
            "public paper trading suite, 20x", .long, 0.1, 50_000, leverage: 20, rate: 0.004, is: 47690.76,
            within: 0.006),
        Vector(
            "public paper trading suite, 100x", .long, 0.1, 50_000, leverage: 100, rate: 0.004, is: 49698.8,
            within: 0.006),
        Vector(
            "dYdX v4 documentation, isolated short", .short, 3, 3000, margin: 1000, rate: 0.05, is: 3174.6,
            within: 0.006),
        // Hyperliquid: maintenance is half of the initial margin at the highest leverage, 1 / (2 · 50).
        Vector(
            "Hyperliquid account in freqtrade, ETH long", .long, 0.0329, 2545.5, margin: 20.909894,
            rate: 0.01, is: 1929.23322895, within: 1.3e-4),
        Vector(
            "Hyperliquid account in freqtrade, BTC short at 1x", .short, 0.00031, 67_400, margin: 20.887308,
            rate: 0.01, is: 133_443.97317151, within: 3.4e-3),
        Vector(
            "Hyperliquid account in freqtrade, DOGE long", .long, 360, 0.13284, margin: 15.943218,
            rate: 0.025, is: 0.09082388, within: 6.7e-9),
        Vector(
            "Hyperliquid account in freqtrade, SOL short", .short, 0.33, 173.08, margin: 19.01881,
            rate: 0.025, is: 225.08561715, within: 8.7e-6),
        Vector(
            "freqtrade, XYZ-TSLA on Hyperliquid, long", .long, 1, 350, margin: 50, rate: 0.05,
            is: 315.7894736842105, within: 1e-6),
    ]

    @Test(arguments: vectors)
    func `the liquidation price is the published one`(vector: Vector) throws {
        let report = IsolatedMarginRule(tiers: try vector.tiers()).report(for: try vector.position())
        let price = try #require(report.liquidation).value
        #expect(abs(price - vector.price) <= vector.tolerance, "\(price)")
        // Where the vector has an amount, its bracket is the second.
        #expect(report.tier == (vector.amount > 0 ? 1 : 0))
    }
}
