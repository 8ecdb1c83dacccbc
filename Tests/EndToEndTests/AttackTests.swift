import Foundation
import TestSupport
import Testing

/// What was found by attacking the program with its documents in hand.
@Suite("What an attack found") struct AttackTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static func bars(interest: String = "1000", volume: String = "10", price: String = "100")
        -> String
    {
        "time,open,high,low,close,volume,open_interest\n"
            + (0..<3).map { bar in
                "\(1_700_006_400_000 + bar * 3_600_000),\(price),\(price),\(price),\(price),\(volume),\(interest)\n"
            }.joined()
    }

    @Test(arguments: [
        bars(interest: "1e304"), bars(interest: "1e308"), bars(volume: "1e303"), bars(price: "1e290"),
        bars(price: "1e-300"), bars(interest: "5e-324"),
    ])
    func `numbers beyond all reason are refused with the bar and the rule`(text: String) throws {
        let path = try folder.write("a.csv", text)
        for command in [["map", path], ["history", path], ["heatmap", path, "--format", "csv"]] {
            let shell = try Program.run(command)
            #expect(shell.status == 65, "\(command): \(shell.errors)")
            #expect(
                shell.errors.contains("bar 1 at 2023-11-15T00:00Z") && shell.errors.contains("must lie in"))
        }
    }

    @Test(arguments: ["1..1e308", "1e308..1.7e308", "1e-300..1e9"])
    func `an axis beyond all reason is refused`(range: String) throws {
        for command in ["map", "history", "heatmap"] {
            let shell = try Program.run([command, Program.days, "--range", range])
            #expect(shell.status != 0 && shell.status < 128, "\(command): \(shell.status)")
            #expect(shell.errors.contains("edges must lie in"), "\(shell.errors)")
        }
    }

    @Test func `a plugin and its modules are not written over by a run that reads them`() throws {
        let module = "return { weight = 1 }\n"
        let plugin = """
            local m = require("lib.m")
            return { kind = "leverage", api = 1, run_all = function(series)
              local w = {} for i = 1, 90 do w[i] = m.weight end return w
            end }
            """
        let paths = [try folder.write("mine.lua", plugin), try folder.write("lib/m.lua", module)]
        for path in paths {
            for command in [["map"], ["heatmap", "--columns", "3"], ["history", "--every", "1d"]] {
                let shell = try Program.run(
                    command + [Program.days, "--leverage", paths[0], "--format", "csv", "--out", path])
                #expect(shell.status == 77, "\(command): \(shell.errors)")
            }
            let code = "liq.load(arg[1]):map{leverage = arg[2]} liq.write(arg[3], 'x')"
            #expect(try Program.run(["-c", code, Program.days, paths[0], path]).status == 77)
        }
        #expect(try String(contentsOfFile: paths[0], encoding: .utf8) == plugin)
        #expect(try String(contentsOfFile: paths[1], encoding: .utf8) == module)
        let report = try Program.run(["plugin", "test", paths[0], "--junit", paths[0]])
        #expect(report.status != 0)
        #expect(try String(contentsOfFile: paths[0], encoding: .utf8) == plugin)
    }

    private static let ahead = """
        return { kind = "leverage", api = 1, ladder = { 5, 50 },
          run_all = function(s) return { s.close * 0 + 1, s.close * 0 + (#s > 500 and 0 or 1) } end }
        """
    private static let margin = """
        return { kind = "margin", api = 1, run = function(p, t)
          local d = 1 / p.leverage * (p.entry > 110000 and 0.8 or 0.996)
          return p.side == "long" and p.entry * (1 - d) or p.entry * (1 + d)
        end }
        """

    @Test(arguments: [("leverage", ahead), ("margin", margin)])
    func `a history knows nothing later, whatever its plugins look at`(kind: String, source: String) throws {
        let plugin = try folder.write("ahead.lua", source)
        try expectNoFuture(Program.days, ["--\(kind)", plugin])
    }

    @Test func `a history knows nothing later where a column begins late or has a gap`() throws {
        let lines = MadeUpMarket.bars(96).split(separator: "\n").map(String.init)
        let names = try #require(lines.first).split(separator: ",").map(String.init)
        for (column, rows) in [("open_interest", 1...40), ("volume", 90...90)] {
            let place = try #require(names.firstIndex(of: column))
            let text = lines.enumerated().map { row, line in
                var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                if rows.contains(row) { cells[place] = "" }
                return cells.joined(separator: ",")
            }.joined(separator: "\n")
            try expectNoFuture(try folder.write("\(column).csv", text + "\n"), [])
        }
    }

    private func expectNoFuture(_ data: String, _ options: [String]) throws {
        let history = ["history", data, "--every", "1d", "--format", "json"] + options
        let maps = try JSON(try Program.output(history))["maps"].list
        #expect(maps.count > 2)
        for map in maps {
            let instant = "\(Int64(try map["as_of"].number))"
            let then = try JSON(
                try Program.output(["map", data, "--as-of", instant, "--format", "json"] + options))
            for side in ["long", "short"] {
                let (one, other) = (try map[side]["open"].number, try then["totals"][side].number)
                #expect(abs(one - other) <= 1e-9 * max(other, 1), "\(instant) \(side)")
            }
        }
    }

    @Test func `maps within models of maps end with an error, however deep`() throws {
        let script = try folder.write(
            "crash.lua",
            """
            local b = liq.load(arg[1])
            liq.leverage("r", function(bar, ladder)
              if bar.index == 2 then
                local fine, problem = pcall(b:history{every = "1d", leverage = "r"})
                if not fine then print(problem) end
              end
              return {[ladder[5]] = 1}
            end)
            b:history{every = "1d", leverage = "r"}()
            """)
        let shell = try Program.run(["run", script, "--", Program.days])
        #expect(shell.status == 0, "\(shell.errors)")
        #expect(String(decoding: shell.output, as: UTF8.self).contains("within models of maps, 20 deep"))
    }

    @Test func `columns show the side that is asked for, and refuse what only cells have`() throws {
        let columns = ["heatmap", Program.days, "--columns", "4", "--format", "columns", "--no-comments"]
        let rows = String(decoding: try Program.output(columns + ["--side", "long"]), as: UTF8.self)
            .split(separator: "\n").dropFirst().map {
                $0.split(separator: ",", omittingEmptySubsequences: false)
            }
        #expect(rows.allSatisfy { $0[9] == "" && $0[11] == "" && $0[8] != "" })
        for option in [["--rungs", "25"], ["--view", "freshness"]] {
            let shell = try Program.run(columns + option)
            #expect(shell.status == 64 && shell.errors.contains("only applies to cells"))
        }
    }

    @Test func `an answer too small to be counted names its plugin`() throws {
        let split = try folder.write(
            "sp.lua", "return { kind = \"split\", api = 1, run = function() return 1e-320 end }")
        let shell = try Program.run(["map", Program.days, "--lookback", "1d", "--split", split])
        #expect(shell.status == 78 && shell.errors.contains("must be 0 or at least 1e-24"), "\(shell.errors)")
    }
}
