import LiquidationCore
import Testing

/// Figures that venues print beside positions which are known by their leverage, so that fees in the margin count.
@Suite("Published prices") struct PublishedPriceTests {
    /// OKX API v5, ETH-USD-210430: 2352.8496681818233, one tick above the formula.
    @Test func `OKX prints an inverse price one tick toward the entry`() throws {
        var sample = try VenueSample(.okxInverse, rate: 0.008)
        sample.instrument.tick = try Price(0.01)
        let report = try sample.report(.long, 10, at: 2566.31, margin: 0.0003896645377994)
        #expect(meets(report.shown, 2352.8496681818233))
        #expect(meets(report.liquidation, 2352.8396681818226))
    }

    /// Binance API, hedge mode: 20 at 6563.665 with 13,200.71 and 0.5 % less 50: 5930.78 (5930.7836). COIN-M app: 100,000
    /// contracts at 45,000 with 101 BTC, 12.5 % less 11.605: 33,599.40 (33,599.4186).
    @Test func `Binance prints the nearest tick`() throws {
        var sample = try VenueSample(.binance)
        sample.instrument.maintenance = .fixed(rate: try Rate(0.005), amount: try Collateral(50))
        sample.instrument.tick = try Price(0.01)
        #expect(try sample.report(.long, 20, at: 6563.665, margin: 13_200.70726908).shown?.value == 5930.78)
        sample = try VenueSample(.binanceCoin)
        sample.instrument.maintenance = .fixed(rate: try Rate(0.125), amount: try Collateral(11.605))
        sample.instrument.tick = try Price(0.1)
        #expect(try sample.report(.long, 1e7, at: 45_000, margin: 101).shown?.value == 33_599.4)
    }

    /// Gate app, SHIB: 65,997,400 at 0.000013841 with 184.05 and 2.5 %: 0.000011344.
    @Test func `Gate prints the nearest tick`() throws {
        var sample = try VenueSample(.gate, rate: 0.025)
        sample.instrument.tick = try Price(1e-9)
        let shown = try sample.report(.long, 65_997_400, at: 1.3841e-5, margin: 184.05).shown
        #expect(meets(shown, 1.1344e-5))
    }

    /// Gate API v4: 0.01 ETH at 1203.45 with 5.415925875: 665.69.
    @Test func `Gate requires the taker fee`() throws {
        var sample = try VenueSample(.gate)
        sample.instrument.tick = try Price(0.01)
        #expect(try sample.report(.long, 0.01, at: 1203.45, margin: 5.415925875).shown?.value == 665.69)
    }

    /// Bitget API: 0.002 BTC at 37,355.5; 31,724.9707 with the mark at 37,359, 31,725.0236 at 37,370.5.
    @Test func `Bitget's older price moves with the mark`() throws {
        let sample = try VenueSample(.bitget, on: (2024, 1, 1), rate: 0.004)
        for (mark, profit, ratio, figure) in [
            (37_359, 0.007, 0.029599540355, 31_724.970702417),
            (37_370.5, 0.03, 0.029550120396, 31_725.023602417),
        ] {
            let wallet = 0.002 * mark * 0.0046 / ratio - profit
            let position = try sample.position(.long, 0.002, at: 37_355.5, margin: wallet)
            let report = try sample.instrument.report(for: position, mark: Price(mark))
            #expect(meets(report.liquidation, figure, within: 1e-11))
        }
        #expect(try VenueSample(.bitget).instrument.rule.maintenance == .atLiquidation)
    }

    /// Hyperliquid, ETH 0.0199 at 2459.5 with 2x: margin 24.454895 = 24.472025 less 0.035 %, price 1243.0411908.
    @Test func `Hyperliquid takes the opening fee out of the margin`() throws {
        var sample = try VenueSample(.hyperliquid)
        sample.instrument.maintenance = .hyperliquid(maximumLeverage: try Leverage(50))
        #expect(sample.instrument.maintenance == .rate(try Rate(0.01)))
        let position = try sample.position(.long, 0.0199, at: 2459.5, leverage: 2)
        #expect(abs(try sample.instrument.wallet(of: position).value - 24.454895) < 1e-6)
        #expect(meets(try sample.instrument.report(for: position).liquidation, 1243.0411908, within: 1e-7))
    }

    /// dYdX documentation: 3 short at 3000 with 1000 of equity and 5 %: 3174.60; 500 short at 1 with 100: bankrupt at 1.2.
    @Test func `dYdX goes by the oracle`() throws {
        #expect(Venue.dydx.trigger == .oracle)
        let sample = try VenueSample(.dydx, rate: 0.05)
        #expect(meets(try sample.report(.short, 3, at: 3000, margin: 1000).liquidation, 3174.6, within: 2e-6))
        #expect(meets(try sample.report(.short, 500, at: 1, margin: 100).bankruptcy, 1.2))
    }

