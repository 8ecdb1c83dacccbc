import Glibc
import LiquidationCore
import MarketData
import Testing

/// Files that are something else than what is read are called by their names, with what to do.
@Suite("Foreign files") struct ForeignFileTests {
    private static let filler = Array(repeating: UInt8(0x8A), count: 600)

    @Test(arguments: [
        ("x.feather", Array("ARROW1".utf8) + [0, 0], "is a Feather (Arrow) file"),
        ("x.feather", Array("FEA1".utf8), "is a Feather file"),
        ("x.arrow", [0xFF, 0xFF, 0xFF, 0xFF], "is an Arrow stream"),
        ("x.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "is an Excel file (xls)"),
        (
            "x.csv.bz2", Array("BZh91AY&SY".utf8),
            "is compressed with bzip2, which is not read (unpack it with bunzip2 -k"
        ),
        ("x.csv.xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "is compressed with xz"),
        ("x.csv", Array("SQLite format 3\0".utf8), "is a SQLite database"),
        ("x.7z", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "is a 7z archive"),
        (
            "x.tar", Array(repeating: 0x61, count: 257) + Array("ustar".utf8),
            "is a tar archive, which is not read (unpack it"
        ),
    ])
    func `a file of another format is called by its name`(name: String, mark: [UInt8], words: String) {
        #expect(Folder.refusal(name, bytes: mark + Self.filler).contains(words))
        // Also within gzip and zip.
        #expect(Folder.refusal("x.csv.gz", bytes: Archive.gzip(mark + Self.filler)).contains(words))
        var member = Archive.Member("x.csv", "")
        member.bytes = mark + Self.filler
        #expect(Folder.refusal("x.zip", bytes: Archive.zip([member])).contains(words))
    }

    @Test func `an Excel workbook is not just a zip archive`() {
        let bytes = Archive.zip([
            Archive.Member("[Content_Types].xml", "x"), Archive.Member("xl/workbook.xml", "x"),
        ])
        #expect(
            Folder.refusal("x.xlsx", bytes: bytes).contains(
                "is an Excel workbook (xlsx), which is not read (save it as CSV)"))
    }

    @Test func `a zero byte is called so, with line and byte`() {
        var bytes = Array(Klines.good.utf8)
        bytes[200] = 0
        let text = Folder.refusal("x.csv", bytes: bytes)
        #expect(text.contains("x.csv:2: a zero byte (NUL) at byte 200: this is no text"), "\(text)")
        let zeros = Folder.refusal("x.csv", bytes: Array(Klines.good.utf8) + Array(repeating: 0, count: 5000))
        #expect(zeros.contains("x.csv:7: a zero byte (NUL) at byte \(Klines.good.utf8.count)"), "\(zeros)")
        let long = Folder.refusal(
            "x.csv", bytes: Array(Klines.good.utf8) + Array(repeating: 0, count: 6 << 20))
        #expect(long.contains("a zero byte (NUL) at byte \(Klines.good.utf8.count)"), "\(long)")
        bytes[200] = 0xE9
        #expect(Folder.refusal("x.csv", bytes: bytes).contains("x.csv:2: encoding: not UTF-8 at byte 200"))
    }

    @Test(arguments: [(";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars")])
    func `other separators than the comma are read, but not beside commas`(separator: String, name: String)
        throws
    {
        let comma = "time,open,high,low,close\n1704067200000,1,3,1,2\n1704067260000,1,3,1,2.5\n"
        let text = comma.replacing(",", with: separator)
        #expect(try cells(Folder.load("x.csv", text).series) == cells(Folder.load("x.csv", comma).series))
        let refusal = Folder.refusal(text.replacing("2.5", with: "2,5"))
        #expect(refusal.contains("a comma at byte 68, but \(name) part the fields"), "\(refusal)")
    }

    @Test func `line ends of old systems are called by their name`() {
        let refusal = Folder.refusal(Klines.good.replacing("\n", with: "\r"))
        #expect(
            refusal.contains(
                "x.csv:1: a lone carriage return at byte \(Klines.header.utf8.count) ends the line"),
            "\(refusal)")
    }

