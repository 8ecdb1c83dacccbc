import Glibc
import LiquidationCore
import MarketData
import Synchronization
import Testing

/// Files that are not whole: still being written, or cut in the middle of a number.
@Suite("Whole files") struct WholeFileTests {
    /// What is said of a file to which something happens once its first bytes are read.
    private func refusal(_ path: String, whileReading change: @escaping @Sendable () -> Void) -> DataError? {
        let isDone = Mutex(false)
        var limits = Limits()
        limits.shouldContinue = { _ in
            isDone.withLock { isDone in
                if !isDone { change() }
                isDone = true
            }
            return true
        }
        do {
            _ = try MarketData.load(path, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private static func append(_ text: String, to path: String) {
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o600)
        _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    /// Something to ask while a file is read: it adds a byte the first time, as a file that grew for ever would be read
    /// for ever.
    private static func appendingOnce(to path: String) -> @Sendable (Int) -> Bool {
        let isDone = Mutex(false)
        return { _ in
            isDone.withLock { isDone in
                if !isDone { append(" ", to: path) }
                isDone = true
            }
            return true
        }
    }

    @Test func `a file that grows, shrinks or is written again while it is read is refused by name`() {
        let folder = Folder()
        let text = Klines.good
        let changes: [(words: String, change: @Sendable (String) -> Void)] = [
            ("it had \(text.utf8.count) bytes, then ", { Self.append(Klines.row(5) + "\n", to: $0) }),
            ("it had \(text.utf8.count) bytes, then 300", { truncate($0, 300) }),
            (
                "its \(text.utf8.count) bytes were written again",
                { path in
                    // A clock of 4 ms would not see it.
                    var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
                    utimes(path, &times)
                }
            ),
        ]
        for (words, change) in changes {
            let path = folder.write("x.csv", text: text)
            let error = refusal(path) { change(path) }
            #expect(error?.code == .badInput)
            #expect(error?.file == path)
            #expect(
                error?.description.contains("x.csv: changed while it was read: \(words)") == true,
                "\(String(describing: error))")
        }
    }

    @Test(arguments: ["x.csv.gz", "x.zip", "x.json"])
    func `packed files and JSON that grow while they are read are refused`(name: String) throws {
        let bytes: [UInt8] =
            switch name {
            case "x.zip": Archive.zip([Archive.Member("x.csv", Klines.good)])
            case "x.json": Array("[[1704067200000,1,2,0.5,1,3],[1704067260000,1,2,0.5,1,3]]".utf8)
            default: Archive.gzip(Array(Klines.good.utf8))
            }
        let folder = Folder()
        let path = folder.write(name, bytes)
        let error = refusal(path) { Self.append(" ", to: path) }
        #expect(error?.message.contains("changed while it was read") == true, "\(String(describing: error))")
    }

    @Test func `a file that is added to a folder's other files afterwards changes nothing`() throws {
        let folder = Folder()
        let (path, other) = (folder.write("x.csv", text: Klines.good), "\(folder.path)/y.csv")
        let error = refusal(path) { Self.append(Klines.good, to: other) }
        #expect(error == nil)
    }

    @Test func `a last line without a line feed is noted, with its number`() throws {
        let table =
            "time,open,high,low,close,open_interest\n1704067200000,1,2,1,2,8400000000\n1704067260000,1,2,1,2,8"
        let data = try Folder.load("x.csv", table)
        #expect(data.series.count == 2)
        let notes = data.report.notes.filter {
            $0.hasSuffix(": no line feed ends line 3, the last: it may be cut short")
        }
        #expect(notes.count == 1, "\(data.report.notes)")
        #expect(try Folder.load("x.csv", Klines.good).report.notes == [])
        #expect(try Folder.load("x.csv", Klines.good + "\n\r\n").report.notes == [])
        #expect(try Folder.load("x.csv", Klines.good.dropLast() + "\r").report.notes.count == 1)
        let long = Klines.file(Klines.rows(0..<3000))
        #expect(try Folder.load("x.csv", long).report.notes == [])
        let cut = try Folder.load("x.csv", String(long.dropLast())).report.notes
        #expect(cut.count == 1 && cut[0].contains("line 3001"), "\(cut)")
    }

    @Test func `many files without a last line feed share one note`() throws {
        let folder = Folder()
        for i in 0..<12 {
            let text = Klines.file(Klines.rows(3 * i..<3 * i + 3))
            folder.write("part-\(10 + i).csv", text: i == 4 ? text : String(text.dropLast()))
        }
        let notes = try MarketData.load(folder.path).report.notes
        #expect(
            notes == [
                "\(folder.path)/part-10.csv and 10 more files: no line feed ends the last line: it may be cut short"
            ])
        let members = (0..<3).map {
            Archive.Member("\($0).csv", String(Klines.file(Klines.rows(3 * $0..<3 * $0 + 3)).dropLast()))
        }
        let zip = Folder()
        let packed = try MarketData.load(zip.write("x.zip", Archive.zip(members))).report.notes
        #expect(packed.count == 1 && packed[0].contains("x.zip/0.csv and 2 more files:"), "\(packed)")
    }

    @Test func `trades without a last line feed are noted with the line of the file`() throws {
        let rows = (0..<3).map { "\($0),100.5,2,1,1,\(1_704_067_200_000 + 1000 * $0),true" }
        let text = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n"
        let notes = try Folder.load("x.csv", text + rows.joined(separator: "\n")).report.notes
        #expect(notes.contains { $0.contains("no line feed ends line 4, the last") }, "\(notes)")
    }

    private static let positions = "side,entry,quantity,leverage\nlong,100,1,10\nlong,100,1,1"

    /// What pricing a table says of it, and what is noted.
    private func price(_ path: String, change: @escaping () -> Void) -> (error: DataError?, notes: [String]) {
        var batch = PositionBatch { (_, _) throws(PositionFault) in
            throw PositionFault(column: nil, "no market")
        }
        batch.keepsGoing = true
        // Asked before the file is opened, then before each reading.
        var asked = 0
        batch.threads = 1
        batch.shouldContinue = {
            asked += 1
            if asked == 2 { change() }
            return true
        }
        do throws(DataError) { return (nil, try batch.run(path) { _ in true }.notes) } catch {
            return (error, [])
        }
    }

    @Test func `a table of positions that changes while it is priced is refused`() {
        let folder = Folder()
        let count = Self.positions.utf8.count
        for (words, length) in [("it had \(count) bytes, then \(count + 1)", nil), ("then 50", 50)] {
            let path = folder.write("p.csv", text: Self.positions)
            let error = price(path) {
                if let length { truncate(path, length) } else { Self.append("0", to: path) }
            }.error
            #expect(error?.code == .badInput)
            #expect(
                error?.description.contains("p.csv: changed while it was read: ") == true
                    && error?.description.contains(words) == true, "\(String(describing: error))")
        }
    }

