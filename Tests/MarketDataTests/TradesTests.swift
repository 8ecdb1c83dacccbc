import LiquidationCore
import MarketData
import Testing

/// Trades as exchanges publish them: streamed, or made into bars.
@Suite("Trades") struct TradesTests {
    private static let header =
        "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker"
    /// Four trades in the first minute of 2024, none in the second, two in the third.
    private static let rows = [
        "1,100.0,2.000,1,1,1704067200000,true", "2,101.5,1.000,2,3,1704067201000,false",
        "3,99.5,0.500,4,4,1704067230500,true", "4,100.5,4.000,5,9,1704067259999,false",
        "5,102.0,1.500,10,10,1704067320000,true", "6,101.0,1.000,11,11,1704067320001,true",
    ]

    private func text(_ rows: [String], header: Bool = true) -> String {
        ((header ? [Self.header] : []) + rows).map { $0 + "\n" }.joined()
    }

    @Test(arguments: [true, false]) func `trades become bars of a minute, with and without a header`(
        header: Bool
    ) throws {
        let data = try Folder.load("BTCUSDT-aggTrades-2024-01-01.csv", text(Self.rows, header: header))
        #expect(data.series.time == [1_704_067_200_000, 1_704_067_320_000])
        #expect(data.series.open == [100, 102])
        #expect(data.series.high == [101.5, 102])
        #expect(data.series.low == [99.5, 101])
        #expect(data.series.close == [100.5, 101])
        #expect(data.series.extras.volume?.missingAsNaN == [7.5, 2.5])
        #expect(data.series.extras.takerBuyVolume?.missingAsNaN == [5, 0])
        // Bought 1·101.5 + 4·100.5; sold 2·100 + 0.5·99.5, and 1.5·102 + 1·101.
        #expect(data.series.extras[.takerBuyNotional]?.missingAsNaN == [503.5, 0])
        #expect(data.series.extras[.takerSellNotional]?.missingAsNaN == [249.75, 254])
        #expect(data.interval == 60_000)
        #expect(data.report.notes.contains { $0.contains("6 trades became 2 bars of 1m") })
        #expect(data.report.gaps.map(\.bars) == [1])
        #expect(data.report.sources.map(\.rows) == [6])
    }

    @Test func `trades become bars of another length`() throws {
        let folder = Folder()
        let path = folder.write("x.csv", text: text(Self.rows))
        let data = try MarketData.load(path, limits: Limits(), tradeBars: 300_000)
        #expect(data.series.time == [1_704_067_200_000])
        #expect(data.series.close == [101])
        #expect(data.interval == 300_000)
    }

    @Test func `spot dumps have eight columns and microseconds`() throws {
        let rows = [
            "1,100.0,2.0,1,1,1704067200000123,True,True", "2,101.0,1.0,2,2,1704067200999999,False,True",
        ]
        let data = try Folder.load("x.csv", text(rows, header: false))
        #expect(data.series.close == [101])
        #expect(data.report.sources.first?.timeUnit == "µs")
    }

    /// Volumes are 1.25, 2.25 and 3.25 in turn: 40,000 of them sum up to 13,333 · 6.75 + 1.25 exactly.
    @Test(arguments: [1, 2, 4]) func `many trades become the same bars on any number of threads`(threads: Int)
        throws
    {
        let folder = Folder()
        let rows = (0..<40_000).map { i in
            "\(i),\(100 + i % 7).5,\(1 + i % 3).25,\(i),\(i),\(1_704_067_200_000 + i * 37),\(i % 2 == 0)"
        }
        let path = folder.write("x.csv", text: text(rows))
        let data = try MarketData.load(path, limits: Limits(), threads: threads)
        #expect(data.report.sources.first?.rows == 40_000)
        #expect(data.series.extras.volume?.missingAsNaN.reduce(0, +) == 13_333 * 6.75 + 1.25)
        let one = try MarketData.load(path, limits: Limits(), threads: 1)
        #expect(cells(data.series) == cells(one.series))
    }

    @Test(arguments: [
        ("2,101.5,1.000,2,3,1704067201000,maybe", "column is_buyer_maker: 'maybe' is neither true nor false"),
        ("2,101.5,1.000,2,3,1704067201000,", "column is_buyer_maker: blank, but every row needs one"),
        ("2,101.5,0,2,3,1704067201000,false", "column quantity: must be above zero (0)"),
        ("2,101.5,,2,3,1704067201000,false", "column quantity: blank, but every row needs one"),
        ("2,-1,1.000,2,3,1704067201000,false", "column price: price must be positive (-1)"),
        ("2,101.5,1.000,2,3,1704067201,false", "timestamp unit changes from milliseconds to seconds"),
        (
            "2,101.5,1.000,2,3,1704060000000,false",
            "trade at 2023-12-31T22:00Z is of an earlier bar than the trade before it"
        ),
    ])
    func `a bad trade is told with its line`(row: String, problem: String) {
        var rows = Self.rows
        rows[1] = row
        let text = Folder.refusal(text(rows))
        #expect(text.contains("x.csv:3: "), "\(text)")
        #expect(text.contains(problem), "\(text)")
    }

    @Test func `trades and klines in one folder are refused, trades and metrics join`() throws {
        let folder = Folder()
        folder.write("BTCUSDT-aggTrades-2024-01-01.csv", text: text(Self.rows))
        folder.write(
            "BTCUSDT-metrics-2024-01-01.csv",
            text: "create_time,symbol,sum_open_interest\n2024-01-01 00:01:00,BTCUSDT,81000.500\n")
        let data = try MarketData.load(folder.path)
        #expect(data.symbol == "BTCUSDT")
        #expect(data.series.extras.openInterest?[0] == 81000.5)
        folder.write("BTCUSDT-1m-2024-01-01.csv", text: Klines.good)
        let text = Folder.refusal(of: folder.path)
        #expect(text.contains("holds klines") && text.contains("and trades"), "\(text)")
    }
}