    @Test(arguments: [
        "date,open,high,low,close,oi\n2024-01-01,1,2,1,2,7\n2024-01-02,1,2,1,2,8\n",
        "timestamp,o,h,l,c,openInterest\n1704067200,1,2,1,2,7\n1704153600,1,2,1,2,8\n",
        "openTime,Open,High,Low,Close,sumOpenInterest\n1704067200000000000,1,2,1,2,7\n1704153600000000000,1,2,1,2,8\n",
        "Unix,open,high,low,close,open_interest\n1704067200.0,1,2,1,2,7\n1704153600.0,1,2,1,2,8\n",
        "datetime,open,high,low,close,OI\n2024-01-01T02:00:00.000000+02:00,1,2,1,2,7\n2024-01-01 19:00:00-0500,1,2,1,2,8\n",
    ])
    func `columns are read by the names and times in the spellings that others write`(text: String) throws {
        let series = try Folder.load("x.csv", text).series
        #expect(series.time == [1_704_067_200_000, 1_704_153_600_000])
        #expect(series.close == [2, 2] && series.extras.openInterest?.missingAsNaN == [7, 8])
    }

    @Test func `columns of one's own are kept by their names, texts are not`() throws {
        let data = try Folder.load(
            "x.csv",
            "time,open,high,low,close,mood,colour\n1704067200000,1,2,1,2,0.5,red\n1704067260000,1,2,1,2,n/a,red\n"
        )
        #expect(data.series.extras.own.keys.sorted() == ["mood"])
        #expect(
            data.series.extras.own["mood"]?.presentCount == 1 && data.series.extras.own["mood"]?[0] == 0.5)
        #expect(
            data.report.notes.contains { $0.hasSuffix("unknown columns, not read: colour") },
            "\(data.report.notes)")
    }

    @Test func `what macOS adds to archives is left out without a word`() throws {
        let bytes = Archive.zip([
            Archive.Member("BTCUSDT-1m-2024-01.csv", Klines.good),
            Archive.Member("._BTCUSDT-1m-2024-01.csv", "\0\u{5}x"),
            Archive.Member("__MACOSX/._BTCUSDT-1m-2024-01.csv", "\0\u{5}x"),
            Archive.Member("a/.DS_Store", "x"),
        ])
        let folder = Folder()
        let data = try MarketData.load(folder.write("x.zip", bytes))
        #expect(data.series.count == 5)
        #expect(data.report.notes == [])
        folder.write("._x.zip", text: "x")
        #expect(try MarketData.load(folder.path).report.notes == [])
    }

    @Test func `a link in a folder that leads nowhere is a note`() throws {
        let folder = Folder()
        folder.write("a.csv", text: Klines.good)
        symlink("\(folder.path)/gone.csv", "\(folder.path)/b.csv")
        symlink("\(folder.path)/c.csv", "\(folder.path)/c.csv")
        let data = try MarketData.load(folder.path)
        #expect(data.series.count == 5)
        #expect(
            data.report.notes == [
                "not used: \(folder.path)/b.csv (a link to nothing)",
                "not used: \(folder.path)/c.csv (a link that leads in a circle)",
            ])
    }
}

/// Answers of exchanges as their interfaces give them.
@Suite("Exchange answers") struct ExchangeAnswerTests {
    private let rows =
        "[[\"1704067200000\",\"1\",\"2\",\"0.5\",\"1\",\"3\"],[\"1704067260000\",\"1\",\"2\",\"0.5\",\"1\",\"3\"]]"

    @Test(arguments: [
        #"{"code":0,"msg":"","data":ROWS}"#, #"{"code":"0","msg":"","data":ROWS}"#,
        #"{"code":"00000","msg":"success","requestTime":1,"data":ROWS}"#,
        #"{"retCode":0,"retMsg":"OK","result":{"symbol":"BTCUSDT","list":ROWS},"time":1}"#,
        #"{"data":ROWS}"#,
    ])
    func `an answer without an error is data`(answer: String) throws {
        let data = try Folder.load("x.json", answer.replacing("ROWS", with: rows))
        #expect(data.series.count == 2)
        #expect(data.series.close[1] == 1)
    }

    @Test(arguments: [
        (#"{"code":-1121,"msg":"Invalid symbol."}"#, "an exchange error (-1121 Invalid symbol.)"),
        (
            #"{"code":"51001","msg":"Instrument ID does not exist","data":[]}"#,
            "an exchange error (51001 Instrument"
        ),
        (#"{"retCode":10001,"retMsg":"params error","result":{}}"#, "an exchange error (10001 params error)"),
        (#"{"code":"0","msg":"","data":[]}"#, "the exchange's answer holds no rows"),
        (
            #"{"code":"0","msg":"","data":[["1704067200000","1","2","0.5","1"]]}"#,
            "rows of 5 values say nothing by their places"
        ),
    ])
    func `an error is an error, and rows that do not say what they mean are refused`(
        answer: String, words: String
    ) {
        let text = Folder.refusal("x.json", answer)
        #expect(text.contains(words), "\(text)")
    }
}
