import LiquidationCore
import MarketData
import Testing

@Suite("Bars files") struct BarsTests {
    private let header =
        "time,open,high,low,close,volume,open_interest,long_short_ratio,taker_buy_usd,taker_sell_usd,funding_rate\n"

    @Test func `every column is read, a blank cell is missing, a blank column is absent`() throws {
        let data = try Folder.load(
            "bars.csv",
            header + "1704067200000,10,12,9,11,5,100,,30,20,\n"
                + "1704070800000,11,12,10,10.5,0,0,,,25,-0.0375\n")
        #expect(
            cells(data.series) == [
                #"1704067200000 [10.0, 12.0, 9.0, 11.0] ["5.0", "3.0", "30.0", "20.0", "100.0", "absent", "-"]"#,
                #"1704070800000 [11.0, 12.0, 10.0, 10.5] ["0.0", "-", "-", "25.0", "0.0", "absent", "-0.0375"]"#,
            ])
        #expect(data.report.missing == ["long_short_ratio"])
        #expect(
            data.report.coverage.map { "\($0.column) \($0.present)/\($0.of)" } == [
                "volume 2/2", "taker_buy_volume 1/2", "taker_buy_usd 1/2", "taker_sell_usd 2/2",
                "open_interest 2/2",
                "funding_rate 1/2",
            ])
        let notes = data.report.notes.joined(separator: "\n")
        #expect(notes.contains("line 3: open interest 0, kept as 0"))
        #expect(notes.contains("line 3: value missing in column taker_buy_usd"))
        #expect(notes.contains("column long_short_ratio holds no values, it counts as absent"))
        #expect(data.interval == 3_600_000)
        #expect(data.symbol == nil)
    }

    @Test func `only times and prices are required, other names are known, unknown ones are said`() throws {
        let data = try Folder.load(
            "bars.csv",
            "close,timestamp,low,mood,high,open,taker_buy_volume,quote_volume,taker_buy_quote_volume\n"
                + "11,2024-01-01T00:00:00Z,9,good,12,10,3,50,30\n11,2024-01-01 00:01:00,9,bad,12,10,3,50,20.5\n"
        )
        #expect(
            cells(data.series)[1]
                == #"1704067260000 [10.0, 12.0, 9.0, 11.0] "#
                + #"["4.545454545454546", "3.0", "20.5", "29.5", "absent", "absent", "absent"]"#)
        #expect(data.report.sources.map(\.timeUnit) == ["text"])
        #expect(data.report.notes.contains { $0.hasSuffix("unknown columns, not read: mood") })
    }

    @Test(arguments: [
        ("5.0", "column funding_rate: 5.0 (500 %) is outside the plausible range -0.05 to 0.05"),
        ("-0.0501", "outside the plausible range"), ("0.01%", "'0.01%' is not a plain number"),
        ("1e400", "1e400 is not finite"),
    ])
    func `a funding rate beyond reason is refused`(rate: String, words: String) {
        let text = Folder.refusal("time,open,high,low,close,funding_rate\n1704067200000,1,1,1,1,\(rate)\n")
        #expect(text.contains(":2: ") && text.contains(words), "\(text)")
    }

    @Test func `volumes that count contracts give no taker columns in quote units`() throws {
        // COIN-M dumps: volume in contracts of 100 USD, quote_volume in coins (ux.md 2.1).
        let rows = (0..<3).map {
            "\(Klines.start + Int64($0) * 60_000),42000,42010,41990,42000,4200,10,2100,5"
        }
        let data = try Folder.load(
            "bars.csv",
            "time,open,high,low,close,volume,quote_volume,taker_buy_volume,taker_buy_quote_volume\n"
                + rows.joined(separator: "\n"))
        #expect(data.series.extras[.takerBuyNotional] == nil)
        #expect(data.report.notes.contains { $0.contains("volumes may count contracts") })
    }

    /// 300 of 400 quote units were bought, of 8 base units: 8 · 0.75 = 6. The third bar lacks what was sold, the
    /// fourth has no trades.
    @Test func `what takers bought in base units is their share of the volume`() throws {
        let data = try Folder.load(
            "bars.csv",
            "time,open,high,low,close,volume,taker_buy_usd,taker_sell_usd\n"
                + "1704067200000,10,12,9,11,8,300,100\n1704067260000,10,12,9,11,8,0,100\n"
                + "1704067320000,10,12,9,11,8,300,\n1704067380000,10,12,9,11,0,0,0\n")
        let bought = data.series.extras.takerBuyVolume
        #expect(bought.map { cells in (0..<4).map { cells[$0] } } == [6, 0, nil, 0])
        #expect(
            data.report.notes.contains(
                "taker_buy_volume is volume times the share of taker_buy_usd in all that takers traded"))
        let published = try Folder.load(
            "bars.csv",
            "time,open,high,low,close,volume,taker_buy_volume,taker_buy_usd,taker_sell_usd\n"
                + "1704067200000,10,12,9,11,8,5,300,100\n")
        #expect(published.series.extras.takerBuyVolume?[0] == 5)
    }

    @Test func `a single bar has no interval`() throws {
        let data = try Folder.load("x.csv", Klines.file(Klines.rows(0..<1)))
        #expect(data.interval == 0)
        #expect(data.report.headline.hasPrefix("1 bar, 1 symbol-interval: symbol unknown unknown interval"))
    }
}