    /// BitMEX docs, Karen: 20 at 1000 with 10,000: 510, bankruptcy 500.
    @Test func `BitMEX freezes maintenance, requires pending funding and has a figure for none`() throws {
        let sample = try VenueSample(.bitmexLinear)
        var position = try sample.position(.long, 20, at: 1000, margin: 10_000)
        let report = try sample.instrument.report(for: position)
        #expect(meets(report.liquidation, 510) && meets(report.bankruptcy, 500))
        position.fundingDue = try Collateral(20)
        #expect(meets(try sample.instrument.report(for: position).liquidation, 511))
        let covered = try VenueSample(.bitmex).report(.short, 14, at: 3610, leverage: 1, extra: 0.01)
        #expect(covered.state == .none && covered.shown?.value == 100_000_000)
        // LP = E − s(W − MM)/k, MM = kEm.
        let quanto = try VenueSample(.bitmexQuanto).report(.short, 1e-6 * 5000, at: 2000, leverage: 10)
        #expect(meets(quanto.liquidation, 2000 + 200 - 10))
    }

    /// Kraken support 360022835671: 1000 long at 8000 with 0.01 BTC and 1 %: 7481, bankruptcy 7407; at entry 7476.6.
    @Test func `Kraken takes maintenance at the liquidation price`() throws {
        let report = try VenueSample(.kraken).report(.long, 1000, at: 8000, margin: 0.01)
        var whole = try VenueSample(.kraken)
        whole.instrument.tick = try Price(1)
        let printed = try whole.report(.long, 1000, at: 8000, margin: 0.01)
        #expect(printed.shown?.value == 7481 && printed.shownBankruptcy?.value == 7407)
        #expect(meets(report.liquidation, 7481.481481481481))
    }

    /// Deribit support 25944738177565: 25 BTC at 100,000 require 28,125, 25 SOL at 200 require 100.625.
    @Test func `Deribit's rate grows with the size`() throws {
        for (symbol, price, required) in [
            ("BTC_USDC-PERPETUAL", 100_000.0, 28_125.0), ("SOL_USDC-PERPETUAL", 200, 100.625),
        ] {
            let instrument = Venue.deribit.instrument(symbol)
            let sample = try VenueSample(.deribit)
            let position = try sample.position(.long, 25, at: price, leverage: 5)
            #expect(abs(try instrument.report(for: position).requirement.value - required) < 1e-9)
        }
    }

    /// W + sQ(1/E − 1/P) = (1 % + 0.005 %·Q/P)·Q/P.
    @Test func `Deribit's inverse rate moves with the price`() throws {
        let instrument = Venue.deribitInverse.instrument("BTC-PERPETUAL")
        for side in Side.allCases {
            let position = try VenueSample(.deribitInverse).position(side, 5e6, at: 50_000, margin: 30)
            let price = try #require(try instrument.price(of: position)).value
            let coins = 5e6 / price
            let equity = 30 + side.sign * 5e6 * (1 / 50_000 - 1 / price)
            #expect(abs(equity - (0.01 + 0.00005 * coins) * coins) < 1e-12)
        }
    }

    /// HTX API, XRP-USD: 10 USD at 0.39456 with 12.022979096123276 XRP at 5x, factor 7.5 %: 0.27162520049379957.
    @Test func `HTX divides its factor by the leverage`() throws {
        let sample = try VenueSample(.htx)
        let report = try sample.report(.long, 10, at: 0.39456, leverage: 5, margin: 12.022979096123276)
        #expect(meets(report.liquidation, 0.27162520049379957))
        let error = #expect(throws: CoreError.self) { try sample.report(.long, 10, at: 0.39456, margin: 12) }
        #expect(error?.code == .invalidModel)
    }

    /// MEXC API, ETH_USDT: 0.01 at 1217.3 with 100x: margin 0.1290338, price 1211.2.
    @Test func `MEXC holds the opening fee in the margin`() throws {
        let sample = try VenueSample(.mexc)
        let position = try sample.position(.long, 0.01, at: 1217.3, leverage: 100)
        #expect(abs(try sample.instrument.wallet(of: position).value - 0.1290338) < 1e-12)
        #expect(meets(try sample.instrument.report(for: position).liquidation, 1211.2, within: 5e-5))
    }

    /// Phemex help: 500 long at 0.4 with 5x, 1 %, fee 0.06 %: 0.3232. Delta API: 25083.754, bankruptcy 24934.12.
    @Test func `Phemex reserves the closing fee, Delta has none`() throws {
        let phemex = try VenueSample(.phemex).report(.long, 500, at: 0.4, leverage: 5)
        #expect(abs(try #require(phemex.liquidation).value - 0.3232) < 5e-5)
        #expect(meets(phemex.bankruptcy, 0.32))
        let delta = try VenueSample(.delta).report(.long, 0.001, at: 29_926.8, margin: 4.99268)
        #expect(meets(delta.liquidation, 25_083.754) && meets(delta.bankruptcy, 24_934.12))
    }
}
