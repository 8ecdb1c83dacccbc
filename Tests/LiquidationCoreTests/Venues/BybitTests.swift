import LiquidationCore
import Testing

@Suite("Bybit") struct BybitTests {
    /// Bybit help, USDT contract: 1 BTC at 20,000 with 50x and 0.5 %: 19,700.
    @Test func `before the change maintenance stands at entry`() throws {
        let sample = try VenueSample(.bybit, on: (2025, 9, 1), rate: 0.005)
        #expect(meets(try sample.report(.long, 1, at: 20_000, leverage: 50).liquidation, 19_700))
        // The same page: margin added later moves the price by its share of the size.
        let more = try sample.report(.long, 1, at: 20_000, leverage: 50, extra: 3000)
        #expect(meets(more.liquidation, 16_700))
    }

    /// Bybit API position, ETHUSDT 0.1 at 1198.45 with 4.2x: 919.10, bankruptcy 913.15, tick 0.05.
    @Test func `both prices are rounded toward the entry`() throws {
        var sample = try VenueSample(.bybit, on: (2022, 1, 1), rate: 0.005)
        sample.instrument.tick = try Price(0.05)
        let report = try sample.report(.long, 0.1, at: 1198.45, leverage: 4.2)
        #expect(report.shown?.value == 919.1)
        #expect(report.shownBankruptcy?.value == 913.15)
    }

    /// long (qE(1 − 1/L) − X/(1 − f) − ded)/(q(1 − m)), short (qE(1 + 1/L) + X/(1 + f) + ded)/(q(1 + m)).
    @Test func `since the change added margin counts without the fee that it costs at bankruptcy`() throws {
        var sample = try VenueSample(.bybit, on: (2025, 9, 2))
        sample.instrument.maintenance = .fixed(rate: try Rate(0.01), amount: try Collateral(7))
        let (q, entry, leverage, fee) = (2.0, 300.0, 8.0, 0.00055)
        for extra in [0.0, 40] {
            for side in Side.allCases {
                let s = side.sign
                let report = try sample.report(side, q, at: entry, leverage: leverage, extra: extra)
                let top = q * entry * (1 - s / leverage) - s * extra / (1 - s * fee) - s * 7
                #expect(meets(report.liquidation, top / (q * (1 - s * 0.01))))
                #expect(meets(report.bankruptcy, entry * (1 - s / leverage) - s * extra / q / (1 - s * fee)))
            }
        }
    }

    /// Page of 2026-05-27: long Q(1 + m)/(Q/E + Q/(EL) + X/(1 + f) + ded), short Q(1 − m)/(Q/E − Q/(EL) − X/(1 − f) − ded).
    @Test func `inverse contracts follow the published formula`() throws {
        var sample = try VenueSample(.bybitInverse)
        sample.instrument.maintenance = .fixed(rate: try Rate(0.01), amount: try Collateral(0.0002))
        let (face, entry, leverage, fee) = (1000.0, 25_000.0, 5.0, 0.00055)
        for extra in [0.0, 0.003] {
            for side in Side.allCases {
                let s = side.sign
                let value = face / entry
                let below = value + s * value / leverage + s * extra / (1 + s * fee) + s * 0.0002
                let report = try sample.report(side, face, at: entry, leverage: leverage, extra: extra)
                #expect(meets(report.liquidation, face * (1 + s * 0.01) / below))
            }
        }
    }

    /// Help of 2020: BP = (1 + sf)Q/(Q/E + sB), sQ(1/E − 1/LP) = (Q/E)m + Qf/BP − B.
    @Test func `the inverse cross account of 2020 pays the fee at bankruptcy`() throws {
        let sample = try VenueSample(.bybitInverse, on: (2020, 6, 1), rate: 0.005)
        let (face, entry, balance, fee) = (30_000.0, 10_000.0, 0.2, 0.00055)
        for side in Side.allCases {
            let s = side.sign
            let bankruptcy = (1 + s * fee) * face / (face / entry + s * balance)
            let need = face / entry * 0.005 + face * fee / bankruptcy
            let report = try sample.report(side, face, at: entry, margin: balance)
            #expect(meets(report.bankruptcy, bankruptcy))
            #expect(meets(report.liquidation, 1 / (1 / entry + s * (balance - need) / face)))
        }
    }
}
