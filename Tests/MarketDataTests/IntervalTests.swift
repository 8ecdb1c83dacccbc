import LiquidationCore
import MarketData
import Testing

/// The interval of bars: gaps are gaps, and rows of another interval are refused.
@Suite("Intervals") struct IntervalTests {
    /// A bars table with an open every so many minutes.
    private func table(minutes: [Int]) -> String {
        "time,open,high,low,close\n"
            + minutes.map { "\(Klines.start + Int64($0) * 60_000),100,110,90,105\n" }.joined()
    }

    private func stretch(_ range: Range<Int>, step: Int = 1, from start: Int = 0) -> [Int] {
        range.map { start + $0 * step }
    }

    @Test func `rows of two intervals are refused with the row and both intervals`() {
        let cases: [(minutes: [Int], line: Int, words: String)] = [
            // 1m, then 5m; 5m, then 1m; 1h with one row at half past; 1m, then a few rows of 4h.
            (
                stretch(0..<6) + stretch(0..<5, step: 5, from: 10), 8,
                "5m after the one before, but most bars are 1m apart"
            ),
            (
                stretch(0..<50, step: 5) + stretch(1..<9, from: 245), 52,
                "1m after the one before, but most bars are 5m"
            ),
            (stretch(0..<40, step: 60) + [1050], 20, "30m after the one before, but most bars are 1h apart"),
            (
                stretch(0..<500) + stretch(1..<5, step: 240, from: 499), 502,
                "4h after the one before, but most bars are 1m"
            ),
            // A row that is off by twenty minutes.
            (
                stretch(0..<9, step: 60) + [500] + stretch(9..<12, step: 60), 11,
                "20m after the one before, but most bars"
            ),
        ]
        for (minutes, line, words) in cases {
            let text = Folder.refusal(table(minutes: minutes.sorted()))
            #expect(text.contains("x.csv:\(line): mixed intervals: the bar at 2024-01-0"), "\(text)")
            #expect(text.contains(words) && text.contains("keep bars of one interval"), "\(text)")
        }
    }

    @Test func `gaps of whole multiples stay gaps`() throws {
        let cases: [(minutes: [Int], missing: Int)] = [
            ([0, 1, 4, 5, 7], 3), (stretch(0..<20) + stretch(30..<50), 10), ([0, 1, 3, 5], 2),
            // Two gaps of one length behind each other.
            (stretch(0..<20) + [22, 25] + stretch(26..<40), 4),
        ]
        for (minutes, missing) in cases {
            let data = try Folder.load("x.csv", table(minutes: minutes))
            #expect(data.interval == 60_000)
            #expect(data.report.gaps.reduce(0) { $0 + $1.bars } == missing)
        }
    }

    // A market in which most minutes pass without a trade; the seed makes it the same in every run.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `bars that are missing at random are gaps`(seed: UInt64) throws {
        var state = seed
        func isThere() -> Bool {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % 100 < 20 + 15 * (seed % 5)
        }
        let minutes = (0..<4000).filter { _ in isThere() }
        let data = try Folder.load("x.csv", table(minutes: minutes))
        #expect(data.interval == 60_000)
        #expect(data.series.count == minutes.count)
    }

    @Test func `bars that open late by some milliseconds are noted`() throws {
        let times = [0, 60_000, 120_028, 180_000, 240_000].map { Klines.start + $0 }
        let text = "time,open,high,low,close\n" + times.map { "\($0),100,110,90,105\n" }.joined()
        let data = try Folder.load("x.csv", text)
        #expect(data.interval == 60_000)
        #expect(
            data.report.notes.contains("2 steps between bars are no multiple of 1m"), "\(data.report.notes)")
    }

    @Test func `months of their own lengths are bars of one interval`() throws {
        let days = [0, 31, 60, 91, 121, 152]
        let data = try Folder.load("x.csv", table(minutes: days.map { $0 * 1440 }))
        #expect(data.report.notes == [] && data.report.gaps.isEmpty)
    }

    @Test func `rows of JSON are named by their number`() {
        let rows = (stretch(0..<6) + stretch(1..<5, step: 5, from: 5)).map {
            "[\(Klines.start + Int64($0) * 60_000),100,110,90,105,1]"
        }
        let text = Folder.refusal("x.json", "[" + rows.joined(separator: ",") + "]")
        #expect(
            text.contains("x.json: row 7: mixed intervals: the bar at 2024-01-01T00:10Z opens 5m after"),
            "\(text)")
    }
}

/// `close_time` is checked, and tells whether the last bar was finished.
@Suite("Close times") struct CloseTimeTests {
    private func file(_ rows: [(minute: Int, lasts: Int)]) -> String {
        Klines.file(
            rows.map { row in
                var cells = Klines.row(row.minute).split(separator: ",").map(String.init)
                cells[6] = "\(Klines.start + Int64(row.minute) * 60_000 + Int64(row.lasts))"
                return cells.joined(separator: ",")
            })
    }

