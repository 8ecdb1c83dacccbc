import Foundation
import LiquidationCore
import TestSupport
import Testing

@testable import MarketData

/// Messages of streams as recorders write them down.
@Suite("Recorded messages") struct FrameTests {
    private func tables(_ text: String, _ options: ReadOptions = ReadOptions()) throws -> [Table] {
        let folder = try TemporaryFolder()
        let path = try folder.write("recorded.txt", text)
        let reader = SourceReader(
            limits: Limits(), budget: RowBudget(1000), options: options, threads: 1,
            sink: { TradeBars(interval: 60_000) })
        return try reader.read([path]).tables
    }

    // Source: the messages of Binance's page "Liquidation Order Streams" and "Aggregate Trade Streams", read 2026-12-01.
    private static let order =
        #"{"e":"forceOrder","E":1568014460893,"o":{"s":"BTCUSDT","S":"SELL","o":"LIMIT","f":"IOC","q":"0.014","#
        + #""p":"9910","ap":"9908.5","X":"FILLED","l":"0.014","z":"0.013","T":1568014460893}}"#
    private static let trade =
        #"{"e":"aggTrade","E":123456789,"s":"BTCUSDT","a":5933014,"p":"100","q":"2","f":100,"l":105,"#
        + #""T":1568014460893,"m":true}"#
    private static let book = #"{"e":"depthUpdate","E":1568014460893,"s":"BTCUSDT","b":[["1","2"]],"a":[]}"#

    @Test(arguments: [
        "", "1568014460893000123 ", "2019-09-09T07:34:20.893Z ", "2019-09-09T07:34:20.893+00:00\t",
        "2019-09-09 07:34:20.893 ",
    ])
    func `a liquidation is read behind any time of arrival, at its average price`(stamp: String) throws {
        let stream = #"{"stream":"btcusdt@forceOrder","data":"# + Self.order + "}"
        for message in [Self.order, stream] {
            let found = try tables("\(stamp)\(message)\n\(stamp)\(message)\n")
            #expect(found.map(\.layout.kind) == [.liquidations])
            let table = try #require(found.first)
            #expect(table.time == [1_568_014_460_893, 1_568_014_460_893])
            #expect(table.symbol == "BTCUSDT")
            let cells = Dictionary(uniqueKeysWithValues: zip(table.layout.slots, table.columns.map(\.[0])))
            #expect(cells == [.tradePrice: 9908.5, .tradeQuantity: 0.013, .seller: 1])
        }
    }

    @Test func `trades become bars, liquidations stand beside them, books are passed over`() throws {
        let text = [Self.book, Self.trade, Self.order, Self.trade, Self.book]
            .map { "1568014460893000123 \($0)\n" }.joined()
        let found = try tables(text)
        #expect(found.map(\.layout.kind) == [.trades, .liquidations])
        #expect(found[0].trades == 2)
        #expect(found[0].columns[4] == [4], "volume")
        #expect(found[0].columns[5] == [0], "the buyer was the maker, so the taker sold")
        #expect(found[1].time.count == 1)
    }

    // Source: a recording of Hyperliquid's websocket; several trades stand in one message.
    @Test func `trades of Hyperliquid are read from the array that holds them`() throws {
        let text =
            #"1737918844167767000 {"channel":"trades","data":[{"coin":"BTC","px":"105056.0","side":"B","sz":"0.5","time":1737918794873},"#
            + #"{"coin":"BTC","px":"105055.0","side":"A","sz":"0.25","time":1737918794900}]}"# + "\n"
        let table = try #require(try tables(text).first)
        #expect(table.trades == 2)
        #expect(table.columns[4] == [0.75])
        #expect(table.columns[5] == [0.5], "what takers bought")
    }

    @Test func `a broken line is named, and one that was cut short`() {
        let error = #expect(throws: DataError.self) {
            try tables("1568014460893000123 \(Self.order)\nhello\n1568014460893000123 {\"e\":\"for")
        }
        #expect(error?.line == 2)
        #expect(error?.message.contains("no message of a stream, found 'hello'") == true)
        #expect(error?.message.contains("line 3, JSON ends early") == true)
    }

    @Test func `the byte of a fault counts from the start of the file, also behind a piece`() {
        let before = "1568014460893000123 \(Self.book)\n"
        let text = String(repeating: before, count: 2000) + "1568014460893000123 {\"e\": }"
        let error = #expect(throws: DataError.self) { try tables(text) }
        #expect(error?.line == 2001)
        #expect(error?.message.contains("byte \(text.utf8.count - 1)") == true, "\(error?.message ?? "")")
    }

    @Test func `a trade of an earlier bar is refused with its line`() {
        let earlier = Self.trade.replacingOccurrences(of: "1568014460893", with: "1568014300893")
        let error = #expect(throws: DataError.self) {
            try tables("\(Self.trade)\n\(Self.book)\n\(earlier)\n")
        }
        #expect(error?.line == 3)
        #expect(error?.message.contains("earlier bar") == true)
    }

    @Test func `messages of two markets need the one that is meant`() throws {
        let other = Self.order.replacingOccurrences(of: "BTCUSDT", with: "ETHUSDT")
        let text = "\(Self.order)\n\(other)\n"
        #expect(throws: DataError.self) { try tables(text) }
        var options = ReadOptions()
        options.rows = ["symbol": "ETHUSDT"]
        let table = try #require(try tables(text, options).first)
        #expect(table.time.count == 1 && table.otherRows == 1)
    }
}
