import Foundation
import TestSupport
import Testing

@Suite("Forms of output") struct OutputFormTests {
    private static let map = ["map", Program.days, "--lookback", "3d", "--leverage", "retail"]

    private func text(_ arguments: [String]) throws -> String {
        String(decoding: try Program.output(arguments), as: UTF8.self)
    }

    @Test(arguments: LongTests.pick([60, 100, 200], long: [60, 72, 80, 100, 133, 200]))
    func `text fits its width and is plain in a pipe`(width: Int) throws {
        let plain = ["--width", "\(width)"]
        for picture in [
            try text(Self.map + plain + ["--signal", "nearest-cluster"]),
            try text(["heatmap"] + Self.map.dropFirst() + plain),
        ] {
            #expect(!picture.contains("\u{1b}"))
            for line in picture.split(separator: "\n") {
                #expect(Picture.width(String(line)) <= width, "\(line)")
            }
        }
    }

    @Test func `ASCII is pure, colour comes when asked for`() throws {
        for command in [Self.map, ["heatmap"] + Self.map.dropFirst()] {
            let plain = try text(command + ["--ascii", "--funding", "crowded-side-pays"])
            #expect(plain.utf8.allSatisfy { (32...126).contains($0) || $0 == 10 })
            #expect(plain.split(separator: "\n").allSatisfy { $0.count <= 100 })
            #expect(try text(command + ["--color"]).contains("\u{1b}["))
        }
    }

    @Test func `text names price, sides, totals, clusters and assumptions`() throws {
        let picture = try text(Self.map)
        for word in ["BTCUSDT", "15m", "288 bars", "longs", "shorts", "cluster", "retail 1.0.0", "turnover"] {
            #expect(picture.contains(word), "\(word)")
        }
        let price = try JSON(try Program.output(Self.map + ["--format", "json"]))["price"].number
        #expect(picture.replacing(",", with: "").contains("\(price)"))
    }

    @Test(arguments: [["--buckets", "500"], ["--step", "250"], []])
    func `CSV has a row a bucket, and its sums are the totals`(grid: [String]) throws {
        let json = try JSON(try Program.output(Self.map + grid + ["--format", "json"]))
        let lines = try text(Self.map + grid + ["--format", "csv"]).split(separator: "\n")
        let table = lines.drop { $0.hasPrefix("#") }.map { $0.split(separator: ",") }
        #expect(lines.contains { $0.hasPrefix("# leverage: retail 1.0.0 sha256 ") })
        let header = try #require(table.first)
        #expect(
            header == [
                "low", "high", "long", "short", "long_intensity", "short_intensity", "cumulative",
                "long_freshness", "short_freshness",
            ])
        let rows = try table.dropFirst().map { row in
            #expect(row.count == header.count)
            return try row.map { try #require(Double($0)) }
        }
        let edges = try json["buckets"]["edges"].numbers
        #expect(rows.map { $0[0] } == Array(edges.dropLast()))
        #expect(rows.map { $0[1] } == Array(edges.dropFirst()))
        for (column, side) in [(2, "long"), (3, "short")] {
            let total = try json["totals"][side].number
            #expect(total > 0)
            #expect(abs(rows.map { $0[column] }.reduce(0, +) - total) <= 1e-9 * total)
            #expect(rows.map { $0[column] } == (try json["buckets"][side]["notional"].numbers))
        }
    }

    @Test func `CoinGlass JSON has the venue's shape and the same sums`() throws {
        let plain = try JSON(try Program.output(Self.map + ["--format", "json"]))
        let json = try JSON(try Program.output(Self.map + ["--format", "coinglass"]))
        #expect(try json.names == ["code", "msg", "data"])
        #expect(try json["code"].text == "0")
        #expect(try json["msg"].text == "success")
        #expect(try json["data"].names == ["data"])
        let levels = try json["data"]["data"]
        let price = try plain["price"].number
        var sums = ["long": 0.0, "short": 0.0]
        var leverages: Set<Double> = []
        for name in try levels.names {
            let level = try #require(Double(name))
            for entry in try levels[name].list {
                let fields = try entry.list
                #expect(fields.count == 4)
                #expect(try abs(fields[0].number - level) < 1)
                sums[level < price ? "long" : "short", default: 0] += try fields[1].number
                leverages.insert(try fields[2].number)
                #expect(fields[3].isNull)
            }
        }
        #expect(leverages.isSubset(of: [10, 20, 25, 50, 75, 100]))
        #expect(leverages.count >= 5)
        for (side, sum) in sums {
            let total = try plain["totals"][side].number
            #expect(abs(sum - total) <= 0.001 * total, "\(side)")
        }
    }

    @Test(arguments: ["json", "csv", "txt", "coinglass"])
    func `a file gets the bytes of standard output`(form: String) throws {
        let folder = try TemporaryFolder()
        let file = "\(folder.path)/map.\(form == "coinglass" ? "json" : form)"
        let format = ["--format", form == "txt" ? "text" : form]
        let out = try Program.output(Self.map + ["--out", file] + (form == "coinglass" ? format : []))
        #expect(out.isEmpty)
        #expect(try Data(contentsOf: URL(filePath: file)) == (try Program.output(Self.map + format)))
    }

    @Test func `results and remarks go apart`() throws {
        let shell = try Program.run(Self.map + ["--format", "json"])
        #expect(shell.errors.contains("576 bars"))
        #expect(shell.errors.contains("funding_rate"))
        _ = try JSON(shell.output)
    }

    @Test func `a row of one empty cell is no blank line, which readers pass over`() throws {
        for code in ["return {{x = 1.5}, {x = 0/0}, {x = 2}}", "return liq.vector{1.5, 0/0, 2}"] {
            let lines = try Program.run(["-c", code, "--output", "csv"]).text.split(separator: "\n").map(
                String.init)
            #expect(lines.dropFirst() == ["1.5", "\"\"", "2.0"])
        }
    }

    @Test func `a price goes into a .json file as JSON`() throws {
        let folder = try TemporaryFolder()
        for arguments in [PriceCommandTests.position, PriceCommandTests.position + ["--json"]] {
            _ = try Program.output(arguments + ["--out", folder.path + "/x.json"])
            let written = try Data(contentsOf: URL(filePath: folder.path + "/x.json"))
            #expect(try written == Program.output(PriceCommandTests.position + ["--json"]))
        }
    }

    @Test func `an empty symbol or venue, such as a variable that is not set, is refused`() throws {
        for option in ["--symbol", "--venue"] {
            let shell = try Program.run(Self.map + [option, ""])
            #expect(shell.status == 64)
            #expect(shell.errors.contains("\(option) must be a text that is not empty"), "\(shell.errors)")
        }
        let script = try Program.run(["-c", "liq.load('\(Program.data)'):map{symbol = ''}"])
        #expect(script.status == 1 && script.errors.contains("not empty"), "\(script.errors)")
    }

    @Test func `the same signal rule twice speaks once`() throws {
        let rule = ["--signal", "nearest-cluster", "--format", "json"]
        #expect(try text(Self.map + rule + rule.prefix(2)) == text(Self.map + rule))
    }
}
