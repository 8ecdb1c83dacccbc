import LiquidationCore
import MarketData
import Testing

/// A load ends before a small file fills the memory.
@Suite("Limits of a load") struct LoadLimitTests {
    private func limits(_ change: (inout Limits) -> Void) -> Limits {
        var limits = Limits()
        change(&limits)
        return limits
    }

    private func error(_ path: String, _ limits: Limits, threads: Int = 2) -> DataError? {
        do {
            _ = try MarketData.load(path, limits: limits, threads: threads)
            return nil
        } catch {
            return error
        }
    }

    @Test func `more rows than the limit are refused, whatever they are written in`() throws {
        let rows = Klines.rows(0..<600)
        let csv = Klines.file(rows)
        let json = "[" + rows.map { "[\($0)]" }.joined(separator: ",\n") + "]"
        let lines = rows.map { "[\($0)]\n" }.joined()
        let folder = Folder()
        for (name, bytes) in [
            ("a.csv", Array(csv.utf8)), ("b.csv.gz", Archive.gzip(Array(csv.utf8))),
            ("c.json", Array(json.utf8)),
            ("d.jsonl", Array(lines.utf8)), ("e.zip", Archive.zip([Archive.Member("x.csv", csv)])),
        ] {
            let path = folder.write(name, bytes)
            #expect(error(path, limits { $0.rows = 600 }) == nil)
            let refusal = error(path, limits { $0.rows = 599 })
            #expect(refusal?.code == .limit)
            #expect(
                refusal?.description.contains(
                    "more than 599 rows to keep in memory (LIQ_MAX_ROWS=1198 allows") == true,
                "\(name) \(String(describing: refusal))")
        }
    }

    @Test func `the files of a folder share the limit`() {
        let folder = Folder()
        for i in 0..<6 { folder.write("\(i).csv", text: Klines.file(Klines.rows(10 * i..<10 * i + 10))) }
        for threads in 1...3 {
            #expect(error(folder.path, limits { $0.rows = 60 }, threads: threads) == nil)
            #expect(error(folder.path, limits { $0.rows = 59 }, threads: threads)?.code == .limit)
        }
    }

    @Test func `trades count as the bars that they become`() throws {
        let rows = (0..<300).map { "\($0),100.5,2,1,1,\(1_704_067_200_000 + 1000 * $0),true\n" }
        let text = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
        let folder = Folder()
        let path = folder.write("x.csv", text: text + rows.joined())
        #expect(error(path, limits { $0.rows = 10 }) == nil)
    }

    @Test func `text without line breaks is refused before it fills the memory`() {
        let letters = Archive.gzip(Array(repeating: UInt8(ascii: "a"), count: 3 << 16))
        let blank = Archive.gzip(Array(repeating: UInt8(ascii: "\n"), count: 3 << 16))
        for bytes in [letters, blank] {
            let text = Folder.refusal("x.csv.gz", bytes: bytes, limits: limits { $0.unbroken = 1 << 16 })
            #expect(text.contains("no line with text ends in 65536 bytes from byte 0 on"), "\(text)")
        }
    }

    @Test func `a JSON document has a limit of its own`() {
        let json = "[" + Klines.rows(0..<3000).map { "[\($0)]" }.joined(separator: ",") + "]"
        let folder = Folder()
        let path = folder.write("x.json", text: json)
        #expect(error(path, limits { $0.document = 300_000 }) == nil)
        let refusal = error(path, limits { $0.document = 100_000 })
        #expect(refusal?.code == .limit)
        #expect(refusal?.message == "a JSON document has more than the limit of 100000 bytes")
    }

    @Test func `gzip that holds more than its end says is unpacked in pieces, and equals the plain file`()
        throws
    {
        let text = Klines.file(Klines.rows(0..<3000))
        let bytes = Array(text.utf8)
        // The file's end tells the size of its last member, which holds ten bytes.
        let packed = Archive.gzip(Array(bytes.dropLast(10))) + Archive.gzip(Array(bytes.suffix(10)))
        let folder = Folder()
        let path = folder.write("x.csv.gz", packed)
        let limits = limits { $0.inOneGo = bytes.count / 2 }
        let data = try MarketData.load(path, limits: limits)
        #expect(try cells(data.series) == cells(Folder.load("x.csv", text).series))
        let small = self.limits {
            ($0.inOneGo, $0.ratio, $0.ratioFloor) = (bytes.count / 2, 0, bytes.count - 1)
        }
        #expect(error(path, small)?.code == .limit)
    }

    @Test func `the variable is a whole number above zero`() throws {
        #expect(try RowBudget.limit(nil) == RowBudget.usual)
        #expect(try RowBudget.limit("") == RowBudget.usual)
        #expect(try RowBudget.limit("25000000") == 25_000_000)
        for value in ["0", "-1", "1e6", "many", "9999999999999999999"] {
            let error = #expect(throws: DataError.self) { try RowBudget.limit(value) }
            #expect(error?.description == "LIQ_MAX_ROWS: must be a whole number above zero, was '\(value)'")
        }
    }
}
