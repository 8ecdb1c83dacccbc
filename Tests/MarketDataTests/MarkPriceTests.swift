import LiquidationCore
import MarketData
import TestSupport
import Testing

@Suite("Mark prices and turnover") struct MarkPriceTests {
    private func bars(_ header: String, _ rows: [String]) -> String {
        "time,open,high,low,close,\(header)\n"
            + rows.enumerated().map { "\(Klines.start + Int64($0) * 60_000),10,12,9,11,\($1)\n" }.joined()
    }

    @Test func `the columns are read by name, blank cells are missing, coverage is told`() throws {
        let data = try Folder.load(
            "bars.csv", bars("turnover,mark_low,mark_high", ["0.5,8.75,12.25", ",,", "0,9,9", "1e-2,9.5,"]))
        let extras = data.series.extras
        #expect(extras.markHigh.map { column in (0..<4).map { column[$0] } } == [12.25, nil, 9, nil])
        #expect(extras.markLow.map { column in (0..<4).map { column[$0] } } == [8.75, nil, 9, 9.5])
        #expect(extras.turnover.map { column in (0..<4).map { column[$0] } } == [0.5, nil, 0, 0.01])
        let lines = data.report.lines
        for line in [
            "column mark_high: 2 of 4 bars", "column mark_low: 3 of 4 bars", "column turnover: 3 of 4 bars",
        ] {
            #expect(lines.contains(line))
        }
        #expect(lines.contains { $0.contains("value missing in column mark_high") })
        #expect(data.report.sources.map(\.kind) == [.bars])
    }

    @Test func `data without them says nothing of them`() throws {
        let report = try Folder.load("k.csv", Klines.good).report
        #expect(!report.missing.contains { ["mark_high", "mark_low", "turnover"].contains($0) })
        let blank = try Folder.load("bars.csv", bars("mark_high,turnover", [",", ","]))
        #expect(blank.series.extras.markHigh == nil && blank.series.extras.turnover == nil)
        #expect(
            blank.report.notes.contains {
                $0.contains("column mark_high holds no values, it counts as absent")
            })
    }

    @Test(arguments: [
        ("mark_high,mark_low", "9,9.5", "mark_low 9.5 > mark_high 9"),
        ("mark_high", "0", "column mark_high: price must be positive (0)"),
        ("mark_low", "-1", "column mark_low: price must be positive (-1)"),
        ("mark_low", "1e999", "column mark_low: 1e999 is not finite"),
        ("mark_high", "nan", "column mark_high: 'nan' is not a plain number"),
        ("turnover", "-0.1", "column turnover: must not be negative (-0.1)"),
        ("turnover", "inf", "column turnover: 'inf' is not a plain number"),
        ("Turnover,turnover", "1,1", "mean the same (turnover)"),
    ])
    func `a cell that breaks its rule is refused with its place`(header: String, cells: String, words: String)
    {
        let good = cells.split(separator: ",").map { _ in "10" }.joined(separator: ",")
        // In a run of clean rows, and alone.
        for rows in [[good, cells], [cells]] {
            let text = Folder.refusal("x.csv", bars(header, rows))
            #expect(text.contains(words), "\(text)")
            if !words.contains("mean the same") { #expect(text.contains("x.csv:\(rows.count + 1): ")) }
        }
        let members = zip(header.split(separator: ","), cells.split(separator: ",")).map {
            "\"\($0)\":\"\($1)\""
        }
        let json =
            "{\"time\":\(Klines.start),\"open\":10,\"high\":12,\"low\":9,\"close\":11,\(members.joined(separator: ","))}\n"
        #expect(!Folder.refusal("x.jsonl", json).isEmpty)
    }

    @Test func `trigger and kappa use them`() throws {
        let text = bars(
            "volume,open_interest,mark_high,mark_low,turnover", (0..<20).map { _ in "5,100,12.5,8.5,0.1" })
        let series = try Folder.load("bars.csv", text).series
        var model = MapModel.balanced
        try model.set("trigger", to: "mark")
        try model.set("kappa", to: "column")
        func run(_ model: MapModel, _ series: BarSeries) throws -> LiquidationMap {
            try MapRun(
                series: series, model: model, grid: .logarithmic(buckets: 200), ladder: Ladder([2, 5, 10]),
                instrument: Instrument(
                    symbol: "X", contract: .linear, rule: MarginRule(venue: "generic"),
                    maintenance: .fixed(rate: Rate(0.005), amount: Collateral(0)))
            ).run(LeverageMix([1, 1, 1])).map
        }
        let (marked, last) = (try run(model, series), try run(.balanced, series))
        #expect(marked.notional.long != last.notional.long)
        let without = try Folder.load("bars.csv", bars("volume,open_interest", (0..<20).map { _ in "5,100" }))
            .series
        let error = #expect(throws: CoreError.self) { try run(model, without) }
        #expect(error?.code == .columnMissing)
    }

    @Test func `klines in the folder markPriceKlines are mark prices, joined by time`() throws {
        let folder = TemporaryFolderTree()
        // Bars of 5 minutes; marks of 1 minute, from minute 0 to 9, 12 to 14.
        folder.write("BTCUSDT-5m-2024-01.csv", Klines.file((0..<3).map { Klines.row($0, step: 300_000) }))
        folder.write(
            "markPriceKlines/BTCUSDT-1m-2024-01.csv",
            Klines.file(Klines.rows(0..<10) + Klines.rows(12..<15)))
        folder.write("markPriceKlines/README.md", "notes")
        let data = try MarketData.load(folder.path)
        let extras = data.series.extras
        // Row i of Klines: high 103.5 + i, low 98.25 + i.
        #expect(extras.markHigh.map { column in (0..<3).map { column[$0] } } == [107.5, 112.5, nil])
        #expect(extras.markLow.map { column in (0..<3).map { column[$0] } } == [98.25, 103.25, nil])
        #expect(data.report.sources.map(\.kind) == [.klines, .markKlines])
        #expect(
            data.report.notes.contains("mark prices: 1 of 3 bars are not covered, their cells are missing"))
        #expect(data.report.coverage.contains { $0.column == "mark_high" && $0.present == 2 })
        // A folder of another name is nobody's.
        let other = TemporaryFolderTree()
        other.write("k.csv", Klines.good)
        other.write("premiumIndexKlines/k.csv", Klines.good)
        #expect(try MarketData.load(other.path).report.sources.count == 1)
    }

    @Test(arguments: [
        (
            "BTCUSDT-5m-2024-01.csv", Klines.file((0..<3).map { Klines.row($0, step: 300_000) }),
            "mark prices of 5m do not make up bars of 1m"
        ),
        ("ETHUSDT-1m-2024-01.csv", Klines.good, "two symbols"),
        (
            "x.csv", "time,open,high,low,close,open_interest\n1704067200000,1,1,1,1,1\n",
            "holds bars, but lies in the folder markPriceKlines"
        ),
        ("x.csv", "calc_time,last_funding_rate\n1704067200000,0.0001\n", "holds fundingRate"),
    ])
    func `what cannot be mark prices is refused`(name: String, text: String, words: String) {
        let folder = TemporaryFolderTree()
        folder.write("BTCUSDT-1m-2024-01.csv", Klines.good)
        folder.write("markPriceKlines/\(name)", text)
        #expect(Folder.refusal(of: folder.path).contains(words))
    }
}

/// A folder with folders in it.
private struct TemporaryFolderTree {
    private let folder = try? TemporaryFolder()
    var path: String { folder?.path ?? "/nowhere" }

    func write(_ name: String, _ text: String) { _ = try? folder?.write(name, text) }
}
