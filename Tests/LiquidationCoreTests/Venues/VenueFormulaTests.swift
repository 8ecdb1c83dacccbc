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

@Suite("io.net formula") struct IonetFormulaTests {
    @Test func `read literally it lies above every entry, whatever the leverage`() throws {
        for leverage in [1, 2, 10, 100, 1000.0] {
            let formula = try IonetFormula(
                entry: try Price(30_000), leverage: try Leverage(leverage), rate: try Rate(0.005))
            #expect(meets(formula.literal, 30_000 / 0.995))
            #expect(formula.literal.value > 30_000)
        }
    }

    /// E(1 − 1/L)/(1 − R) and E(1 + 1/L)/(1 + R): the generic rule.
    @Test func `the corrected pair is what the equation gives`() throws {
        let sample = try VenueSample(.generic, rate: 0.01)
        for leverage in [2, 7, 50.0] {
            let formula = try IonetFormula(
                entry: try Price(80), leverage: try Leverage(leverage), rate: try Rate(0.01))
            for (side, price) in [(Side.long, formula.long), (.short, formula.short)] {
                let exact = try sample.report(side, 1, at: 80, leverage: leverage).liquidation
                #expect(meets(price, try #require(exact).value))
            }
            // 11 % too high at 10x: the literal price is L/(L − 1) times that of a long.
            #expect(meets(formula.literal, try #require(formula.long).value * leverage / (leverage - 1)))
        }
    }

    /// The literal price is that of a short at L = (1 − R)/(2R) alone: 99.5x for 0.5 %.
    @Test func `it meets the short at one leverage`() throws {
        let formula = try IonetFormula(
            entry: try Price(1), leverage: try Leverage(99.5), rate: try Rate(0.005))
        #expect(meets(formula.literal, formula.short.value))
    }

    @Test func `a long at 1x has no price, and a rate must lie below 1`() throws {
        #expect(
            try IonetFormula(entry: try Price(1), leverage: try Leverage(1), rate: try Rate(0)).long == nil)
        for rate in [-0.1, 1, 2.0] {
            #expect(throws: CoreError.self) {
                try IonetFormula(entry: try Price(1), leverage: try Leverage(2), rate: try Rate(rate))
            }
        }
        #expect(IonetFormula.caveat.contains("no side"))
    }
}
