import Foundation
import TestSupport
import Testing

/// Commands of the console, as a pipe gets what they show.
@Suite("Commands of the console") struct ConsoleCommandTests {
    private func session(_ lines: String..., fails: Bool = false) throws -> String {
        let shell = try Program.run(
            [], input: lines.joined(separator: "\n") + "\n", folder: SharedFolder.project)
        #expect((shell.status != 0) == fails, "\(shell.errors)")
        return shell.text + shell.errors
    }

    private let load = ":load examples/data/BTCUSDT"

    @Test func `a price to go to is swept as the move that leads there, and the steps are a value`() throws {
        let text = try session(
            load, "m = btc:map { lookback = \"2d\", leverage = \"retail\" };",
            ":sweep price 116000,125000", "s = _",
            "#s, s[1].price, s[1].long == m:sum(\"long\", { within = 1 - 116000 / m.price })",
            "s[2].move > 0, s[2].short > 0, s[2].long")
        #expect(text.contains("116,000") && text.contains("125,000"))
        #expect(text.contains("2\n116000.0\ntrue\n") && text.contains("true\ntrue\n0.0\n"), "\(text)")
    }

    @Test func `the parameter of a plugin that the map has is swept, and each step's map is kept`() throws {
        let text = try session(
            load, "m = btc:map { lookback = \"2d\" };", ":sweep leverage.tail 1..2 step 0.5", "s = _",
            "#s, s[2].value, s[2].map.long == btc:map({ lookback = \"2d\", leverage = \"pareto:tail=1.5\" }).long",
            "s[1].map.long ~= s[3].map.long")
        #expect(text.contains("leverage.tail") && text.contains("asymmetry ±10 %"), "\(text)")
        #expect(text.contains("3\n\"1.5\"\ntrue\ntrue\n"), "\(text)")
    }

    @Test func `a parameter of a plugin that the map has not is refused with what helps`() throws {
        let text = try session(
            load, "m = btc:map { lookback = \"1d\" };", ":sweep funding.x 1,2", fails: true)
        #expect(text.contains("neutral") || text.contains("no funding plugin"), "\(text)")
    }

    @Test func `a name that holds something else is not taken, and one that is given says what it took`()
        throws
    {
        let text = try session(
            "btc = 5", load, "btc, #btc2", ":load examples/data/BTCUSDT btc", "#btc", load, "btc3")
        #expect(text.contains("btc2 = liq.load") && text.contains("5\n2880\n"))
        #expect(text.contains("btc held another value; :undo brings it back"))
        // The same data again takes the name that holds it.
        #expect(!text.contains("btc3 = "))
    }

    @Test(arguments: ["map.xlsx", "map.lua", "map.json.bak"])
    func `once refuses a file whose ending no form has before anything is computed`(file: String) throws {
        let folder = try TemporaryFolder()
        let text = try session(load, ":once \(folder.path)/\(file)", "print(\"later\")", fails: true)
        #expect(text.contains("once: no form ends in .") && text.contains(".json"), "\(text)")
        #expect(!text.contains("later"))
    }

    @Test(arguments: ["C", "POSIX", "de_DE.ISO-8859-1", "C.UTF-8", ""])
    func `a pipe gets the same bytes whatever the locale`(locale: String) throws {
        let arguments = ["map", "examples/data/BTCUSDT", "--lookback", "1d"]
        func bytes(_ environment: [String: String]) throws -> String {
            try Program.run(arguments, folder: SharedFolder.project, environment: environment).text
        }
        let text = try bytes(["LC_ALL": locale])
        #expect(try text == bytes(["LC_ALL": "en_US.UTF-8"]))
        #expect(text.contains("█"))
        #expect(!(try Program.run(arguments + ["--ascii"], folder: SharedFolder.project).text).contains("█"))
    }

    @Test(arguments: [
        "local f = coroutine.wrap(function() error(\"boom\") end) f()",
        "local f = coroutine.wrap(function()\n error(\"boom\") end)\nf()",
    ])
    func `an error inside of a coroutine tells one place, where it was raised`(code: String) throws {
        let shell = try Program.run(["-c", code])
        let line = code.contains("\n") ? 2 : 1
        #expect(shell.errors.hasPrefix("liq: -c:\(line): boom\n"), "\(shell.errors)")
    }

    @Test func `prices of signals are rounded as prices are`() throws {
        let shell = try Program.run(
            [
                "map", "examples/data/BTCUSDT", "--lookback", "7d", "--leverage", "retail", "--signal",
                "nearest-cluster",
            ],
            folder: SharedFolder.project)
        let lines = shell.text.split(separator: "\n").filter { $0.hasPrefix("signal nearest-cluster:") }
        #expect(!lines.isEmpty)
        for line in lines {
            let price = try Regex("at [0-9,]+([.][0-9]{1,2})?,")
            #expect(line.firstMatch(of: price) != nil, "\(line)")
        }
    }

    @Test func `a grid beside the price tells no fresh edges and draws without them`() throws {
        for range in ["100..200", "100000..110000", "1e6..2e6"] {
            let shell = try Program.run(
                ["map", "examples/data/BTCUSDT", "--lookback", "5d", "--range", range, "--quiet"],
                folder: SharedFolder.project)
            #expect(shell.status == 0 && !shell.text.contains("Fuel begins"), "\(shell.errors)")
            let edges = try Program.run(
                [
                    "-c",
                    "#liq.load(\"examples/data/BTCUSDT\"):map{lookback = \"5d\", range = \"\(range)\"}:fresh_edges{}",
                ],
                folder: SharedFolder.project)
            #expect(edges.text == "0\n", "\(edges.errors)")
        }
    }
}

/// What an attack with the documents alone had found and was left for later.
@Suite("Paths and pipes that are none") struct OddPathTests {
    @Test(arguments: [
        "liq.load(\"examples/data/BTCUSDT\\0.csv\")", "liq.read_csv(\"README.md\\0\")",
        "liq.write(\"/tmp/liq-nul\\0.txt\", \"x\")",
    ])
    func `a path with a NUL in it is refused`(code: String) throws {
        let shell = try Program.run(["-c", code], folder: SharedFolder.project)
        #expect(shell.status != 0 && shell.errors.contains("a path holds no NUL"), "\(shell.errors)")
        #expect(!FileManager.default.fileExists(atPath: "/tmp/liq-nul"))
    }

    @Test func `a pipe as the file of entries is not waited for`() throws {
        let folder = try TemporaryFolder()
        let pipe = folder.path + "/history"
        #expect(mkfifo(pipe, 0o600) == 0)
        let terminal = try Pty(
            [Program.path, "--quiet"], folder: SharedFolder.project.path, columns: 80, rows: 24,
            environment: Program.environment.merging(["LIQ_HISTORY": pipe, "TERM": "xterm-256color"]) { $1 })
        try terminal.look { $0.lines.last == "liq>" }
        terminal.send("1 + 1\r")
        try terminal.look { $0.lines.contains("2") && $0.lines.last == "liq>" }
    }

    @Test func `a view that a model does not tell is refused before a table is begun`() throws {
        let shell = try Program.run(
            [
                "heatmap", "examples/data/BTCUSDT", "--lookback", "1d", "--model", "balanced", "--view",
                "freshness",
                "--format", "csv",
            ], folder: SharedFolder.project)
        #expect(shell.status == 64 && shell.text.isEmpty, "\(shell.text)")
    }
}
