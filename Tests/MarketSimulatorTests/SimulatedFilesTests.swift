import Foundation
import LiquidationCore
import MarketSimulator
import TestSupport
import Testing

@Suite("SimulatedFiles") struct SimulatedFilesTests {
    /// FNV-1a over all paths and texts.
    private func fingerprint(_ files: SimulatedFiles) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for file in files.files {
            for byte in "\(file.path)\n\(file.text)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return hash
    }

    /// That the example data is the default plan's is tested where `liq synth` is.
    @Test func `the example data stays below 2 MB and liquidates both sides`() throws {
        let folder = SharedFolder.project.appending(path: Program.data)
        func rows(_ name: String) throws -> [[Substring]] {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n")
                .dropFirst()
                .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        }
        let sizes = try FileManager.default.subpathsOfDirectory(atPath: folder.path).map {
            try FileManager.default.attributesOfItem(atPath: folder.appending(path: $0).path)
        }.filter { $0[.type] as? FileAttributeType == .typeRegular }.map { $0[.size] as? Int ?? .max }
        #expect(sizes.count > 5 && sizes.reduce(0, +) <= 1_900_000)
        #expect(try rows("BTCUSDT-15m.csv").count == 2880)
        let liquidations = try rows("truth/liquidations.csv")
        let longs = liquidations.filter { $0.contains("long") }.count
        #expect(longs > 50)
        #expect(liquidations.count - longs > 50)
        let interest = try rows("BTCUSDT-metrics.csv").map { try #require(Double($0[2])) }
        #expect((interest.min() ?? 0) > 300)
        #expect((interest.max() ?? 0) < 10_000)
    }

    @Test func `the same plan gives the same bytes on every machine and in every build`() throws {
        let plan = try SimulationPlan.scripted(seed: 1, days: 2)
        let files = SimulatedFiles(Simulation(plan).run())
        // The same in debug and release; a change of the simulator changes it on purpose or not at all.
        #expect(fingerprint(files) == 16_654_377_780_506_024_153)
        let other = try SimulationPlan.scripted(seed: 2, days: 2)
        #expect(fingerprint(SimulatedFiles(Simulation(other).run())) != fingerprint(files))
    }

    @Test func `every table has its header and rows of as many plain fields`() throws {
        let files = SimulatedFiles(try shortMarket())
        #expect(
            files.files.map(\.path) == [
                "BTCUSDT-15m.csv", "BTCUSDT-metrics.csv", "BTCUSDT-fundingRate.csv", "truth/positions.csv",
                "truth/liquidations.csv", "truth/README.md",
            ])
        for (path, text) in files.files where path.hasSuffix(".csv") {
            #expect(text.hasSuffix("\n"))
            let rows = text.split(separator: "\n")
            let width = rows[0].split(separator: ",", omittingEmptySubsequences: false).count
            #expect(rows.count > 10, "\(path)")
            for row in rows.dropFirst() {
                let fields = row.split(separator: ",", omittingEmptySubsequences: false)
                try #require(fields.count == width, "\(path): \(row)")
                for field in fields where field.first?.isNumber == true {
                    let isPlain = field.utf8.allSatisfy { (32...58).contains($0) && $0 != 44 }
                    try #require(isPlain, "\(path): \(field)")
                }
            }
        }
    }

    @Test func `headers are the exchange's own`() throws {
        let files = SimulatedFiles(try shortMarket())
        let expected: [String] = [
            "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,"
                + "taker_buy_quote_volume,ignore\n",
            "create_time,symbol,sum_open_interest,sum_open_interest_value,"
                + "count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,"
                + "count_long_short_ratio,sum_taker_long_short_vol_ratio\n",
            "calc_time,funding_interval_hours,last_funding_rate\n",
        ]
        for (file, header) in zip(files.files, expected) { #expect(file.text.hasPrefix(header)) }
        #expect(files["BTCUSDT-metrics.csv"]?.contains("\n2025-05-01 00:05:00,BTCUSDT,") == true)
        #expect(files["BTCUSDT-metrics.csv"]?.contains("\n2025-05-07 00:00:00,BTCUSDT,") == true)
        #expect(files["BTCUSDT-fundingRate.csv"]?.contains("\n1746057600000,8,") == true)
    }

    @Test func `the numbers of a kline are those of its bar`() throws {
        let market = try shortMarket()
        let text = try #require(SimulatedFiles(market)["BTCUSDT-15m.csv"])
        let rows = text.split(separator: "\n").dropFirst()
        #expect(rows.count == market.bars.count)
        for (row, bar) in zip(rows, market.bars) {
            let fields = row.split(separator: ",").compactMap { Double($0) }
            #expect(fields[0] == Double(bar.time.milliseconds))
            #expect(fields[6] - fields[0] == 899_999)
            #expect(fields[2] == Double(bar.high.count) / 10)
            #expect(fields[3] == Double(bar.low.count) / 10)
            #expect(fields[5] == Double(bar.volume.count) / 1000)
        }
    }

    @Test func `the page of the truth prints the plan`() throws {
        let market = try shortMarket()
        let page = try #require(SimulatedFiles(market)["truth/README.md"])
        #expect(page.contains("| seed | 1 |"))
        #expect(page.contains("| weight of 100x | 0."))
        #expect(page.contains("- \(market.positions.count) positions"))
    }

    @Test func `archives hold the same rows, cut by day and month`() throws {
        let market = try shortMarket()
        let files = SimulatedFiles(market)
        let archives = SimulatedFiles.archives(market)
        for kind in ["15m", "metrics", "fundingRate"] {
            let parts = archives.filter { $0.name.hasPrefix("BTCUSDT-\(kind)-") }
            let whole = try #require(files["BTCUSDT-\(kind).csv"])
            let header = whole.prefix { $0 != "\n" } + "\n"
            #expect(parts.allSatisfy { $0.text.hasPrefix(header) })
            #expect(header + parts.map { $0.text.dropFirst(header.count) }.joined() == whole)
            #expect(parts.count == (kind == "fundingRate" ? 1 : 6))
            #expect(parts.first?.name == "BTCUSDT-\(kind)-2025-05" + (kind == "fundingRate" ? "" : "-01"))
        }
        // A day has 96 quarters of an hour and 288 rows of metrics, the last of them at its end.
        let day =
            archives.first { $0.name == "BTCUSDT-metrics-2025-05-02" }?.text.split(separator: "\n") ?? []
        #expect(day.count == 289)
        #expect(day[1].hasPrefix("2025-05-02 00:05:00,"))
        #expect(day.last?.hasPrefix("2025-05-03 00:00:00,") == true)
        #expect(archives.first?.text.split(separator: "\n").count == 97)
    }
}
