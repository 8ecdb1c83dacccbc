import Foundation
import LiquidationCore
import TestSupport
import Testing

@testable import MarketData

/// Rows as venues and tools write them: from their documentation, or from real answers (marked).
@Suite("Layouts") struct LayoutTests {
    /// A row of a venue, and what has to come of it.
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        let text: String
        let kind: SourceKind
        /// The time of the first row, milliseconds.
        let time: Int64
        /// Cells of the first row by column.
        let cells: [String: Double]

        var testDescription: String { name }
    }

    private func table(_ file: String, _ text: String, _ options: ReadOptions = ReadOptions()) throws -> Table
    {
        let folder = try TemporaryFolder()
        let path = try folder.write(file, text)
        let reader = SourceReader(
            limits: Limits(), budget: RowBudget(1000), options: options, threads: 1,
            sink: { TradeBars(interval: 60_000) })
        return try #require(try reader.read([path]).tables.first)
    }

    @Test(arguments: samples)
    func `a row is read for what it is`(sample: Sample) throws {
        let table = try table(sample.file, sample.text)
        #expect(table.layout.kind == sample.kind)
        #expect(table.time.first == sample.time)
        let found = Dictionary(
            zip(table.layout.slots.map(\.name), table.columns.map { $0.first ?? .nan })
        ) { first, _ in first }
        for (name, value) in sample.cells {
            let cell = try #require(found[name], "\(name): \(found)")
            #expect(abs(cell - value) <= 1e-12 * abs(value), "\(name) \(cell)")
        }
    }

    private static let bybit = #"{"retCode":0,"retMsg":"OK","result":"#

    // Sources: the venues' pages, read 2026-11-30; real answers where it says so.
    static let samples: [Sample] = [
        Sample(
            name: "Binance klines, REST", file: "x.json",
            text:
                #"[[1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",1499644799999,"#
                + #""2434.19055334",308,"1756.87402397","28.46694368","17928899.62484339"]]"#,
            kind: .klines, time: 1_499_040_000_000,
            cells: [
                "open": 0.0163479, "close": 0.015771, "volume": 148976.11427815,
                "taker_buy_volume": 1756.87402397,
            ]),
        Sample(
            name: "Binance openInterestHist", file: "x.json",
            text:
                #"[{"symbol":"BTCUSDT","sumOpenInterest":"20403.63700000","sumOpenInterestValue":"150570784.07809979","#
                + #""timestamp":"1583127900000"}]"#,
            kind: .metrics, time: 1_583_127_900_000, cells: ["open_interest": 20403.637]),
        Sample(
            name: "Binance fundingRate", file: "x.json",
            text:
                #"[{"symbol":"BTCUSDT","fundingRate":"-0.03750000","fundingTime":1570608000000,"markPrice":"1"}]"#,
            kind: .fundingRate, time: 1_570_608_000_000, cells: ["funding_rate": -0.0375]),
        Sample(
            name: "Binance topLongShortPositionRatio, by its names", file: "x.json",
            text:
                #"[{"symbol":"BTCUSDT","longShortRatio":"1.4342","longAccount":"0.5891","shortAccount":"0.4108","#
                + #""timestamp":"1583139600000"}]"#,
            kind: .series, time: 1_583_139_600_000, cells: ["long_short_ratio": 1.4342]),
        Sample(
            name: "Binance forceOrder as recorders write it (real)", file: "x.csv",
            text: "LRC,SELL,LIMIT,IOC,226,0.16815,0.17057,FILLED,226,226,1737908829829,38.0019\n",
            kind: .liquidations, time: 1_737_908_829_829,
            cells: ["price": 0.17057, "quantity": 226, "side": 1]),
        Sample(
            name: "Binance liquidationSnapshot", file: "BTCUSD_PERP-liquidationSnapshot-2023-06-25.csv",
            text:
                "time,side,order_type,time_in_force,original_quantity,price,average_price,order_status,last_fill_quantity,"
                + "accumulated_fill_quantity\n1687656471926,BUY,LIMIT,IOC,7,30741.3,30631.6,FILLED,2,7\n",
            kind: .liquidations, time: 1_687_656_471_926, cells: ["price": 30631.6, "quantity": 7, "side": 0]),
        Sample(
            name: "Bybit kline", file: "x.json",
            text: bybit
                + #"{"category":"linear","symbol":"BTCUSDT","list":[["1709891679000","27450","27460","27440","27455","123.45","3390000"]]}}"#,
            kind: .klines, time: 1_709_891_679_000,
            cells: [
                "open": 27450, "high": 27460, "low": 27440, "close": 27455, "volume": 123.45,
                "quote_volume": 3_390_000,
            ]),
        Sample(
            name: "Bybit open interest of both sides", file: "x.json",
            text: bybit
                + #"{"symbol":"BTCUSDT","list":[{"openInterest":"63910691","timestamp":"1669571400000"}]}}"#,
            kind: .series, time: 1_669_571_400_000, cells: ["open_interest": 31_955_345.5]),
        Sample(
            name: "Bybit open interest of one side", file: "x.json",
            text: bybit
                + #"{"list":[{"openInterest":"63910691","singleOpenInterest":"31955346","timestamp":"1669571400000"}]}}"#,
            kind: .series, time: 1_669_571_400_000, cells: ["open_interest": 31_955_346]),
        Sample(
            name: "Bybit account ratio", file: "x.json",
            text: bybit
                + #"{"list":[{"symbol":"BTCUSDT","buyRatio":"0.6","sellRatio":"0.4","timestamp":"1696089600000"}]}}"#,
            kind: .series, time: 1_696_089_600_000, cells: ["account_ratio": 1.5]),
        Sample(
            name: "Bybit funding", file: "x.json",
            text: bybit
                + #"{"list":[{"symbol":"BTCUSDT","fundingRate":"0.0001","fundingRateTimestamp":"1709884800000"}]}}"#,
            kind: .fundingRate, time: 1_709_884_800_000, cells: ["funding_rate": 0.0001]),
        Sample(
            name: "OKX candles", file: "x.json",
            text:
                #"{"code":"0","msg":"","data":[["1747094040000","102806.1","102820.4","102806.1","102820.4","1040.37","#
                + #""10.4037","1069603.34883","1"]]}"#,
            kind: .klines, time: 1_747_094_040_000,
            cells: ["close": 102820.4, "volume": 10.4037, "quote_volume": 1069603.34883]),
        Sample(
            name: "OKX funding", file: "x.json",
            text:
                #"{"code":"0","msg":"","data":[{"instType":"SWAP","instId":"BTC-USDT-SWAP","fundingRate":"0.0001515032","#
                + #""realizedRate":"0.00015","fundingTime":"1704067200000"}]}"#,
            kind: .fundingRate, time: 1_704_067_200_000, cells: ["funding_rate": 0.00015]),
        Sample(
            name: "OKX open interest in USD", file: "okx-open-interest.json",
            text: #"{"code":"0","msg":"","data":[["1704067200000","2500000000","123456"]]}"#,
            kind: .series, time: 1_704_067_200_000, cells: ["open_interest_value": 2_500_000_000]),
        Sample(
            name: "OKX ratio of accounts", file: "okx-long-short-ratio.json",
            text: #"{"code":"0","msg":"","data":[["1704067200000","1.25"]]}"#,
            kind: .series, time: 1_704_067_200_000, cells: ["account_ratio": 1.25]),
        Sample(
            name: "Hyperliquid candles", file: "x.json",
            text:
                #"[{"t":1681923600000,"T":1681924499999,"s":"BTC","i":"15m","o":"29295.0","c":"29258.0","h":"29309.0","#
                + #""l":"29250.0","v":"0.98639","n":189}]"#,
            kind: .bars, time: 1_681_923_600_000, cells: ["open": 29295, "close": 29258, "volume": 0.98639]),
        Sample(
            name: "Hyperliquid funding (real)", file: "x.json",
            text:
                #"[{"coin":"BTC","fundingRate":"-0.00061334","premium":"-0.00091334","time":1683849600048}]"#,
            kind: .fundingRate, time: 1_683_849_600_048, cells: ["funding_rate": -0.00061334]),
        Sample(
            name: "Kraken Futures funding", file: "x.json",
            text:
                #"{"result":"success","rates":[{"timestamp":"2025-07-11T08:00:00.000Z","relativeFundingRate":0.0001,"#
                + #""fundingRate":5e-05}]}"#,
            kind: .fundingRate, time: 1_752_220_800_000, cells: ["funding_rate": 0.0001]),
        Sample(
            name: "Kraken Futures candles", file: "x.json",
            text:
                #"{"candles":[{"time":1731715200000,"open":"91126.5","high":"91396.1","low":"90937.3","close":"91098.7","#
                + #""volume":"12"}],"more_candles":true}"#,
            kind: .bars, time: 1_731_715_200_000, cells: ["close": 91098.7, "volume": 12]),
        Sample(
            name: "Kraken OHLCVT", file: "XBTUSD_60.csv",
            text: "1609459200,28990,29000,28900,28950,12.5,321\n",
            kind: .klines, time: 1_609_459_200_000, cells: ["open": 28990, "close": 28950, "volume": 12.5]),
        Sample(
            name: "Deribit", file: "x.json",
            text:
                #"{"usOut":1,"result":{"volume":[19.0],"ticks":[1554373800000],"status":"ok","open":[4963.42],"#
                + #""low":[4728.94],"high":[5026.98],"cost":[19500],"close":[5010.0]}}"#,
            kind: .bars, time: 1_554_373_800_000,
            cells: ["open": 4963.42, "volume": 19, "quote_volume": 19500]),
        Sample(
            name: "dYdX candles", file: "x.json",
            text:
                #"{"candles":[{"startedAt":"2025-12-08T16:00:00.000Z","ticker":"BTC-USD","resolution":"1HOUR","low":"89900","#
                + #""high":"90100","open":"90000","close":"89950","baseTokenVolume":"12.5","usdVolume":"1125000","trades":100}]}"#,
            kind: .bars, time: 1_765_209_600_000,
            cells: ["open": 90000, "volume": 12.5, "quote_volume": 1_125_000]),
        Sample(
            name: "CoinGlass open interest", file: "BTC-open-interest-history.json",
            text:
                #"{"code":"0","data":[{"time":2644845344000,"open":"2644845344","high":"2692643311","low":"2576975597","#
                + #""close":"2608846475"}]}"#,
            kind: .series, time: 2_644_845_344_000, cells: ["open_interest_value": 2_608_846_475]),
        Sample(
            name: "CoinGlass funding in per cent", file: "BTC-funding-history.csv",
            text: "time,open,high,low,close\n1658880000000,0.004603,0.009388,-0.005063,0.009229\n",
            kind: .sampledFunding, time: 1_658_880_000_000, cells: ["funding_rate": 0.00009229]),
        Sample(
            name: "CoinGlass liquidation history", file: "x.json",
            text:
                #"{"code":"0","msg":"success","data":[{"time":1658880000000,"aggregated_long_liquidation_usd":"5916885.14","#
                + #""aggregated_short_liquidation_usd":"12969583.87"}]}"#,
            kind: .series, time: 1_658_880_000_000,
            cells: ["liquidated_long_usd": 5_916_885.14, "liquidated_short_usd": 12_969_583.87]),
        Sample(
            name: "ccxt candles, freqtrade's JSON", file: "BTC_USDT_USDT-5m-futures.json",
            text: "[[1704067200000,1,3,1,2,10.5]]", kind: .klines, time: 1_704_067_200_000,
            cells: ["high": 3, "volume": 10.5]),
        Sample(
            name: "ccxt open interest", file: "x.json",
            text:
                #"[{"symbol":"BTCUSDT","openInterestAmount":123.5,"openInterestValue":6000000,"timestamp":1704067200000,"#
                + #""datetime":"2024-01-01T00:00:00.000Z","info":{"a":[1]}}]"#,
            kind: .series, time: 1_704_067_200_000, cells: ["open_interest": 123.5]),
        Sample(
            name: "freqtrade's funding candles", file: "BTC_USDT_USDT-8h-funding_rate.csv",
            text: "date,open,high,low,close,volume\n2024-01-01 00:00:00+00:00,0.0001,0,0,0,0\n",
            kind: .fundingRate, time: 1_704_067_200_000, cells: ["funding_rate": 0.0001]),
        Sample(
            name: "CryptoDataDownload", file: "Binance_BTCUSDT_1h.csv",
            text:
                "https://www.CryptoDataDownload.com\nUnix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USDT,tradecount\n"
                + "1704070800000,2024-01-01 01:00:00,BTCUSDT,1,3,1,2,10,20,5\n",
            kind: .bars, time: 1_704_070_800_000, cells: ["close": 2, "volume": 10, "quote_volume": 20]),
        Sample(
            name: "Tardis liquidations", file: "binance-futures_liquidations_2024-01-01_BTCUSDT.csv",
            text: "exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"
                + "binance-futures,BTCUSDT,1704067200123456,1704067200200000,,sell,42000,0.5\n",
            kind: .liquidations, time: 1_704_067_200_123, cells: ["price": 42000, "quantity": 0.5, "side": 1]),
        Sample(
            name: "pandas with an index of times", file: "x.csv",
            text: "date,open,high,low,close,volume\n2024-01-01 00:00:00+00:00,1,3,1,2,5\n", kind: .bars,
            time: 1_704_067_200_000, cells: ["close": 2]),
        Sample(
            name: "polars", file: "x.csv",
            text: "time,open,high,low,close\n2024-01-01T00:00:00.000000+0000,1.0,3.0,1.0,2.0\n", kind: .bars,
            time: 1_704_067_200_000, cells: ["close": 2]),
        Sample(
            name: "DuckDB, in its session's zone", file: "x.csv",
            text: "time,open,high,low,close\n2024-01-01 02:00:00+02,1.0,3.0,1.0,2.0\n", kind: .bars,
            time: 1_704_067_200_000, cells: ["close": 2]),
    ]

    @Test(arguments: [
        (
            "BTCUSDT2024-01-01.csv",
            "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional\n"
                + "1704067200.5,BTCUSDT,Buy,0.5,42000,ZeroPlusTick,x,2.1e12,0.5,21000\n"
                + "1704067230.1,BTCUSDT,Sell,0.25,41999,MinusTick,y,1e12,0.25,10499.75\n"
        ),
        (
            "BTC-USDT-SWAP-trades-2024-01-01.csv",
            "instrument_name,trade_id,side,price,size,created_time\n"
                + "BTC-USDT-SWAP,1,buy,42000,0.5,1704067200500\nBTC-USDT-SWAP,2,sell,41999,0.25,1704067230100\n"
        ),
    ])
    func `trades with a side become bars`(file: String, text: String) throws {
        let folder = try TemporaryFolder()
        let data = try MarketData.load(try folder.write(file, text))
        #expect(data.series.time == [1_704_067_200_000])
        #expect(data.series.high == [42000] && data.series.close == [41999])
        #expect(data.series.extras.volume?.missingAsNaN == [0.75])
        #expect(data.series.extras.takerBuyVolume?.missingAsNaN == [0.5])
    }

    @Test(arguments: [
        ("Binance_BTCUSDT_1h.csv", "BTCUSDT"), ("BTC_USDT_USDT-5m-futures.json", "BTCUSDT"),
        ("BTC-USDT-SWAP-ohlcv_1m_2026.csv", "BTC-USDT-SWAP"), ("BINANCE_BTCUSDT.P, 60.csv", "BTCUSDT"),
        ("binance-futures_trades_2024-01-01_ETHUSDT.csv.gz", "ETHUSDT"), ("btcusdt_15m.csv", "BTCUSDT"),
        ("BTCUSDT-1h_2025-03-06_2025-06-30.csv.gz", "BTCUSDT"), ("bars.csv", nil),
        ("BTC-liquidation-1h.csv", nil),
        ("oi_usd.csv", nil), ("BTCUSDT_ETHUSDT.csv", nil),
    ])
    func `a file's name tells the symbol in the ways of venues and tools`(name: String, symbol: String?) {
        #expect(Symbol.anywhere(in: "/x/usdt/\(name)") == symbol)
    }

    @Test(arguments: [
        ("markPriceKlines.json", SourceKind.markKlines), ("BTCUSDT-index-1m.json", .series),
        ("BTCUSDT-oi-1m.json", .series), ("BTCUSDT-1m.json", .klines),
    ])
    func `a file's name is heard whether its columns have names or places`(file: String, kind: SourceKind)
        throws
    {
        let row = #"[1591256460000,"9653","9654","9652","9653","0",1591256519999,"0",60,"0","0","0"]"#
        #expect(try table(file, "[\(row)]").layout.kind == kind)
        let cells = row.dropFirst().dropLast().replacing("\"", with: "")
        #expect(try table(file.replacing(".json", with: ".csv"), cells + "\n").layout.kind == kind)
    }

    @Test(arguments: [
        ("binance-BTCUSDT-top-position-ratio-5m.json", ["long_short_ratio"]),
        ("binance-BTCUSDT-account-ratio-5m.json", ["account_ratio"]),
        ("binance-BTCUSDT-top-account-ratio-5m.json", []),
    ])
    func `which of three ratios a file holds is in its name`(file: String, columns: [String]) throws {
        let text =
            #"[{"symbol":"BTCUSDT","longShortRatio":"1.5","longAccount":"0.6","shortAccount":"0.4","timestamp":1583139600000}]"#
        #expect(try table(file, text).layout.slots.map(\.name) == columns)
    }

    @Test func `options are heard where columns have no names`() throws {
        var options = ReadOptions()
        options.timeUnit = .seconds
        let text = "1704067200000,1,3,1,2,5\n"
        let error = #expect(throws: DataError.self) { _ = try table("x.csv", text, options) }
        #expect(error?.hint == "--time-unit s was given: times lie between 2001 and 2286")
        options.timeUnit = nil
        options.rows = ["SYMBOL": "ETH"]
        let orders =
            "BTC,SELL,LIMIT,IOC,1,2,2,FILLED,1,1,1737908829829,2\nETH,BUY,LIMIT,IOC,1,2,2,FILLED,1,1,1737908829829,2\n"
        #expect(try table("x.csv", orders, options).otherRows == 1)
    }

    @Test func `a pipe in a folder is not waited for`() throws {
        let folder = try TemporaryFolder()
        try folder.write("bars.csv", "time,open,high,low,close\n1704067200000,1,1,1,1\n")
        #expect(mkfifo(folder.path + "/pipe.csv", 0o600) == 0)
        let notes = try MarketData.load(folder.path).report.notes
        #expect(notes.contains { $0.contains("pipe.csv (a pipe: name it to have it read)") }, "\(notes)")
    }

    // Found by fuzzing: only bars have all four prices.
    @Test func `a price beside a funding rate is no bar`() throws {
        let table = try table("x.csv", "calc_time,Open,last_funding_rate\n1704067200000,5,0.0001\n")
        #expect(table.layout.kind == .fundingRate && table.time == [1_704_067_200_000])
    }

    @Test func `options say what a file does not`() throws {
        var options = ReadOptions()
        options.columns = [
            "time": "when", "open": "first price", "open_interest": "total", "extra.mood": "Mood",
        ]
        options.rows = ["coin": "BTC"]
        options.openInterestUnit = .contracts(0.01)
        options.timeUnit = .seconds
        let table = try table(
            "x.csv",
            "when,first price,high,low,close,total,Mood,coin,oi\n"
                + "1704067200,1,3,1,2,500,0.5,BTC,9\n1704067200,8,9,8,8,1,0,ETH,9\n1704153600,1,3,1,2,600,-1,BTC,9\n",
            options)
        #expect(table.time == [1_704_067_200_000, 1_704_153_600_000] && table.otherRows == 1)
        func cells(_ slot: Slot) -> [Double]? {
            table.layout.slots.firstIndex(of: slot).map { table.columns[$0] }
        }
        #expect(cells(.bar(.openInterest)) == [5, 6] && cells(.own("mood")) == [0.5, -1])
    }

    @Test func `a market that is not there is refused with those that are`() throws {
        var options = ReadOptions()
        options.rows = ["coin": "XRP"]
        let error = #expect(throws: DataError.self) {
            _ = try table(
                "x.csv", "time,coin,o,h,l,c\n1704067200000,BTC,1,1,1,1\n1704067200000,ETH,1,1,1,1\n", options)
        }
        #expect(error?.message == "no row has coin=XRP" && error?.hint == "there are BTC, ETH")
    }

    @Test func `several markets in a file are refused with what reads one`() throws {
        let error = #expect(throws: DataError.self) {
            _ = try table(
                "x.csv", "time,coin,o,h,l,c\n1704067200000,BTC,1,1,1,1\n1704067200000,ETH,1,1,1,1\n")
        }
        #expect(error?.hint == "--where coin=BTC reads the rows of one")
    }

    @Test func `rows of another length know nothing that came after a bar`() throws {
        let hours = (0..<6).map { Int64($0) * 3_600_000 }
        let fine = SeriesJoin(
            times: hours, step: 3_600_000, opens: [0, 7_200_000, 14_400_000], interval: 7_200_000)
        #expect(fine.column([1, 2, 3, 4, 5, 6], .state) == [2, 4, 6])
        #expect(fine.column([1, 2, 3, 4, 5, 6], .sum) == [3, 7, 11])
        let coarse = SeriesJoin(times: [0, 7_200_000], step: 7_200_000, opens: hours, interval: 3_600_000)
        let states = coarse.column([10, 20], .state)
        #expect(states.map { $0.isNaN ? 0 : $0 } == [0, 10, 0, 20, 0, 0])
        let sums = coarse.column([10, 20], .sum)
        #expect(sums.count { $0.isNaN } == 6)
    }

    @Test func `orders are summed by bar and side, and the same one twice counts once`() throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "bars.csv",
            "time,open,high,low,close\n"
                + (0..<3).map { "\(1_704_067_200_000 + $0 * 60_000),1,1,1,1\n" }.joined())
        try folder.write(
            "liquidations.csv",
            "time,side,price,quantity\n1704067201000,SELL,10,2\n1704067201000,SELL,10,2\n1704067320500,BUY,5,4\n"
        )
        let data = try MarketData.load(folder.path)
        #expect(data.orders?.notional == [20, 20] && data.orders?.isLong == [true, false])
        #expect(data.series.extras[.liquidatedLong]?.missingAsNaN == [20, 0, 0])
        #expect(data.series.extras[.liquidatedShort]?.missingAsNaN == [0, 0, 20])
        #expect(data.report.notes.contains { $0.contains("1 order is the same as the one before") })
    }
}
