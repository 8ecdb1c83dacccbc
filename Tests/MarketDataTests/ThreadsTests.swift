import MarketData
import TestSupport
import Testing

/// Any number of threads gives the same cells, notes and errors.
@Suite("Threads") struct ThreadsTests {
    /// Enough rows for several pieces on each of several threads.
    private static let rows = Klines.rows(0..<12_000)

    private func outcome(_ path: String, _ threads: Int) -> [String] {
        do {
            let data = try MarketData.load(path, limits: Limits(), threads: threads)
            return data.report.lines + cells(data.series)
        } catch {
            return [error.description]
        }
    }

    private func compare(_ rows: [String], lines: Int) {
        let folder = Folder()
        let path = folder.write("x.csv", text: Klines.file(rows))
        let one = outcome(path, 1)
        #expect(one.count >= lines)
        for threads in LongTests.pick([3, 8], long: [2, 3, 4, 8]) { #expect(outcome(path, threads) == one) }
    }

    @Test func `clean rows are read alike with any number of threads`() { compare(Self.rows, lines: 12_000) }

    @Test func `rows out of order, twice or with blanks are read alike with any number of threads`() {
        var rows = Self.rows
        rows[3600] = rows[3600].replacing("2.000,", with: ",")
        rows[6800] = "\"\(rows[6800].prefix(13))\"\(rows[6800].dropFirst(13))"
        rows.swapAt(8000, 8500)
        rows.append(rows[5])
        compare(rows, lines: 12_000)
    }

    @Test func `bad rows in several places are told alike with any number of threads`() {
        var rows = Self.rows
        for place in [11_600, 100, 4800, 4801] {
            rows[place] = rows[place].replacing("2.000", with: "-1")
        }
        compare(rows, lines: 1)
        rows[10_000] += "\u{0}"
        compare(rows, lines: 1)
    }

    @Test func `the first file that is bad is the one that is told`() {
        let folder = Folder()
        for day in 1...9 {
            let bad = day == 4 || day == 7
            let rows = Klines.rows((day * 100)..<(day * 100 + 100)).map {
                bad ? $0.replacing("2.000", with: "-\(day)") : $0
            }
            folder.write("BTCUSDT-1m-2024-01-0\(day).csv", text: Klines.file(rows))
        }
        for threads in [1, 2, 4] {
            let error = #expect(throws: DataError.self) {
                try MarketData.load(folder.path, limits: Limits(), threads: threads)
            }
            #expect(error?.file.hasSuffix("2024-01-04.csv") == true)
        }
    }
}
