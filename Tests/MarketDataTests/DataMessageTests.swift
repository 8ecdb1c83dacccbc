import LiquidationCore
import Testing

@testable import MarketData

/// What messages say of data: the place, the column that was meant, what to do.
@Suite("Messages about data") struct DataMessageTests {
    private func refusal(_ name: String, _ text: String, _ columns: [String: String]) -> String {
        var options = ReadOptions()
        options.columns = columns
        let folder = Folder()
        do {
            _ = try MarketData.load(folder.write(name, text: text), limits: Limits(), options: options)
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test(arguments: [
        ("x.csv", "when,auf,hoch,tief,zu\n1704067200000,1,2,1,2\n"),
        ("x.json", #"[{"when":1704067200000,"auf":1,"hoch":2,"tief":1,"zu":2}]"#),
    ]) func `a column that is misspelt is named with those that are there, whatever else is wrong`(
        name: String, text: String
    ) {
        let all = refusal(
            name, text, ["time": "wann", "open": "auf", "high": "hoch", "low": "tief", "close": "zu"])
        #expect(all.contains("there is no column 'wann' (columns time=wann)"), "\(all)")
        #expect(all.contains("there are when, auf, hoch, tief, zu"), "\(all)")
        let one = refusal(name, text, ["time": "when", "open": "auff"])
        #expect(one.contains("there is no column 'auff' (columns open=auff), did you mean 'auf'?"), "\(one)")
        #expect(one.contains("columns when, auf") || one.contains("known kind: when, auf"), "\(one)")
    }

    @Test(arguments: [false, true])
    func `broken JSON is named with line and byte, wherever it stands`(isOfLines: Bool) {
        let row =
            #"{"time":1704067200000,"open":1,"high":2,"low":1,"close":2,"note":""#
            + String(repeating: "x", count: 400) + "\"}"
        let rows = (0..<300).map {
            row.replacing("1704067200000", with: "\(1_704_067_200_000 + $0 * 60_000)")
        }
        var broken = rows
        broken[249] = broken[249].replacing("\"high\":2,", with: "\"high\":2 ")
        let text =
            isOfLines
            ? broken.joined(separator: "\n") : "[\n" + broken.joined(separator: ",\n") + "\n]"
        let line = isOfLines ? 250 : 251
        let place =
            text.utf8.count
            - (text.firstRange(of: "\"high\":2 \"").map { text[$0.upperBound...].utf8.count } ?? 0) - 1
        let refusal = Folder.refusal("x.json", text)
        #expect(refusal.contains("x.json:\(line): JSON at byte \(place): expected ',' or '}'"), "\(refusal)")
        var bytes = Array(
            (isOfLines ? rows.joined(separator: "\n") : "[\n" + rows.joined(separator: ",\n") + "\n]").utf8)
        bytes[place] = 0xFF
        let wrong = Folder.refusal("x.json", bytes: bytes)
        #expect(wrong.contains("x.json:\(line): encoding: not UTF-8 at byte \(place)"), "\(wrong)")
    }

    @Test func `text in another encoding is refused with what converts it`() {
        let latin = Array("time,open,high,low,close,Währung\n".unicodeScalars.map { UInt8($0.value) })
        #expect(Folder.refusal("x.csv", bytes: latin).contains("iconv -f LATIN1 -t UTF-8 OLD > NEW"))
        let wide: [UInt8] = [0xFF, 0xFE] + "time,open\n".utf8.map { [$0, 0] }.joined()
        #expect(Folder.refusal("x.csv", bytes: wide).contains("iconv -f UTF-16 -t UTF-8 OLD > NEW"))
    }

    @Test func `a script is told of options as it has them`() {
        let texts = [
            "--columns open=NAME says which": "columns = { open = \"NAME\" } says which",
            "--where coin='My coin' reads": "where = { coin = \"My coin\" } reads",
            "(--open-interest-unit quote; contracts*SIZE)":
                "(open_interest_unit = \"quote\"; contracts*SIZE)",
            "--time-unit day-first, or --time-unit month-first, says":
                "time_unit = \"day-first\", or time_unit = \"month-first\", says",
            "no --such option --": "no --such option --",
        ]
        for (text, expected) in texts { #expect(DataOption.inLua(text) == expected) }
    }

    @Test func `standard input is called so`() {
        #expect(
            DataError(.badInput, file: "/dev/stdin", line: 2, "bad").description == "standard input:2: bad")
        #expect(DataError(.badInput, file: "-", "bad").description == "standard input: bad")
    }

    @Test func `inverse contracts are valued at the close`() throws {
        var options = ReadOptions()
        options.openInterestUnit = OpenInterestUnit(text: "contracts*100usd")
        #expect(options.openInterestUnit?.text == "contracts*100.0usd")
        #expect(
            OpenInterestUnit(text: "contracts*usd") == nil && OpenInterestUnit(text: "contracts*-1usd") == nil
        )
        #expect(options.openInterestUnit?.base(50, at: 20) == 250)
        let folder = Folder()
        let text =
            "time,open,high,low,close,open_interest\n1704067200000,10,40,10,20,50\n1704070800000,10,40,10,40,50\n"
        let data = try MarketData.load(folder.write("x.csv", text: text), limits: Limits(), options: options)
        #expect(data.series.extras[.openInterest]?.missingAsNaN == [250, 125])
    }

    @Test func `a file of a folder without the name of one is read where its first line is data`() throws {
        let folder = Folder()
        folder.write(
            "klines.csv",
            text: "time,open,high,low,close\n"
                + (0..<3).map { "\(1_704_067_200_000 + $0 * 60_000),1,1,1,1\n" }.joined())
        folder.write(
            "liquidations.txt",
            text: "time,side,price,quantity\n1704067201000,SELL,10,2\n1704067320500,BUY,5,4\n")
        folder.write(
            "frames.txt",
            text:
                #"1704067201000000000 {"e":"forceOrder","o":{"s":"BTCUSDT","S":"BUY","ap":"7","z":"1","T":1704067202000}}"#
                + "\n")
        folder.write("README.txt", text: "What this is.\nNothing.\n")
        folder.write("broken.gz", [0x1F, 0x8B, 0, 1, 2])
        folder.write("picture.png", text: "x")
        let data = try MarketData.load(folder.path)
        #expect(
            data.report.sources.map { String($0.path.split(separator: "/").last ?? "") }.sorted() == [
                "frames.txt", "klines.csv", "liquidations.txt",
            ])
        #expect(data.orders?.notional.reduce(0, +) == 47)
        func note(_ name: String) -> String { data.report.notes.first { $0.contains(name) } ?? "" }
        #expect(note("README.txt").hasSuffix("(not a data file by its name, nor by its first line)"))
        #expect(note("broken.gz").hasSuffix("(not a data file by its name, nor by its first line)"))
        #expect(note("picture.png").hasSuffix("(not a data file by its name)"))
    }
}
