import LiquidationCore
import Testing

@Suite("KuCoin") struct KuCoinTests {
    /// Help 4408061803033: 5 contracts of 0.001 short at 28,000, 100x, 0.4 %: 28,168, bankruptcy 28,280.
    @Test func `the older page freezes maintenance at entry`() throws {
        let sample = try VenueSample(.kucoin, on: (2025, 5, 21), rate: 0.004)
        let report = try sample.report(.short, 0.005, at: 28_000, leverage: 100)
        #expect(meets(report.liquidation, 28_168))
        #expect(meets(report.bankruptcy, 28_280))
    }

    /// Help 26694703491737: (value − s·margin)/(q(1 − s·m − s·f)), since 2025-05-22.
    @Test func `the newer page follows the mark with a liquidation fee`() throws {
        let sample = try VenueSample(.kucoin, on: (2025, 5, 22), rate: 0.004)
        for side in Side.allCases {
            let s = side.sign
            let figure = 28_000 * (1 - s / 100) / (1 - s * 0.004 - s * 0.0006)
            #expect(
                meets(try sample.report(side, 0.005, at: 28_000, leverage: 100).liquidation, figure))
        }
    }

    /// Help 35084431335065: 10 × 0.001 BTC long at 62,000 and 100 × 0.01 ETH short at 3,800 with 1,000 USDT; ETH
    /// 4,610.7. The page's 47,956 for BTC forgets a division: with its ratio of 22.62 % the formula gives 48,246.
    @Test func `a cross account is divided by value at mark`() throws {
        func holding(_ symbol: String, _ side: Side, _ size: Double, _ mark: Double, _ rate: Double) throws
            -> Holding
        {
            let sample = try VenueSample(.kucoin, rate: rate)
            var instrument = sample.instrument
            instrument.symbol = symbol
            return Holding(
                instrument, try sample.position(side, size, at: mark, margin: 0), mark: try Price(mark))
        }
        let account = Account(
            wallet: try Collateral(1000),
            holdings: [
                try holding("BTC", .long, 0.01, 62_000, 0.005), try holding("ETH", .short, 1, 3800, 0.01),
            ])
        #expect(meets(try account.report(for: 1).liquidation, 4610.7, within: 1e-4))
        #expect(meets(try account.report(for: 0).liquidation, 48_246, within: 1e-4))
        #expect(!meets(try account.report(for: 0).liquidation, 47_956, within: 5e-3))
    }

    @Test func `a covered inverse short shows the highest price`() throws {
        var sample = try VenueSample(.kucoinInverse, on: (2022, 1, 1), rate: 0.005)
        sample.instrument.listed = try Price(0.1)...Price(1_000_000)
        let report = try sample.report(.short, 1000, at: 40_000, leverage: 1, extra: 0.01)
        #expect(report.state == .none && report.liquidation == nil)
        #expect(report.shown?.value == 1_000_000)
    }
}
