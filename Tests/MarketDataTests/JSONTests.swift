import LiquidationCore
import MarketData
import Testing

@Suite("JSON klines") struct JSONTests {
    /// The good klines as the exchange sends them: times and counts as numbers, the others as strings.
    private let good: String = {
        let rows = Klines.rows(0..<5).map { row in
            let cells = row.split(separator: ",").enumerated().map { index, cell in
                [0, 6, 8].contains(index) ? String(cell) : "\"\(cell)\""
            }
            return "[" + cells.joined(separator: ", ") + "]"
        }
        return "[" + rows.joined(separator: ",\n ") + "]\n"
    }()

    @Test func `they give the same bars as CSV`() throws {
        let csv = try cells(Folder.load("x.csv", Klines.good).series)
        #expect(try cells(Folder.load("x.json", good).series) == csv)
        #expect(try cells(Folder.load("x.json", good.replacing("\"", with: "")).series) == csv)
    }

    @Test func `a document that stops anywhere is refused with its length`() {
        for length in 1..<(good.utf8.count - 2) {
            let text = Folder.refusal("x.json", bytes: Array(good.utf8.prefix(length)))
            #expect(
                text.hasSuffix("JSON ends early at byte \(length) (the download stopped, fetch it again)"),
                "\(text)")
        }
    }

    @Test(arguments: [
        (
            #"{"code":-1121,"msg":"Invalid symbol."}"#,
            "file holds an exchange error (-1121 Invalid symbol.), not data"
        ),
        (#"{"a":[1,{"b":null}]}"#, "a JSON object, not an array of klines"),
        ("[]", "no data rows in the JSON array"), ("[1,2]", "JSON that is not an array of arrays"),
        (
            "[{\"time\":1704067200000,\"open\":1,\"high\":1,\"low\":1,\"close\":1}] x",
            "expected the end, found 'x'"
        ),
        ("[[1;2]]", "JSON at byte 3: expected ',' or ']', found ';2]]'"),
        ("[[1,{}]]", "JSON at byte 4: expected a number or a string, found '{}]]'"),
        ("[[1704067200000,1]]", "rows of 2 values say nothing by their places"),
        ("{\"a\":\"\u{1}\"}", "control character in a string"),
    ])
    func `anything else is refused`(text: String, words: String) {
        let found = Folder.refusal("x.json", text)
        #expect(found.contains(words), "\(found)")
    }

    @Test func `a bad cell is told by its row`() {
        let text = Folder.refusal("x.json", good.replacing("\"102.00\"", with: "\"NaN\""))
        #expect(text.contains("row 2, column close: 'NaN' is not a plain number"), "\(text)")
    }

    @Test func `depth has a limit`() {
        let text = Folder.refusal("x.json", "{\"a\":" + String(repeating: "[", count: 100_000))
        #expect(text.contains("nested deeper than 64 levels"), "\(text)")
    }
}
