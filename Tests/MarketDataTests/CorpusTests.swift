import Glibc
import LiquidationCore
import MarketData
import TestSupport
import Testing

/// The corpus of malformed inputs; skipped where the machine does not have it. ``RuleTests`` and its neighbours hold
/// every rule without it.
@Suite("Malformed inputs, open set", .enabled(if: Shared.has("hostile/files/d00_good_klines.csv")))
struct CorpusTests {
    private func path(_ name: String) -> String { "\(Shared.root)/hostile/files/\(name)" }

    private static let refused: [(file: String, line: Int?, words: [String])] = [
        ("d01_truncated_row.csv", 11, ["cut short: fewer columns than the header", "5", "12"]),
        ("d04_utf16le.csv", nil, ["encoding: UTF-16 found, UTF-8 expected"]),
        ("d05_nan_inf.csv", 5, ["column close", "'NaN'", "3 more bad rows", "line 6", "line 7", "line 8"]),
        ("d06b_duplicate_conflict.csv", 7, ["same open_time as line 6 with different values"]),
        (
            "d09_negative_zero_price.csv", 4,
            ["column open: price must be positive (-42000.00)", "line 5", "(0)"]
        ),
        ("d10_high_below_low.csv", 7, ["high 41900.00 < low 42100.00"]),
        (
            "d12_funding_absurd.csv", 4,
            [
                "column last_funding_rate: 5.0 (500 %) is outside the plausible range", "line 5",
                "column last_funding_rate: '0.01%' is not a plain number",
            ]
        ),
        ("d13_truncated.json", nil, ["JSON ends early at byte 913"]),
        ("d14_exchange_error.json", nil, ["file holds an exchange error (-1121 Invalid symbol.), not data"]),
        ("d15_html_page.csv", nil, ["file looks like an HTML page"]),
        ("d16_empty.csv", nil, ["file is empty (0 bytes)"]),
        ("d17_header_only.csv", nil, ["no data rows"]),
        ("d18_wrong_column_count.csv", 6, ["14 columns, 12 expected", "line 8, 9 columns"]),
        ("d20_ms_and_us_mixed.csv", 7, ["timestamp unit changes from milliseconds to microseconds"]),
        (
            "d21_integer_overflow.csv", 3,
            [
                "column open_time: number too large", "line 4, column count", "9223372036854775808",
                "line 5, column volume: 1e400 is not finite",
            ]
        ),
        (
            "d22_zip_path_traversal.zip", nil,
            ["archive member '../../../../tmp/sec_d22_marker.csv' points outside the archive"]
        ),
        (
            "d23_zip_bomb.zip", nil,
            [
                "archive member BTCUSDT-1m-2024-01.csv expands to 209715200 bytes (ratio 1028:1), above the limit"
            ]
        ),
        ("d24_zip_symlink.zip", nil, ["archive member BTCUSDT-1m-2024-01.csv is a symbolic link"]),
        ("d25_csv_injection.csv", 3, ["column symbol", "is not a symbol name"]),
        ("d26_locale_numbers.csv", 3, ["column volume: '1,234.5' is not a plain number"]),
    ]

    @Test(arguments: CorpusTests.refused)
    func `a file that breaks a rule is refused with its place and its value`(
        file: String, line: Int?, words: [String]
    ) {
        let started = ProcessorTime.ofThread
        let error = #expect(throws: DataError.self) { try MarketData.load(path(file)) }
        // INDEX.md: every case in under 2 s.
        #expect(ProcessorTime.ofThread - started < .seconds(2))
        #expect(error?.line == line)
        let text = error?.description ?? ""
        for word in words + [file] { #expect(text.contains(word), "\(text)") }
    }

    @Test(arguments: ["d02_crlf_no_final_newline.csv", "d03_utf8_bom.csv", "d19_columns_reordered.csv"])
    func `another spelling of the good file gives the same ten bars`(file: String) throws {
        let good = try MarketData.load(path("d00_good_klines.csv"))
        #expect(good.series.count == 10)
        #expect(good.report.lines.first?.hasPrefix("10 bars, 1 symbol-interval") == true)
        #expect(good.report.notes == [])
        #expect(try cells(MarketData.load(path(file)).series) == cells(good.series))
    }

    @Test(arguments: [
        ("d06a_duplicate_same.csv", "1 duplicate row (line 7)"),
        ("d07_out_of_order.csv", "rows out of order (first at line 6)"),
    ])
    func `repeated and unordered rows are put right and said`(file: String, note: String) throws {
        let good = try MarketData.load(path("d00_good_klines.csv"))
        let data = try MarketData.load(path(file))
        #expect(cells(data.series) == cells(good.series))
        #expect(data.report.notes.count == 1)
        #expect(data.report.notes.first?.contains(note) == true, "\(data.report.notes)")
    }

    @Test func `a gap is said and never filled`() throws {
        let data = try MarketData.load(path("d08_gap.csv"))
        #expect(data.series.count == 7)
        #expect(data.report.notes == ["gap: 3 bars missing from 2024-01-01T00:04Z to 00:06Z"])
        #expect(data.report.gaps.map(\.bars) == [3])
    }

    @Test func `metrics alone are no bars`() {
        let error = #expect(throws: DataError.self) {
            try MarketData.load(path("d11_oi_zero_and_missing.csv"))
        }
        #expect(error?.message.contains("no price bars, only metrics") == true)
    }

    @Test func `reading an archive writes nothing outside`() {
        _ = Folder.refusal(of: path("d22_zip_path_traversal.zip"))
        #expect(access("/tmp/sec_d22_marker.csv", F_OK) != 0)
    }
}

/// Real market data; skipped where the machine does not have it.
@Suite("Real cases", .enabled(if: Shared.has("data/cases/A-btc-4h/bars.csv.gz")))
struct CaseTests {
    // Bars and hours missing: data/INDEX.md, "Ready-made cases".
    @Test(arguments: [("A-btc-4h", 1375, 0, 4), ("A-eth-4h", 1375, 0, 4), ("B-btc-1h", 2078, 4, 1)])
    func `a case loads as a file and as a folder`(name: String, bars: Int, missing: Int, hours: Int) throws {
        let folder = "\(Shared.root)/data/cases/\(name)"
        let data = try MarketData.load("\(folder)/bars.csv.gz")
        #expect(data.series.count == bars)
        #expect(data.interval == Int64(hours) * 3_600_000)
        #expect(data.report.gaps.reduce(0) { $0 + $1.bars } == missing)
        let joined = try MarketData.load(folder)
        #expect(joined.series.close == data.series.close && joined.series.time == data.series.time)
        // data/INDEX.md: totals of a bar, as published.
        #expect(joined.series.extras[.liquidatedLong]?.presentCount ?? 0 > bars * 9 / 10)
        #expect((joined.series.extras[.bids] != nil) == (name == "A-btc-4h"))
    }

    @Test func `columns without values count as missing`() throws {
        let data = try MarketData.load("\(Shared.root)/data/cases/A-eth-4h/bars.csv.gz")
        #expect(
            data.report.missing == [
                "taker_buy_volume", "taker_buy_usd", "taker_sell_usd", "long_short_ratio",
            ])
        #expect(data.series.extras.openInterest?[0] == 1_373_375.09)
        #expect(data.series.extras.fundingRate?[0] == nil)
        #expect(data.series.extras.fundingRate?[1] == 0.00015351)
    }
}