    @Test(arguments: [59_999, 60_000, 59_000])
    func `the last millisecond, the last second and the end of a bar are its end`(lasts: Int) throws {
        #expect(try Folder.load("x.csv", file((0..<5).map { ($0, lasts) })).report.notes == [])
    }

    @Test func `close times of another interval are refused with their row`() {
        let text = Folder.refusal(file((0..<5).map { ($0, 299_999) }))
        #expect(
            text.contains("x.csv:2: column close_time: the bar lasts 5m, but bars are 1m apart"), "\(text)")
    }

    @Test func `a bar that closes before it opens is refused with its row`() {
        let text = Folder.refusal(file([(0, 59_999), (1, 59_999), (2, -1)]))
        #expect(
            text.contains(
                "x.csv:4: column close_time: the bar closes at 2024-01-01T00:01:59.999Z, before it opens "
                    + "(2024-01-01T00:02Z)"), "\(text)")
    }

    @Test func `some close times that are odd are counted, and blank ones are fine`() throws {
        let rows = (0..<400).map { (minute: $0, lasts: $0 == 7 || $0 == 300 ? 31_000 : 59_999) }
        let notes = try Folder.load("x.csv", file(rows)).report.notes
        #expect(
            notes.count == 1
                && notes[0].hasSuffix("x.csv: line 9 and 1 more: close_time is not the end of a bar of 1m"),
            "\(notes)")
        let blank = Klines.file(
            (0..<5).map { row in
                var cells = Klines.row(row).split(separator: ",").map(String.init)
                if row != 2 { cells[6] = "" }
                return cells.joined(separator: ",")
            })
        #expect(try Folder.load("x.csv", blank).report.notes == [])
    }

    @Test func `a last bar that closes early was not finished`() throws {
        let rows = (0..<5).map { (minute: $0, lasts: $0 == 4 ? 12_345 : 59_999) }
        #expect(
            try Folder.load("x.csv", file(rows)).report.notes == [
                "the last bar (2024-01-01T00:04Z) is not finished: its close_time is before its end, 2024-01-01T00:05Z"
            ])
    }

    @Test func `bars of which every other is missing are known by their close times`() throws {
        let data = try Folder.load("x.csv", file([0, 2, 4].map { ($0, 59_999) }))
        #expect(data.interval == 60_000)
        #expect(data.report.gaps.map(\.bars) == [1, 1])
    }

    @Test func `close times in text and in microseconds are read`() throws {
        let text = """
            open_time,open,high,low,close,close_time
            2024-01-01 00:00:00,1,2,1,2,2024-01-01 00:00:59
            2024-01-01 00:01:00,1,2,1,2,2024-01-01 00:01:59

            """
        #expect(try Folder.load("x.csv", text).report.notes == [])
        let micro = Klines.file(
            (0..<5).map { i in
                var cells = Klines.row(i).split(separator: ",").map(String.init)
                (cells[0], cells[6]) = (cells[0] + "000", cells[6] + "999")
                return cells.joined(separator: ",")
            })
        #expect(try Folder.load("x.csv", micro).report.notes == [])
    }
}

/// Columns that name whose rows these are.
@Suite("Label columns") struct LabelColumnTests {
    private func text(_ name: String, _ labels: [String]) -> String {
        "time,open,high,low,close,\(name)\n"
            + labels.enumerated().map {
                "\(Klines.start + Int64($0.offset) * 60_000),1,2,1,2,\($0.element)\n"
            }
            .joined()
    }

    @Test(arguments: ["coin", "ticker", "venue", "exchange", "pair", "instrument", "Coin"])
    func `a column that names two of them is refused with its row`(name: String) throws {
        #expect(try Folder.load("x.csv", text(name, ["BTC", "BTC", "BTC"])).report.notes == [])
        #expect(try Folder.load("x.csv", text(name, ["", "BTC", ""])).report.notes == [])
        let refusal = Folder.refusal(text(name, ["BTC", "BTC", "ETH"]))
        #expect(
            refusal.contains("x.csv:4: column \(name): ETH, but the rows before say BTC"), "\(refusal)")
        // Each of two pieces of the file is the same in all its rows.
        let long = Folder.refusal(
            text(name, Array(repeating: "BTC", count: 4000) + Array(repeating: "ETH", count: 4000)))
        #expect(long.contains("x.csv:4002: column \(name): ETH, but the rows before say BTC"), "\(long)")
    }

    @Test func `files of two coins are refused by name`() {
        let folder = Folder()
        folder.write("a.csv", text: text("coin", ["BTC"]))
        folder.write("b.csv", text: text("coin", ["ETH"]).replacing("1704067200000", with: "1704067260000"))
        let refusal = Folder.refusal(of: folder.path)
        #expect(
            refusal.contains(
                "two values of column coin: BTC in \(folder.path)/a.csv and ETH in \(folder.path)/b.csv"),
            "\(refusal)")
    }
}