/// Trades as venues answer them: the newest may come first.
@Suite("Trades of answers") struct TradeAnswerTests {
    /// Two trades of the first minute of 2024, bought 1 at 101 after 2 were sold at 100, and one of the next.
    static let answers = [
        (
            "Binance trades",
            #"[{"id":1,"price":"100","qty":"2","quoteQty":"200","time":1704067200000,"isBuyerMaker":true},"#
                + #"{"id":2,"price":"101","qty":"1","quoteQty":"101","time":1704067201000,"isBuyerMaker":false},"#
                + #"{"id":3,"price":"102","qty":"4","quoteQty":"408","time":1704067260000,"isBuyerMaker":false}]"#
        ),
        (
            "Binance aggTrades",
            #"[{"a":1,"p":"100","q":"2","f":1,"l":1,"T":1704067200000,"m":true},"#
                + #"{"a":2,"p":"101","q":"1","f":2,"l":3,"T":1704067201000,"m":false},"#
                + #"{"a":3,"p":"102","q":"4","f":4,"l":4,"T":1704067260000,"m":false}]"#
        ),
        (
            "Bybit recent-trade",
            #"{"retCode":0,"retMsg":"OK","result":{"category":"linear","list":["#
                + #"{"execId":"c","symbol":"BTCUSDT","price":"102","size":"4","side":"Buy","time":"1704067260000","isBlockTrade":false},"#
                + #"{"execId":"b","symbol":"BTCUSDT","price":"101","size":"1","side":"Buy","time":"1704067201000","isBlockTrade":false},"#
                + #"{"execId":"a","symbol":"BTCUSDT","price":"100","size":"2","side":"Sell","time":"1704067200000","isBlockTrade":false}"#
                + #"]},"time":1704067261000}"#
        ),
        (
            "OKX trades",
            #"{"code":"0","msg":"","data":["#
                + #"{"instId":"BTC-USDT","side":"buy","sz":"4","px":"102","tradeId":"3","ts":"1704067260000"},"#
                + #"{"instId":"BTC-USDT","side":"buy","sz":"1","px":"101","tradeId":"2","ts":"1704067201000"},"#
                + #"{"instId":"BTC-USDT","side":"sell","sz":"2","px":"100","tradeId":"1","ts":"1704067200000"}]}"#
        ),
        (
            "lines",
            "{\"time\":1704067200000,\"price\":100,\"qty\":2,\"side\":\"sell\"}\n"
                + "{\"time\":1704067201000,\"price\":101,\"qty\":1,\"side\":\"buy\"}\n"
                + "{\"time\":1704067260000,\"price\":102,\"qty\":4,\"side\":\"buy\"}\n"
        ),
    ]

    @Test(arguments: answers) func `each venue's trades become the same bars`(name: String, text: String)
        throws
    {
        let data = try Folder.load("x.json", text)
        #expect(data.series.time == [1_704_067_200_000, 1_704_067_260_000], "\(name)")
        #expect(data.series.open == [100, 102] && data.series.close == [101, 102], "\(name)")
        #expect(data.series.extras.volume?.missingAsNaN == [3, 4], "\(name)")
        #expect(data.series.extras.takerBuyVolume?.missingAsNaN == [1, 4], "\(name)")
        #expect(data.report.notes.contains { $0.contains("3 trades became 2 bars of 1m") }, "\(name)")
    }

    @Test func `trades in no order, and values without a quantity, are refused`() {
        let trades = [1_704_067_260_000, 1_704_067_200_000, 1_704_067_261_000].map {
            "{\"time\":\($0),\"price\":100,\"qty\":2,\"side\":\"sell\"}"
        }
        let refusal = Folder.refusal("x.json", "[\(trades.joined(separator: ","))]")
        #expect(refusal.contains("is of an earlier bar than the trade before it"), "\(refusal)")
        let values = Folder.refusal("x.csv", "time,price,side,usd\n1704067200000,100,buy,5\n")
        #expect(values.contains("column quantity is missing"), "\(values)")
    }

    @Test func `the trades of one of several markets are read`() throws {
        let text =
            "time,coin,side,px,sz\n1704067200000,ETH,Ask,10,1\n1704067201000,BTC,Bid,100,2\n1704067202000,ETH,Bid,11,3\n"
        var options = ReadOptions()
        options.rows = ["coin": "ETH"]
        let folder = Folder()
        let path = folder.write("x.csv", text: text)
        let data = try MarketData.load(path, limits: Limits(), options: options)
        #expect(data.series.close == [11] && data.series.extras.volume?.missingAsNaN == [4])
        options.rows = ["coyn": "ETH"]
        let error = #expect(throws: DataError.self) {
            try MarketData.load(path, limits: Limits(), options: options)
        }
        #expect(
            error?.message == "no file has a column 'coyn' (--where coyn=ETH)"
                || error?.hint?.contains("--where coin=ETH") == true)
    }

    @Test func `sizes that are contracts have a note`() throws {
        let swap = Self.answers[3].1.replacing("BTC-USDT", with: "BTC-USDT-SWAP")
        let notes = try Folder.load("x.json", swap).report.notes
        #expect(notes.contains { $0.contains("sizes of OKX's swaps and futures are contracts") }, "\(notes)")
        let inverse = Self.answers[2].1.replacing("linear", with: "inverse")
        let others = try Folder.load("x.json", inverse).report.notes
        #expect(others.contains { $0.contains("an answer about inverse contracts") }, "\(others)")
    }
}
