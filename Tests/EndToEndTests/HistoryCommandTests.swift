import Foundation
import TestSupport
import Testing

@Suite("liq history") struct HistoryCommandTests {
    private func text(_ arguments: [String]) throws -> String {
        String(decoding: try Program.output(arguments), as: UTF8.self)
    }

    private static let history = ["history", Program.days, "--every", "1d"]

    @Test func `a row a map, the same in CSV, JSON and without comments`() throws {
        let lines = try text(Self.history + ["--format", "csv"]).split(separator: "\n")
        let table = lines.drop { $0.hasPrefix("#") }.map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(lines.contains { $0.hasPrefix("# near: within 0.1 of the price") })
        let header = try #require(table.first)
        #expect(header.prefix(5) == ["as_of", "time", "price", "long", "short"])
        let maps = try JSON(try Program.output(Self.history + ["--format", "json"]))["maps"].list
        #expect(maps.count == table.count - 1 && maps.count > 3)
        for (row, map) in zip(table.dropFirst(), maps) {
            #expect(row.count == header.count)
            #expect(Double(row[0]) == (try map["as_of"].number))
            #expect(Double(row[2]) == (try map["price"].number))
            #expect(Double(row[3]) == (try map["long"]["open"].number))
        }
        let plain = try text(Self.history + ["--format", "csv", "--no-comments"])
        #expect(plain.hasPrefix("symbol,model,as_of,time,price,"))
    }

    @Test func `a row is what a map as of then says`() throws {
        let maps = try JSON(try Program.output(Self.history + ["--format", "json"]))["maps"].list
        let row = try #require(maps.dropLast().last)
        let instant = "\(Int64(try row["as_of"].number))"
        let map = try JSON(try Program.output(["map", Program.days, "--as-of", instant, "--format", "json"]))
        #expect(try map["price"].number == row["price"].number)
        let (one, other) = (try map["totals"]["long"].number, try row["long"]["open"].number)
        #expect(abs(one - other) <= 1e-12 * one)
    }

    @Test func `the text has a row a map and fits its width`() throws {
        let picture = try text(Self.history + ["--width", "80"])
        #expect(picture.contains("as of") && picture.contains("short fuel"))
        for line in picture.split(separator: "\n") { #expect(Picture.width(String(line)) <= 80, "\(line)") }
    }

    @Test func `what columns did is a small table, however many there are`() throws {
        let heatmap = ["heatmap", Program.days, "--format", "columns", "--columns", "100000"]
        let rows = try text(heatmap).split(separator: "\n").filter { !$0.hasPrefix("#") }
        let bars = try JSON(try Program.output(["map", Program.days, "--format", "json"]))["data"]
        #expect(rows.first?.hasPrefix("from,to,open,high,low,close,long_liquidated") == true)
        #expect(Double(rows.count - 1) == (try bars["bars"].number))
        let plain = try text(heatmap + ["--no-comments"])
        #expect(plain.hasPrefix("symbol,model,from,to,"))
    }

    @Test func `a picture of freshness says so`() throws {
        let map = try text(["map", Program.days, "--view", "freshness", "--width", "100"])
        #expect(map.contains("untouched since it was entered"))
        let heatmap = try text(["heatmap", Program.days, "--view", "freshness", "--width", "100"])
        #expect(heatmap.contains("100 %"))
        let cells = ["heatmap", Program.days, "--view", "freshness", "--columns", "4", "--format"]
        #expect(try text(cells + ["csv"]).contains("time,price,low,high,long_freshness,short_freshness"))
        #expect(try JSON(try Program.output(cells + ["json"]))["cells_are"].text == "freshness")
    }
}
