import MarketData
import TestSupport
import Testing

/// The fast reader and the careful one have to agree on every cell: a quote around the first cell of a piece sends
/// the piece to the careful reader and changes nothing else.
@Suite("Clean rows") struct CleanRowsTests {
    /// The rows with and without a quoted first cell, as a whole file each.
    private func compare(_ header: String, _ rows: [String], ending: String = "\n") throws {
        let plain = ([header] + rows).map { $0 + ending }.joined()
        var quoted = rows
        for index in quoted.indices {
            let parts = quoted[index].split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { continue }
            quoted[index] = "\"\(parts[0])\",\(parts[1])"
        }
        let folder = Folder()
        let fast = folder.write("fast.csv", text: plain)
        let careful = folder.write("careful.csv", text: ([header] + quoted).map { $0 + ending }.joined())
        let (a, b) = (Folder.refusal(of: fast), Folder.refusal(of: careful))
        #expect(a.replacing("fast.csv", with: "") == b.replacing("careful.csv", with: ""))
        guard a.isEmpty else { return }
        let (first, second) = try (MarketData.load(fast), MarketData.load(careful))
        #expect(cells(first.series) == cells(second.series))
        #expect(
            first.report.lines.map { $0.replacing("fast.csv", with: "") }
                == second.report.lines.map { $0.replacing("careful.csv", with: "") })
    }

    private static let header = "time,open,high,low,close,volume,taker_buy_volume,open_interest,funding_rate"

    /// A price as whole cents, written with some number of decimals.
    private func text(_ cents: Int, _ decimals: Int) -> String {
        let (whole, part) = (cents / 100, "\(cents % 100 + 100)".dropFirst())
        return decimals == 0 ? "\(whole)" : "\(whole).\(part)" + String(repeating: "0", count: decimals - 2)
    }

    @Test(arguments: [2, 3, 5, 8, 0]) func `random rows of one form are read alike`(decimals: Int) throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("CleanRowsTests seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let rows = (0..<257).map { row in
            let low = Int.random(in: 1000...99_999_999, using: &random) / 100 * 100
            let high = low + Int.random(in: 0...9999, using: &random) / 100 * 100
            let volume = Int.random(in: 0...9_999_999_999, using: &random)
            let rate = Double(Int.random(in: -4_999_999...4_999_999, using: &random)) / 1e8
            let blank = Int.random(in: 0..<5, using: &random) == 0
            return [
                "\(1_735_689_600_000 + row * 60_000)", text(low, decimals), text(high, decimals),
                text(low, decimals), text(high, decimals), text(volume, decimals),
                text(volume / 3, decimals), blank ? "" : text(volume, decimals),
                decimals == 3 ? "" : "\(rate)",
            ].joined(separator: ",")
        }
        try compare(Self.header, rows)
        try compare(Self.header, rows, ending: "\r\n")
    }

    private static let row = "1735689600000,100.5,101.5,99.5,100.0,12.5,3.5,1000.25,0.0001"

    @Test(arguments: [
        "-100.5", "0.0", "0", "", "1e2", "100.", ".5", "+100.5", " 100.5", "100.5 ", "1,5", "1O0.5",
        "100.5.5",
        "100,5", "nan", "inf", "1e400", "123456789012345678", "1234567.123456789", "9007199254740993",
        ".12345678", ".123456789",
        "0.000000000000000000000001", "99999999999999999999.5", "100٫5", "100:5", "100/5", "--1", "0x10",
    ])
    func `an odd cell gets the careful answer in every column and row`(odd: String) throws {
        let width = Self.row.split(separator: ",").count
        for column in 1..<width {
            for place in LongTests.pick([0, 4], long: [0, 1, 4]) {
                var rows = (0..<5).map { row in
                    Self.row.replacing("1735689600000", with: "\(1_735_689_600_000 + row * 60_000)")
                }
                var cells = rows[place].split(separator: ",").map(String.init)
                cells[column] = odd
                rows[place] = cells.joined(separator: ",")
                try compare(Self.header, rows)
            }
        }
    }

    @Test func `times as text are read like times as numbers`() throws {
        let header = "create_time,open,high,low,close,symbol"
        let times = [
            ["2024-02-28 23:59:00", "2024-02-29 00:00:00", "2024-02-29 00:01:00", "2024-03-01 00:02:00"],
            ["2024-02-28T23:59:00Z", "2024-02-29T00:00:00Z", "2024-02-29T00:01:00.5", "2024-03-01"],
            ["2024-02-28 23:59:00", "2024-02-30 00:00:00"], ["2024-02-28 23:59:00", "2024-02-29 24:00:00"],
            ["2024-02-28 23:59:00", "2024-02-29 00-01-00"], ["2024-02-28 23:59:00", "2024-02-29 00:01:0x"],
            ["2024-02-28 23:59:00", "1709164800000"], ["1709164800000000", "1709164860000000"],
            ["1709164800000000", "1709164860000001"], ["1709164800000", "1709164860000000"],
        ]
        for column in times {
            let rows = column.map { "\($0),1.5,2.5,0.5,1.0,BTCUSDT" }
            try compare(header.replacing("create_time", with: "time"), rows)
        }
    }

    @Test func `rows of other widths, symbols and long fields get the careful answer`() throws {
        let header = "time,open,high,low,close,symbol,note"
        let good = "1735689600000,1.5,2.5,0.5,1.0,BTCUSDT,a"
        let next = "1735689660000,1.5,2.5,0.5,1.0,BTCUSDT,"
        for odd in [
            next + "b,c", String(next.dropLast()), next.replacing("BTC", with: "ETH"),
            next + String(repeating: "x", count: 2000), next + "\"a", next + "a\"", next + "a b+c#d",
            next + "ü",
            next.replacing("BTC", with: "btc"), "", next.replacing("2.5", with: "0.4"),
        ] {
            try compare(header, [good, odd])
            try compare(header, [good, odd, good.replacing("9600000", with: "9720000")])
        }
    }
}