    @Test func `a table of positions whose last line has no line feed is noted`() {
        let folder = Folder()
        for (end, notes) in [
            ("", ["no line feed ends line 3, the last: it may be cut short"]), ("\n", []), ("\r\n\n", []),
        ] {
            let result = price(folder.write("p.csv", text: Self.positions + end)) {}
            #expect(result.error == nil)
            #expect(result.notes == notes)
        }
    }

    @Test(arguments: ["a.csv", "a.json"]) func `an account that changes while it is read is refused`(
        name: String
    ) {
        let folder = Folder()
        let text =
            name == "a.csv" ? Self.positions + "\n" : "{\"wallet\": 1, \"positions\": [{\"side\": \"long\"}]}"
        let path = folder.write(name, text: text)
        #expect(throws: Never.self) { try AccountFile(path) }
        var limits = Limits()
        limits.shouldContinue = Self.appendingOnce(to: path)
        let error = #expect(throws: DataError.self) { try AccountFile(path, limits: limits) }
        #expect(error?.code == .badInput)
        #expect(error?.message.contains("changed while it was read") == true)
    }

    @Test func `an account's table without a last line feed is noted`() throws {
        let folder = Folder()
        let cut = try AccountFile(folder.write("a.csv", text: Self.positions))
        #expect(cut.notes == ["no line feed ends line 3, the last: it may be cut short"])
        #expect(try AccountFile(folder.write("b.csv", text: Self.positions + "\n")).notes == [])
    }

    @Test func `tiers that change while they are read are refused`() throws {
        let folder = Folder()
        let path = folder.write("a.csv", text: Self.positions)
        var limits = Limits()
        limits.shouldContinue = Self.appendingOnce(to: path)
        let error = #expect(throws: DataError.self) { try TierFile(path, limits: limits) }
        #expect(error?.message.contains("changed while it was read") == true)
    }
}
