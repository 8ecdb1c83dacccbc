import LiquidationCore
import MarketData
import Testing

/// Candles as ccxt gives them, objects, and a row a line.
@Suite("JSON rows") struct JSONRowsTests {
    private static let start = 1_704_067_200_000

    /// A candle by its minute.
    private func candle(_ i: Int) -> String {
        "[\(Self.start + i * 60_000),\(100 + i),\(103 + i).5,98,\(101 + i),2.5]"
    }

    private func object(_ i: Int) -> String {
        "{\"timestamp\":\(Self.start + i * 60_000),\"open\":\(100 + i),\"high\":\"\(103 + i).5\",\"low\":98,"
            + "\"close\":\(101 + i),\"volume\":2.5,\"info\":{\"a\":[1,null]}}"
    }

    @Test func `arrays of six, objects and lines give the same bars`() throws {
        let (arrays, objects) = ((0..<4).map(candle), (0..<4).map(object))
        let texts = [
            "[" + arrays.joined(separator: ",") + "]", "[" + objects.joined(separator: ",\n") + "]\n",
            arrays.joined(separator: "\n"), objects.joined(separator: "\n") + "\n\n",
            objects.joined(separator: "\r\n"),
        ]
        for text in texts {
            let series = try Folder.load("x.json", text).series
            #expect(series.time == (0..<4).map { Int64(Self.start + $0 * 60_000) })
            #expect(series.open == [100, 101, 102, 103])
            #expect(series.high == [103.5, 104.5, 105.5, 106.5])
            #expect(series.close == [101, 102, 103, 104])
            #expect(series.extras.volume?.missingAsNaN == [2.5, 2.5, 2.5, 2.5])
        }
        #expect(try Folder.load("x.json", object(0)).series.count == 1)
    }

    @Test func `members may come in any order, and be absent where a null may stand`() throws {
        let text = """
            {"close":1.5,"time":\(Self.start),"open":1,"low":0.5,"high":2,"volume":null,"open_interest":7}
            {"time":\(Self.start + 60_000),"open_interest":null,"high":3,"low":1,"open":2,"close":2,"volume":4}
            {"high":3,"low":1,"open":2,"close":2,"time":\(Self.start + 120_000)}
            """
        let series = try Folder.load("x.jsonl", text).series
        #expect(series.close == [1.5, 2, 2])
        #expect((0..<3).map { series.extras.volume?[$0] } == [nil, 4, nil])
        #expect((0..<3).map { series.extras.openInterest?[$0] } == [7, nil, nil])
    }

    @Test func `a row without prices is left out and said, one without some of them is refused`() throws {
        let nulls = "[\(Self.start + 60_000),null,null,null,null,null]"
        let data = try Folder.load("x.json", "[\(candle(0)),\(nulls),\(candle(2)),\(candle(3))]")
        #expect(data.series.count == 3)
        #expect(data.report.notes.contains { $0.hasSuffix("row 2: no prices, left out") })
        #expect(data.report.notes.contains { $0.hasPrefix("gap: 1 bar missing") })
        let some = "[\(Self.start + 60_000),1,2,null,1,1]"
        #expect(
            Folder.refusal("x.json", "[\(candle(0)),\(some)]").contains(
                "row 2, column low: blank, but every row needs one"))
        #expect(Folder.refusal("x.json", "[\(nulls)]").contains("no row has prices"))
    }

    @Test(arguments: [
        ("[null,1,2,0.5,1,1]", "column timestamp: blank, but every row needs one"),
        ("[1704067260000,1,2,0.5,\"NaN\",1]", "column close: 'NaN' is not a plain number"),
        ("[1704067260000,1,2,0.5,true,1]", "column close: 'true' is not a plain number"),
        ("[1704067260000,1,2,0.5,1,-1]", "column volume: must not be negative (-1)"),
        ("[1704067260,1,2,0.5,1,1]", "timestamp unit changes from milliseconds to seconds"),
        ("[1704067260000,1,2,0.5,1]", "row 2, 5 columns, 6 expected"),
        ("[1704067260000,1,2,0.5,1,[1]]", "expected a number or a string"),
        ("{}", "expected '['"), ("[1704067260000,1,2,0.5", "JSON ends early at byte"),
    ])
    func `a bad row is told, in a document and in lines`(row: String, problem: String) {
        for text in ["[\(candle(0)),\(row)]", "\(candle(0))\n\(row)"] {
            let found = Folder.refusal("x.json", text)
            #expect(found.contains(problem) || found.contains("JSON"), "\(found)")
            #expect(!found.isEmpty)
        }
    }

    @Test func `members that come later or twice are told`() {
        let first = "{\"time\":\(Self.start),\"open\":1,\"high\":2,\"low\":1,\"close\":1}"
        let later =
            "{\"time\":\(Self.start + 60_000),\"open\":1,\"high\":2,\"low\":1,\"close\":1,\"volume\":1}"
        let twice = "{\"time\":\(Self.start + 60_000),\"open\":1,\"high\":2,\"low\":1,\"close\":1,\"open\":2}"
        #expect(
            Folder.refusal("x.json", "\(first)\n\(later)").contains("member 'volume' is not in the first row")
        )
        #expect(Folder.refusal("x.json", "\(first)\n\(twice)").contains("member 'open' is there twice"))
        #expect(Folder.refusal("x.json", "[\(first)").contains("JSON ends early"))
        #expect(Folder.refusal("x.json", "{\"a\":1}\n{\"a\":2}").contains("JSON objects of no known kind"))
    }

    @Test func `lines are read in pieces`() throws {
        let text = (0..<5000).map { i in
            "{\"timestamp\":\(Self.start + i * 60_000),\"open\":100,\"high\":100,\"low\":100,\"close\":100}"
        }.joined(separator: "\n")
        #expect(try Folder.load("x.jsonl", text).series.count == 5000)
        let bad = text.replacing(
            "\(Self.start + 4000 * 60_000),\"open\":100", with: "\(Self.start + 4000 * 60_000),\"open\":-1")
        #expect(Folder.refusal("x.jsonl", bad).contains("row 4001, column open: price must be positive (-1)"))
    }
}
