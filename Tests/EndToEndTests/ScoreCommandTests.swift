import Foundation
import TestSupport
import Testing

/// `liq score` on a market that `liq synth` made, whose liquidations are known.
@Suite("liq score") struct ScoreCommandTests {
    private let folder: TemporaryFolder
    private var market: String { folder.path + "/market" }
    private var liquidations: String { market + "/truth/liquidations.csv" }

    init() throws {
        folder = try TemporaryFolder()
        _ = try Program.output(
            ["synth", "--days", "12", "--bar-minutes", "60", "--out", folder.path + "/market"])
    }

    private func score(_ more: [String]) throws -> JSON {
        try JSON(
            Program.output(
                ["score", market, "--against", liquidations, "--stretches", "1", "--format", "json"] + more))
    }

    @Test func `each model stands beside the default, what most tools do, and three baselines`() throws {
        let score = try score(["--model", "balanced,+retail"])
        #expect(try score["format"].text == "liq.score")
        let names = try score["models"].list.map { try $0["model"].text }
        #expect(names == ["balanced", "+retail", "turnover", "reference+retail"])
        for side in ["long", "short"] {
            let base = try score["baselines"][side]
            for name in ["excursion", "drawdown", "path"] {
                #expect(try (-1...1).contains(base[name]["rank"].number))
            }
            for model in try score["models"].list {
                let gain = try model[side]["with_path_over_path"]
                let ends = try gain["by_days"].list.map { try $0.number }
                #expect(ends[0] <= ends[1])
                #expect(try model["leaks"]["reads_the_future"].isTrue == false)
                #expect(try model["leaks"]["bars_compared"].number == 144)
                let ratio = try model[side]["ratio"]
                let parts = try ratio["map"].number + ratio["births"].number
                #expect(abs(parts - (try ratio["all"].number)) < 1e-9 * parts)
            }
        }
        // Two weeks say nothing.
        #expect(try score["models"].list[0]["words"].text.hasPrefix("cannot be judged on so few weeks"))
    }

    @Test func `a plugin that reads the future is told, and has no scores in the picture`() throws {
        let peek = try folder.write(
            "peek.lua",
            """
            return { api = 1, kind = "closing", id = "peek", version = "1.0.0", summary = "Knows the next close.",
              run = function() return 0 end,
              run_all = function(series)
                local cells = {}
                for n = 1, #series do
                  cells[n] = series.close[math.min(n + 1, #series)] < series.close[n] and 0.5 or 0
                end
                return liq.vector(cells)
              end }
            """)
        let score = try score(["--model", "turnover", "--closing", peek])
        let model = try score["models"].list[0]
        #expect(try model["leaks"]["reads_the_future"].isTrue)
        #expect(try model["words"].text.hasPrefix("reads the future"))
        // The default beside it doesn't have the plugin.
        let names = try score["models"].list.map { try $0["model"].text }
        #expect(names == ["turnover", "turnover (plain)", "reference+retail (plain)"])
        #expect(try score["models"].list[1]["leaks"]["reads_the_future"].isTrue == false)
        let text = String(
            decoding: try Program.output(
                ["score", market, "--against", liquidations, "--stretches", "1", "--closing", peek]),
            as: UTF8.self)
        #expect(text.contains("turnover reads the future: its"))
    }

    @Test func `models see no liquidations that are named apart`() throws {
        let reader = try folder.write(
            "reader.lua",
            """
            return { api = 1, kind = "closing", id = "reader", version = "1.0.0", summary = "Looks for liquidations.",
              run = function(bar) return bar.liquidated_long_usd and 1 or 0 end }
            """)
        let (one, other) = try (
            score(["--model", "turnover", "--closing", reader]), score(["--model", "turnover"])
        )
        for side in ["long", "short"] {
            let ratios = try [one, other].map { try $0["models"].list[0][side]["ratio"]["map"].number }
            // A plugin has the ledger kept rung by rung: the same to rounding.
            #expect(abs(ratios[0] / ratios[1] - 1) < 1e-9)
        }
    }

    @Test func `the same scores again, to the byte`() throws {
        let arguments = ["score", market, "--against", liquidations, "--stretches", "2", "--format", "csv"]
        #expect(try Program.output(arguments) == Program.output(arguments))
    }

