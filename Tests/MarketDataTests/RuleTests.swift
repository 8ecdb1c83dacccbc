import LiquidationCore
import MarketData
import Testing

@Suite("Rules of CSV files") struct RuleTests {
    /// The good file with one cell of one row replaced; rows count from 0, so row 2 is line 4.
    private func changed(_ row: Int, _ column: String, _ value: String) -> String {
        let names = Klines.header.split(separator: ",").map(String.init)
        var rows = Klines.rows(0..<5)
        var cells = rows[row].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if let index = names.firstIndex(of: column) { cells[index] = value }
        rows[row] = cells.joined(separator: ",")
        return Klines.file(rows)
    }

    @Test func `klines give every column that they hold`() throws {
        let data = try Folder.load("BTCUSDT-1m-2024-01.csv", Klines.good)
        // Row 1 of ``Klines``: opens at 101; 2 traded, half bought; 202.5 quote, 101.25 bought, so 101.25 sold.
        #expect(
            cells(data.series)[1]
                == #"1704067260000 [101.0, 104.5, 99.25, 102.0] "#
                + #"["2.0", "1.0", "101.25", "101.25", "absent", "absent", "absent"]"#)
        #expect(data.symbol == "BTCUSDT")
        #expect(data.interval == 60_000)
        #expect(data.report.missing == ["open_interest", "long_short_ratio", "funding_rate"])
        #expect(data.report.sources.map(\.kind) == [.klines])
        #expect(
            data.report.headline
                == "5 bars, 1 symbol-interval: BTCUSDT 1m, 2024-01-01T00:00Z to 2024-01-01T00:04Z")
        #expect(data.report.notes == [])
    }

    @Test func `line ends, marks, quotes and column order do not matter`() throws {
        let good = try cells(Folder.load("x.csv", Klines.good).series)
        let reversed = ([Klines.header] + Klines.rows(0..<5)).map {
            $0.split(separator: ",").reversed().joined(separator: ",") + "\n"
        }.joined()
        let quoted = Klines.file(
            Klines.rows(0..<5).map { $0.replacing(",0", with: ",\"0\"") }, ending: "\r\n")
        for text in [
            Klines.file(Klines.rows(0..<5), ending: "\r\n"), "\u{FEFF}" + Klines.good,
            String(Klines.good.dropLast()),
            Klines.good + "\n\r\n\n", reversed, quoted, Klines.rows(0..<5).joined(separator: "\n"),
            Klines.good.replacing(Klines.header, with: Klines.header.uppercased()),
        ] {
            #expect(try cells(Folder.load("x.csv", text).series) == good)
        }
    }

    @Test func `microseconds become milliseconds and are said`() throws {
        let rows = (0..<5).map { i in
            Klines.row(i).split(separator: ",").enumerated()
                .map { $0.offset == 0 ? "\($0.element)000" : String($0.element) }.joined(separator: ",")
        }
        let data = try Folder.load("x.csv", Klines.file(rows))
        #expect(try cells(data.series) == cells(Folder.load("x.csv", Klines.good).series))
        #expect(data.report.sources.map(\.timeUnit) == ["µs"])
        let text = Klines.file(rows).replacing("1704067200000000", with: "1704067200000001")
        #expect(
            Folder.refusal(text).contains("x.csv:2: column open_time: 1704067200000001 µs is not a whole"))
    }

    // Cuts of the magnitudes: ux.md 2.1, 10^11, 10^14, 10^17.
    @Test(arguments: [
        ("20240101", "looks like seconds"), ("1704067320", "changes from milliseconds to seconds"),
        ("100000000000000", "changes from milliseconds to microseconds"),
        ("1704067320000000000", "changes from milliseconds to nanoseconds"),
        ("9223372036854775808", "number too large"), ("-1", "seconds"),
        ("", "blank, but every row needs one"),
        ("2024-01-01 00:02:00", "changes from milliseconds to text"), ("noon", "'noon' is not a UTC time"),
        ("1704067320000.5.1", "is not a UTC time"),
    ])
    func `a time of another unit is refused`(value: String, words: String) {
        let row = words.hasPrefix("looks") ? 0 : 2
        let text = Folder.refusal(changed(row, "open_time", value))
        #expect(text.contains("x.csv:\(row + 2): column open_time: ") && text.contains(words), "\(text)")
    }

    @Test(arguments: [
        ("close", "NaN", "'NaN' is not a plain number"), ("close", "", "blank, but every row needs one"),
        ("close", "0", "price must be positive (0)"), ("low", "-1.5", "price must be positive (-1.5)"),
        ("volume", "-1", "must not be negative (-1)"), ("volume", "1e400", "1e400 is not finite"),
        ("volume", "\"1,5\"", "'1,5' is not a plain number"), ("volume", " 1", "' 1' is not a plain number"),
        ("count", "9223372036854775808", "number too large (9223372036854775808)"),
        ("count", "1.5", "'1.5' is not a whole number"), ("close_time", "x", "'x' is not a whole number"),
        ("volume", "\u{1B}[31mred", "'\\u{1b}[31mred' is not a plain number"),
        ("volume", String(repeating: "9", count: 60) + "x", "'" + String(repeating: "9", count: 40) + "…'"),
    ])
    func `a cell that breaks its column's rule is refused with its place`(
        column: String, value: String, words: String
    ) {
        let text = Folder.refusal(changed(2, column, value))
        #expect(text.contains("x.csv:4: column \(column): \(words)"), "\(text)")
    }

    @Test func `a bar whose range does not hold its prices is refused`() {
        #expect(Folder.refusal(changed(2, "high", "90")).contains(":4: high 90 < low 100.25"))
        #expect(
            Folder.refusal(changed(2, "open", "99")).contains(
                ":4: open 99 lies outside low 100.25 to high 105.50"))
        #expect(Folder.refusal(changed(2, "close", "106")).contains(":4: close 106 lies outside"))
        #expect(
            Folder.refusal(changed(2, "taker_buy_volume", "3")).contains("taker_buy_volume 3 > volume 2.000"))
        #expect(
            Folder.refusal(changed(2, "taker_buy_quote_volume", "999"))
                .contains("taker_buy_quote_volume 999 > quote_volume 204.500"))
    }

    @Test func `the first bad row is told in full, three more shortly, the others counted`() {
        let text = Folder.refusal(
            Klines.file(Klines.rows(0..<7).map { $0.replacing(",2.000,", with: ",?,") }))
        #expect(
            text.hasSuffix(
                "x.csv:2: column volume: '?' is not a plain number; and 6 more bad rows: "
                    + "line 3, column volume: '?' is not a plain number; line 4, column volume: '?' is not a plain "
                    + "number; line 5, column volume: '?' is not a plain number; …"), "\(text)")
    }

    @Test func `rows of another width are refused`() {
        let rows = Klines.rows(0..<4)
        #expect(
            Folder.refusal(Klines.file([rows[0], rows[1] + ",1"])).contains(
                "x.csv:3: 13 columns, 12 expected"))
        #expect(
            Folder.refusal(Klines.file([rows[0], "", rows[1]])).contains("x.csv:3: 1 column, 12 expected"))
        let cut = String(Klines.file(rows).dropLast(30))
        #expect(
            Folder.refusal(cut).contains("x.csv:5: cut short: fewer columns than the header (7, 12 expected)")
        )
    }

    @Test func `lines, fields and columns have limits`() {
        let long = String(repeating: "1", count: 1025)
        #expect(Folder.refusal(changed(1, "ignore", long)).contains("x.csv:3: field longer than 1024 bytes"))
        let line = (0..<90).map { _ in String(repeating: "1", count: 1000) }.joined(separator: ",")
        #expect(
            Folder.refusal(Klines.file([Klines.row(0), line])).contains(
                "x.csv:3: line longer than 65536 bytes"))
        #expect(Folder.refusal(String(repeating: ",", count: 600)).contains("x.csv:1: more than 512 columns"))
        #expect(
            Folder.refusal(changed(1, "ignore", "\"open")).contains(
                "x.csv:3: a quoted field does not end on its line"))
        #expect(
            Folder.refusal(changed(1, "ignore", "\"a\"b")).contains("x.csv:3: text after a closing quote"))
        var limits = Limits()
        limits.bytes = 100
        let text = Folder.refusal("x.csv", bytes: Array(Klines.good.utf8), limits: limits)
        #expect(text.contains("above the limit of 100"))
    }

    @Test func `identical rows are dropped, contradicting ones refused, order restored`() throws {
        let good = try cells(Folder.load("x.csv", Klines.good).series)
        let rows = Klines.rows(0..<5)
        let twice = try Folder.load("x.csv", Klines.file(rows + [rows[1], rows[4]]))
        #expect(cells(twice.series) == good)
        #expect(
            twice.report.notes.contains {
                $0.hasSuffix("2 duplicate rows (first at line 7), identical, dropped")
            })
        let shuffled = try Folder.load("x.csv", Klines.file([rows[3], rows[0], rows[4], rows[1], rows[2]]))
        #expect(cells(shuffled.series) == good)
        #expect(
            shuffled.report.notes.contains {
                $0.hasSuffix("rows out of order (first at line 3), sorted by time")
            })
        let other = rows[1].replacing(",102.00,", with: ",102.50,")
        let text = Folder.refusal(Klines.file(rows + [other]))
        #expect(
            text.contains(
                "x.csv:7: same open_time as line 3 with different values (column close: 102.5 and 102.0)"),
            "\(text)")
    }

    @Test func `gaps are told and never filled`() throws {
        let data = try Folder.load("x.csv", Klines.file([0, 1, 4, 5, 7].map { Klines.row($0) }))
        #expect(data.series.count == 5)
        #expect(
            data.report.notes == [
                "gap: 2 bars missing from 2024-01-01T00:02Z to 00:03Z",
                "gap: 1 bar missing at 2024-01-01T00:06Z",
            ])
    }

    @Test(arguments: [
        ("", "file is empty (0 bytes)"), ("\n\n", "file holds blank lines only"),
        (Klines.header + "\n", "no data rows"), ("\u{FEFF}", "file is empty"),
        (" \n<html><body>no</body>", "file looks like an HTML page"),
        ("a,b,c\n1,2,3\n", "not a known layout: columns a, b, c"),
        ("1704067200000,1,2\n", "no header, and 3 columns: 6 (time,"),
        ("time,open,high,low,volume\n1,1,1,1,1\n", "column close is missing"),
        ("time,open,high,low,close,close\n", "mean the same (close)"),
        ("time,open,high,low,c,last\n1,1,1,1,1,1\n", "columns 'c' and 'last' mean the same (close)"),
    ])
    func `a file that holds no rows of a known kind is refused`(text: String, words: String) {
        let found = Folder.refusal(text)
        #expect(found.contains(words), "\(found)")
    }

    @Test func `only UTF-8 is read`() {
        let wide = Klines.good.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [[0xFF, 0xFE] + wide, wide] {
            #expect(Folder.refusal("x.csv", bytes: bytes).contains("encoding: UTF-16 found, UTF-8 expected"))
        }
        var bytes = Array(Klines.good.utf8)
        bytes[200] = 0xE9
        #expect(Folder.refusal("x.csv", bytes: bytes).contains("encoding: not UTF-8 at byte 200"))
    }

    @Test func `what is not there is missing input`() {
        let error = #expect(throws: DataError.self) { try MarketData.load("/nowhere/x.csv") }
        #expect(error?.code == .inputMissing)
        #expect(error?.description == "/nowhere/x.csv: no such file or folder")
        #expect(Folder.refusal(of: "/dev/null").contains("is neither a file nor a folder"))
    }
}
