import Foundation
import TestSupport
import Testing

@Suite("Heatmaps as CSV, by side and rung") struct HeatmapCSVTests {
    private static let heatmap = [
        "heatmap", Program.days, "--lookback", "2d", "--columns", "24", "--buckets", "300",
    ]

    private func rows(_ arguments: [String]) throws -> [[Double]] {
        let text = String(decoding: try Program.output(arguments + ["--format", "csv"]), as: UTF8.self)
        let lines = text.split(separator: "\n")
        #expect(lines[0].hasPrefix("# liq ") && lines[1] == "time,price,low,high,long,short")
        #expect(
            lines.contains { $0.hasPrefix("# leverage: pareto") } && lines[lines.count - 1].hasPrefix("#"))
        return try lines.dropFirst(2).filter { !$0.hasPrefix("#") }.map { line in
            try line.split(separator: ",").map { try #require(Double($0)) }
        }
    }

    @Test func `a row holds what JSON's cell holds`() throws {
        let json = try JSON(try Program.output(Self.heatmap + ["--format", "json"]))
        let edges = try json["edges"].numbers
        let columns = try json["columns"].list
        let cells = try json["cells"].list.map { try $0.numbers }.filter { $0[2] >= 0.005 || $0[3] >= 0.005 }
        let rows = try rows(Self.heatmap)
        #expect(rows.count == cells.count && rows.count > 1000)
        for (row, cell) in zip(rows, cells) {
            let (column, bucket) = (columns[Int(cell[0])], Int(cell[1]))
            #expect(try row[0] == column["end"].number && row[1] == column["close"].number)
            #expect(row[2] == edges[bucket] && row[3] == edges[bucket + 1])
            #expect(abs(row[4] - cell[2]) <= 0.00501 && abs(row[5] - cell[3]) <= 0.00501)
        }
    }

    @Test func `sides and rungs are parts of the whole`() throws {
        func sum(_ more: [String]) throws -> (long: Double, short: Double) {
            try rows(Self.heatmap + more).reduce((0, 0)) { ($0.0 + $1[4], $0.1 + $1[5]) }
        }
        let all = try sum([])
        let (longs, shorts) = (try sum(["--side", "long"]), try sum(["--side", "short"]))
        #expect(longs.long == all.long && longs.short == 0 && shorts.short == all.short && shorts.long == 0)
        // The standard ladder, in two halves; cells are rounded to hundredths.
        let (low, high) = (try sum(["--rungs", "1..10"]), try sum(["--rungs", "10..150"]))
        #expect(low.long > 0 && high.long > 0 && abs(low.long + high.long - all.long) < 1e-6 * all.long)
        let json = try JSON(
            try Program.output(Self.heatmap + ["--rungs", "25", "--side", "short", "--format", "json"]))
        #expect(try json["assumptions"]["heatmap rungs"].text == "25.04x")
        #expect(try json["assumptions"]["heatmap side"].text == "short")
        #expect(try json["cells"].list.allSatisfy { try $0.numbers[2] == 0 })
    }

    @Test func `a file is the same bytes, from a script too, and only there when it is whole`() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/h.csv"
        #expect(try Program.output(Self.heatmap + ["--out", path]).isEmpty)
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(try bytes == Program.output(Self.heatmap + ["--format", "csv"]))
        let script =
            "liq.load('\(Program.days)'):heatmap{lookback = '2d', columns = 24, buckets = 300}:save('\(path).csv')"
        _ = try Program.output(["-c", script])
        #expect(try bytes == Data(contentsOf: URL(filePath: path + ".csv")))
        let bad = try Program.run(Self.heatmap + ["--out", "/no/such/h.csv"])
        #expect(bad.status == 73 && bad.errors.contains("cannot write /no/such/h.csv"))
        // A run that fails leaves nothing.
        let failed = "\(folder.path)/failed.csv"
        let plugin = try folder.write(
            "p.lua",
            "return {kind = 'leverage', run = function(bar) if bar.index > 50 then error('no') end return {[2] = 1} end, ladder = {2}}"
        )
        #expect(try Program.run(Self.heatmap + ["--leverage", plugin, "--out", failed]).status == 78)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
                "h.csv", "h.csv.csv", "p.lua",
            ])
    }

    @Test func `a heatmap of a venue that is named follows its rules`() throws {
        let okx = try rows(["heatmap", "okx=\(Program.days)"] + Self.heatmap.dropFirst(2))
        #expect(try okx != rows(Self.heatmap))
        let both = try Program.run(
            ["heatmap", "okx=\(Program.days)", "binance=\(Program.days)", "--format", "csv"])
        #expect(both.status == 64 && both.errors.contains("made of one venue"))
    }
}