    @Test func `a board scores models on each folder of a folder`() throws {
        let markets = folder.path + "/markets"
        for (name, seed) in [("one", "3"), ("two", "4")] {
            let path = "\(markets)/\(name)"
            _ = try Program.output(
                ["synth", "--days", "12", "--bar-minutes", "60", "--seed", seed, "--out", path])
            try FileManager.default.moveItem(
                atPath: path + "/truth/liquidations.csv", toPath: path + "/liquidations.csv")
        }
        _ = try folder.write(
            "markets/three/bars.csv",
            "time,open,high,low,close\n" + "1735689600000,1,1,1,1\n1735693200000,1,1,1,1\n")
        let arguments = [
            "score", "--board", markets, "--model", "turnover,py-map", "--stretches", "1",
        ]
        let board = try JSON(Program.output(arguments + ["--format", "json"]))
        #expect(try board["markets"].list.map { try $0["name"].text } == ["one", "two"])
        let lines = try board["models"].list
        #expect(try Set(lines.map { try $0["model"].text }) == ["turnover", "py-map", "reference+retail"])
        for line in lines {
            // The mean over markets and sides.
            let name = try line["model"].text
            let gains = try board["markets"].list.flatMap { market in
                let row = try #require(try market["models"].list.first { try $0["model"].text == name })
                return try ["long", "short"].map { try row[$0]["with_path_over_path"]["bits"].number }
            }
            let found = try line["with_path"].numbers
            #expect(abs(found[0] - gains.reduce(0, +) / 4) < 1e-12)
            #expect(found[1] <= found[0] && found[0] <= found[2])
            #expect(try line["adds_on"].number == 0)
            #expect(try line["reads_the_future"].isTrue == false)
        }
        let text = String(decoding: try Program.output(arguments), as: UTF8.self)
        #expect(text.contains("Scoreboard · 2 markets · 3 models"))
        #expect(text.contains("three: not scored, there are no liquidations"))
        let csv = String(decoding: try Program.output(arguments + ["--format", "csv"]), as: UTF8.self)
        let rows = csv.split(separator: "\n").drop { $0.hasPrefix("#") }
        #expect(rows.first?.hasPrefix("market,model,side,reads_the_future,rank,") == true)
        #expect(rows.count == 1 + 2 * 2 * (3 + 3))
        let against = try Program.run(["score", "--board", markets, "--against", liquidations])
        #expect(against.status == 64 && against.errors.contains("--board takes one folder"))
    }

    @Test func `a side without liquidations, and more of them than was open, is said`() throws {
        let none = try folder.write("none.csv", "time,long_usd,short_usd\n" + rows { _ in "1000,0" })
        let refused = try Program.run(["score", market, "--against", none, "--stretches", "1"])
        #expect(refused.status == 65)
        #expect(
            refused.errors.contains("no shorts were force-closed in any of 288 bars"), "\(refused.errors)")
        let much = try folder.write(
            "much.csv", "time,long_usd,short_usd\n" + rows { $0 % 3 == 0 ? "1e18,1000" : "1000,1000" })
        let text = String(
            decoding: try Program.output(["score", market, "--against", much, "--stretches", "1"]),
            as: UTF8.self)
        #expect(text.contains("in 96 bars more was reported as force-closed than was open before"), "\(text)")
    }

    /// A row for each hour of the market.
    private func rows(_ cells: (Int) -> String) -> String {
        (0..<288).map { "\(1_746_057_600_000 + $0 * 3_600_000),\(cells($0))\n" }.joined()
    }

    static let faults: [(words: [String], status: Int32, message: [String])] = [
        ([], 65, ["no liquidations to score against", "--against FILE"]),
        (["--model", "nix"], 64, ["no model 'nix'", "turnover, balanced, reference"]),
        (["--model", "+"], 64, ["a model's name is missing", "reference+retail"]),
        (["--model", "turnover+nix", "--stretches", "1"], 78, ["no leverage plugin 'nix'"]),
        (["--learned", "2"], 64, ["learned must lie in 0.1 to 0.9", "was 2"]),
        (["--stretches", "0"], 64, ["stretches must lie in 1 to 100", "was 0"]),
        (["--stretches", "50"], 65, ["a score needs at least", "bars with liquidations, of which"]),
        (["--lookback", "7d"], 64, ["lookback"]),
    ]

    @Test(arguments: faults.indices) func `what cannot be scored is said`(index: Int) throws {
        let fault = Self.faults[index]
        let against = index == 0 ? [] : ["--against", liquidations]
        let run = try Program.run(["score", market] + against + fault.words)
        #expect(run.status == fault.status, "\(run.errors)")
        for word in fault.message { #expect(run.errors.contains(word), "\(run.errors)") }
    }
}
