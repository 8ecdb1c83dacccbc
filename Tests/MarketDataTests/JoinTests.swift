import LiquidationCore
import MarketData
import Testing

@Suite("Folders of one symbol") struct JoinTests {
    private let klines = Klines.file((0..<3).map { Klines.row($0, step: 300_000) })
    private let metrics =
        "create_time,symbol,sum_open_interest,sum_open_interest_value,sum_toptrader_long_short_ratio,"
        + "count_long_short_ratio\n"

    private func metricsRow(
        _ clock: String, _ interest: String, _ positions: String, symbol: String = "BTCUSDT"
    )
        -> String
    {
        "2024-01-01 \(clock),\(symbol),\(interest),1,\(positions),9\n"
    }

    @Test func `klines, metrics and funding become one series`() throws {
        let folder = Folder()
        folder.write("BTCUSDT-5m-2024-01.csv", text: klines)
        // 00:00 lies on no bar: bar 0 ends at 00:05 and takes the row at its end, bar 1 the row at 00:07:30.
        folder.write(
            "BTCUSDT-metrics-2024-01-01.csv",
            text: metrics + metricsRow("00:00:00", "7", "1.1") + metricsRow("00:04:00", "8", "1.2")
                + metricsRow("00:05:00", "9", "1.3") + metricsRow("00:07:30", "10", ""))
        // 3 ms after 00:05 is bar 1; 1 ms before 01:00 counts as 01:00, which no bar holds.
        folder.write(
            "BTCUSDT-fundingRate-2024-01.csv",
            text:
                "calc_time,funding_interval_hours,last_funding_rate\n1704067500003,8,-0.0375\n1704070799999,8,0.01\n"
        )
        folder.write("README.md", text: "# notes")
        folder.write("depth.csv", text: "time,bids\n1,2\n")
        let data = try MarketData.load(folder.path)
        #expect(
            cells(data.series) == [
                #"1704067200000 [100.0, 103.5, 98.25, 101.0] ["2.0", "1.0", "100.25", "100.25", "9.0", "1.3", "-"]"#,
                #"1704067500000 [101.0, 104.5, 99.25, 102.0] ["2.0", "1.0", "101.25", "101.25", "10.0", "-", "-0.0375"]"#,
                #"1704067800000 [102.0, 105.5, 100.25, 103.0] ["2.0", "1.0", "102.25", "102.25", "-", "-", "-"]"#,
            ])
        #expect(data.symbol == "BTCUSDT")
        #expect(data.report.sources.map(\.kind) == [.klines, .fundingRate, .metrics])
        let lines = data.report.lines.joined(separator: "\n")
        for words in [
            "not used: \(folder.path)/README.md", "not used: \(folder.path)/depth.csv (columns time, bids)",
            "funding: 1 payments lie on no bar", "metrics: 1 of 3 bars have no row", "times in text",
            "column open_interest: 2 of 3 bars", "value missing in column sum_toptrader_long_short_ratio",
        ] {
            #expect(lines.contains(words), "\(lines)")
        }
    }

    @Test func `accounts stand in for positions, and that is said`() throws {
        let folder = Folder()
        folder.write("k.csv", text: klines)
        folder.write("m.csv", text: metrics + metricsRow("00:05:00", "9", ""))
        let data = try MarketData.load(folder.path)
        #expect(data.series.extras.longShortRatio?[0] == 9)
        #expect(data.report.notes.contains { $0.contains("counts accounts") })
    }

    @Test func `payments within one bar are added`() throws {
        let folder = Folder()
        let day = (0..<2).map { Klines.row($0, step: 86_400_000) }
        folder.write("k.csv", text: Klines.file(day))
        folder.write(
            "f.csv",
            text: "calc_time,funding_interval_hours,last_funding_rate\n1704067200000,8,0.25e-2\n"
                + "1704096000000,8,0.5e-2\n1704153600001,8,0.125e-2\n")
        let rates = try MarketData.load(folder.path).series.extras.fundingRate
        #expect(rates?[0] == 0.0075)
        #expect(rates?[1] == 0.00125)
    }

    @Test func `overlapping files join where they agree`() throws {
        let folder = Folder()
        folder.write("BTCUSDT-1m-a.csv", text: Klines.file(Klines.rows(0..<4)))
        folder.write("BTCUSDT-1m-b.csv", text: Klines.file(Klines.rows(2..<6)))
        let data = try MarketData.load(folder.path)
        #expect(data.series.count == 6)
        #expect(
            data.report.notes == [
                "\(folder.path)/BTCUSDT-1m-b.csv: 2 duplicate rows (first at line 2), identical, dropped"
            ])
        folder.write(
            "BTCUSDT-1m-b.csv", text: Klines.file([Klines.row(3).replacing(",104.00,", with: ",104.50,")]))
        let text = Folder.refusal(of: folder.path)
        #expect(
            text.contains(
                "BTCUSDT-1m-b.csv:2: same open_time as line 5 of \(folder.path)/BTCUSDT-1m-a.csv with different values"
            ),
            "\(text)")
    }

    @Test func `two symbols, two intervals and two kinds of bars are refused by name`() {
        let symbols = Folder()
        symbols.write("BTCUSDT-5m-2024-01.csv", text: klines)
        symbols.write("m.csv", text: metrics + metricsRow("00:05:00", "9", "1", symbol: "ETHUSDT"))
        let text = Folder.refusal(of: symbols.path)
        #expect(text.contains("two symbols: BTCUSDT in ") && text.contains("ETHUSDT in "), "\(text)")

        let intervals = Folder()
        intervals.write("a.csv", text: klines)
        intervals.write("b.csv", text: Klines.file((0..<5).map { Klines.row($0, step: 120_000) }))
        let message = Folder.refusal(of: intervals.path)
        #expect(message.contains("two intervals: 5m in ") && message.contains("do not make up one of 5m"))

        let kinds = Folder()
        kinds.write("bars.csv", text: "time,open,high,low,close,open_interest\n1704067200000,1,1,1,1,1\n")
        kinds.write("k.csv", text: klines)
        let both = Folder.refusal(of: kinds.path)
        #expect(
            both.contains("bars.csv) and klines (") && both.contains("k.csv), which both make bars"),
            "\(both)")
    }

    @Test func `shorter bars of a folder stand beside the longest, and the report says so`() throws {
        let folder = Folder()
        folder.write("BTCUSDT-5m-2024-01.csv", text: klines)
        folder.write("BTCUSDT-1m-2024-01.csv", text: Klines.file(Klines.rows(5..<18)))
        folder.write(
            "BTCUSDT-metrics-2024-01-01.csv",
            text: metrics + metricsRow("00:05:00", "8", "1.2") + metricsRow("00:10:00", "9", "1.3"))
        let data = try MarketData.load(folder.path)
        #expect(data.series.count == 3 && data.interval == 300_000)
        #expect(data.finer.map(\.count) == [13] && data.finer.first?.interval == 60_000)
        #expect(data.finer.first?.extras.openInterest != nil)
        let notes = data.report.notes.joined(separator: "\n")
        #expect(
            notes.contains("1m bars from 2024-01-01T00:05Z to 2024-01-01T00:17Z stand inside those of 5m"))
        #expect(notes.contains("3 1m bars lie before or after those of 5m and are not used"))
    }

    @Test func `a known kind that is broken is an error in a folder too`() {
        let folder = Folder()
        folder.write("a.csv", text: klines)
        folder.write("b.csv", text: metrics + metricsRow("00:05:00", "many", "1"))
        #expect(Folder.refusal(of: folder.path).contains("b.csv:2: column sum_open_interest: 'many'"))
        folder.write(
            "b.csv",
            text: metrics + metricsRow("00:05:00", "1", "1") + metricsRow("00:10:00", "1", "1", symbol: "X"))
        #expect(
            Folder.refusal(of: folder.path).contains(
                "b.csv:3: column symbol: symbol X, but the rows before say BTCUSDT"))
        folder.write("b.csv", text: metrics + metricsRow("00:05:00", "1", "1", symbol: "\"=1+1\""))
        #expect(
            Folder.refusal(of: folder.path).contains("b.csv:2: column symbol: '=1+1' is not a symbol name"))
    }

    @Test func `metrics without bars cannot be loaded`() throws {
        let folder = Folder()
        let path = folder.write("m.csv", text: metrics + metricsRow("00:05:00", "0", "1"))
        #expect(Folder.refusal(of: path).contains("no price bars, only metrics"))
        let empty = Folder()
        #expect(Folder.refusal(of: empty.path).contains("no price bars"))
    }

    @Test func `many daily files of one form are one series and one line`() throws {
        let folder = Folder()
        for day in 0..<20 {
            let rows = Klines.rows((day * 10)..<(day * 10 + 10))
            folder.write("BTCUSDT-1m-2024-01-\(day + 10).csv", text: Klines.file(rows))
        }
        let data = try MarketData.load(folder.path)
        #expect(
            try cells(data.series) == cells(Folder.load("x.csv", Klines.file(Klines.rows(0..<200))).series))
        #expect(data.report.sources.count == 20)
        #expect(
            data.report.lines[1]
                == "\(folder.path)/BTCUSDT-1m-2024-01-10.csv and 19 more files: klines, 200 rows, "
                + "2024-01-01T00:00Z to 2024-01-01T03:19Z, times in ms")
    }
}
