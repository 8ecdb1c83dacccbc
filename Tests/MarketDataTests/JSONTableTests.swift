import LiquidationCore
import Testing

@testable import MarketData

/// Tables of JSON by columns, as pandas and TradingView's feeds write them, and yfinance's three lines of names.
@Suite("Tables of JSON") struct JSONTableTests {
    private static let times: [Int64] = [1_735_689_600_000, 1_735_693_200_000, 1_735_696_800_000]

    private static let byColumn = """
        {"open":{"1735689600000":1.0,"1735693200000":2.0,"1735696800000":3.0},
        "high":{"1735689600000":1.5,"1735693200000":2.5,"1735696800000":3.5},
        "low":{"1735689600000":0.5,"1735693200000":1.5,"1735696800000":2.5},
        "close":{"1735689600000":1.2,"1735693200000":2.2,"1735696800000":3.2},
        "volume":{"1735689600000":10.0,"1735693200000":null,"1735696800000":30.0}}
        """
    private static let byColumnWithTimes = """
        {"time":{"0":1735689600000,"1":1735693200000,"2":1735696800000},"open":{"0":1,"1":2,"2":3},
        "high":{"0":1.5,"1":2.5,"2":3.5},"low":{"0":0.5,"1":1.5,"2":2.5},
        "close":{"0":1.2,"1":2.2,"2":3.2},"volume":{"0":10,"1":null,"2":30}}
        """
    private static let split = """
        {"columns":["open","high","low","close","volume"],"index":[1735689600000,1735693200000,1735696800000],
        "data":[[1,1.5,0.5,1.2,10],[2,2.5,1.5,2.2,null],[3,3.5,2.5,3.2,30]]}
        """
    private static let byIndex = """
        {"1735689600000":{"open":1,"high":1.5,"low":0.5,"close":1.2,"volume":10},
        "1735693200000":{"open":2,"high":2.5,"low":1.5,"close":2.2,"volume":null},
        "1735696800000":{"open":3,"high":3.5,"low":2.5,"close":3.2,"volume":30}}
        """
    private static let records = """
        [{"time":1735689600000,"open":1,"high":1.5,"low":0.5,"close":1.2,"volume":10},
        {"time":1735693200000,"open":2,"high":2.5,"low":1.5,"close":2.2,"volume":null},
        {"time":1735696800000,"open":3,"high":3.5,"low":2.5,"close":3.2,"volume":30}]
        """
    private static let table = """
        {"schema":{"fields":[{"name":"time","type":"datetime"}],"primaryKey":["time"],"pandas_version":"1.4.0"},
        "data":[{"time":"2025-01-01T00:00:00.000","open":1,"high":1.5,"low":0.5,"close":1.2,"volume":10},
        {"time":"2025-01-01T01:00:00.000","open":2,"high":2.5,"low":1.5,"close":2.2,"volume":null},
        {"time":"2025-01-01T02:00:00.000","open":3,"high":3.5,"low":2.5,"close":3.2,"volume":30}]}
        """
    private static let feed = """
        {"s":"ok","t":[1735689600,1735693200,1735696800],"o":[1,2,3],"h":[1.5,2.5,3.5],"l":[0.5,1.5,2.5],
        "c":[1.2,2.2,3.2],"v":[10,null,30]}
        """

    @Test(arguments: [
        ("to_json()", byColumn), ("to_json() with a column of times", byColumnWithTimes), ("split", split),
        ("index", byIndex), ("records", records), ("table", table), ("UDF", feed),
    ]) func `each form of a table gives the same bars`(name: String, text: String) throws {
        let series = try Folder.load("x.json", text).series
        #expect(series.time == Self.times, "\(name)")
        #expect(series.open == [1, 2, 3] && series.close == [1.2, 2.2, 3.2], "\(name)")
        #expect((0..<3).map { series.extras.volume?[$0] } == [10, nil, 30], "\(name)")
    }

    @Test(arguments: [
        (#"{"s":"no_data","nextTime":1}"#, "the feed answers no_data"),
        (#"{"s":"error","errmsg":"unknown symbol"}"#, "exchange error (unknown symbol)"),
        (
            #"{"s":"ok","t":[1735689600,1735693200],"o":[1],"h":[2],"l":[1],"c":[1]}"#,
            "the answer's arrays differ in length"
        ),
        (#"{"s":"ok","t":[],"o":[],"h":[],"l":[],"c":[]}"#, "the table has no rows"),
        (#"{"columns":["open"],"index":[1,2],"data":[[1]]}"#, "index and data differ in length"),
        (#"{"columns":["open","high"],"index":[1],"data":[[1]]}"#, "1 values in a row, but 2 columns"),
        (#"{"a":{"0":1},"b":{"0":2}}"#, "JSON objects of no known kind"),
        (#"{"a":{"0":1},"b":{"1":2}}"#, "a JSON object, not an array of klines"),
    ]) func `what is no whole table is refused`(text: String, message: String) {
        let refusal = Folder.refusal("x.json", text)
        #expect(refusal.contains(message), "\(refusal)")
    }

    @Test func `yfinance parts its names into three lines, and counts volume in USD`() throws {
        let text = """
            Price,Close,High,Low,Open,Volume
            Ticker,BTC-USD,BTC-USD,BTC-USD,BTC-USD,BTC-USD
            Date,,,,,
            2025-01-01,94419.75,94929.87,92788.13,93425.10,24519888919
            2025-01-02,96886.88,97739.82,94201.57,94416.29,46009564411

            """
        let data = try Folder.load("x.csv", text)
        #expect(data.series.time == [1_735_689_600_000, 1_735_776_000_000] && data.symbol == "BTC-USD")
        #expect(data.series.close == [94419.75, 96886.88])
        #expect(data.report.notes.contains { $0.contains("volume is in quote units") })
        let volume = try #require(data.series.extras.volume?[0])
        #expect(volume > 200_000 && volume < 300_000, "\(volume)")
        let bad = Folder.refusal(text + "2025-01-03,x,1,1,1,1\n")
        #expect(bad.contains("x.csv:6: column Close"), "\(bad)")
        let two = text.replacing("BTC-USD,BTC-USD\n", with: "BTC-USD,ETH-USD\n")
        #expect(Folder.refusal(two).contains("holds several tickers: BTC-USD, ETH-USD"))
    }

    @Test func `a first column without a name is the time where it holds times`() throws {
        let rows = ",open,high,low,close\n2025-01-01 00:00:00,1,2,0.5,1.5\n2025-01-01 01:00:00,1,2,0.5,1.5\n"
        let data = try Folder.load("x.csv", rows)
        #expect(data.series.time == [1_735_689_600_000, 1_735_693_200_000])
        #expect(data.report.sources.first?.origin == "times of the first column, which has no name")
        let numbered = ",open,high,low,close\n0,1,2,0.5,1.5\n1,1,2,0.5,1.5\n"
        let refusal = Folder.refusal(numbered)
        #expect(refusal.contains("column time is missing"), "\(refusal)")
        #expect(refusal.contains("--columns time=1 takes the first column, which has no name"), "\(refusal)")
        var options = ReadOptions()
        options.columns = ["time": "1"]
        options.timeUnit = .dayFirst
        let folder = Folder()
        let dates = folder.write(
            "x.csv", text: ",open,high,low,close\n13/01/2025,1,2,0.5,1.5\n14/01/2025,1,2,0.5,1.5\n")
        #expect(try MarketData.load(dates, limits: Limits(), options: options).series.count == 2)
    }
}
