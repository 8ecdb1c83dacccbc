import Foundation
import TestSupport
import Testing

/// What the console promises, in the real program on a real terminal, narrow and wide.
@Suite("What the console promises") struct ConsoleBehaviourTests {
    /// Columns of the terminal: narrow, and wide as well in long runs. What is drawn to the width is tested at both.
    private static let widths = LongTests.pick([80], long: [80, 120])
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func start(_ columns: Int, _ flags: [String] = ["--quiet"]) throws -> Pty {
        let terminal = try Pty(
            [Program.path] + flags, folder: SharedFolder.project.path, columns: columns, rows: 100,
            environment: Program.environment.merging([
                "XDG_STATE_HOME": folder.path + "/state", "PAGER": "", "TERM": "xterm-256color",
            ]) { $1 })
        try terminal.look { $0.lines.last == "liq>" }
        return terminal
    }

    /// Types an entry and waits for the prompt below it.
    @discardableResult
    private func ask(_ terminal: Pty, _ entry: String) throws -> [String] {
        terminal.forget()
        terminal.send("\u{C}\(entry)\r")
        let screen = try terminal.look { screen in
            screen.lines.last == "liq>" && screen.lines.count > 1
                && (screen.lines.first ?? "").hasPrefix("liq> " + entry.prefix(60))
        }
        return screen.lines
    }

    private func load(_ terminal: Pty) throws {
        try ask(terminal, ":load examples/data/BTCUSDT")
        try ask(terminal, "m = btc:map { lookback = \"2d\", leverage = \"retail\" };")
    }

    @Test(arguments: widths)
    func `a local lasts, closures and constants included, and is told of once`(columns: Int) throws {
        let terminal = try start(columns, [])
        #expect(try ask(terminal, "local x = 5").contains { $0.hasPrefix("local x: kept for the session") })
        #expect(!(try ask(terminal, "local function f(a) return a * x end")).contains { $0.contains("kept") })
        #expect(try ask(terminal, "f(7)").contains("35"))
        try ask(terminal, "x = 6")
        #expect(try ask(terminal, "f(7)").contains("42"))
        try ask(terminal, "local c <const> = 1")
        #expect(
            try ask(terminal, "c = 2").contains { $0.contains("attempt to assign to const variable 'c'") })
    }

    @Test(arguments: widths)
    func `a call shows what it takes, and a wrong name is pointed at`(columns: Int) throws {
        let terminal = try start(columns)
        try load(terminal)
        terminal.send("btc:map{")
        try terminal.look { screen in screen.lines.contains { $0.contains("dataset:map{leverage, funding") } }
        terminal.send("\u{3}")
        let screen = try ask(terminal, "btc:map{levrage = 1}")
        #expect(screen.contains { $0.contains("did you mean 'leverage'?") })
        #expect(screen.contains { $0.contains("^^^^^^^") })
        #expect(try ask(terminal, "m.lnog.x").contains { $0.contains("^^^^") })
    }

    @Test(arguments: [80, 120])
    func `values draw themselves as wide as the screen, and never as an address`(columns: Int) throws {
        let terminal = try start(columns)
        try load(terminal)
        #expect(try ask(terminal, "btc").contains { $0.hasPrefix("close ") && $0.contains("to ") })
        let map = try ask(terminal, "m")
        #expect(map.contains { $0.contains("of shorts") || $0.contains("│█") })
        #expect(map.allSatisfy { $0.count <= columns })
        #expect(try ask(terminal, "m:clusters()").contains { $0.contains("notional") })
        #expect(try ask(terminal, "m:density 'long'").contains { $0.contains("00") })
        for value in ["{print, liq, {}}", "coroutine.create(print)", "liq", "string", "{[{}] = 1}"] {
            #expect(!(try ask(terminal, value)).contains { $0.contains("0x") }, "\(value)")
        }
        #expect(try ask(terminal, "m:clusters();").count <= 3)
    }

    @Test(arguments: widths)
    func `results have names, maps can be subtracted and compared`(columns: Int) throws {
        let terminal = try start(columns)
        try load(terminal)
        try ask(terminal, "6 * 7")
        #expect(try ask(terminal, "_ + 1").contains("43"))
        #expect(try ask(terminal, "_3 + _4").contains("85"))
        try ask(terminal, "u = m:with { leverage = \"uniform\" };")
        #expect(try ask(terminal, "u - m").contains { $0.contains("leverage") })
        let table = try ask(terminal, ":diff m u")
        #expect(table.contains { $0.contains("before") && $0.contains("after") })
        #expect(
            table.contains { $0.hasPrefix("leverage") && $0.contains("retail") && $0.contains("uniform") })
    }

    @Test(arguments: widths)
    func `branches keep their own variables and map, and what was done can be undone`(columns: Int) throws {
        let terminal = try start(columns)
        try load(terminal)
        try ask(terminal, "a = 1")
        #expect(try ask(terminal, ":branch other").contains("on branch other, which begins here"))
        try ask(terminal, "a = 2")
        try ask(terminal, ":assume leverage=uniform")
        #expect(try ask(terminal, ":branches").contains { $0.hasPrefix("*") && $0.contains("other") })
        try ask(terminal, ":branch main")
        #expect(try ask(terminal, "a").contains("1"))
        #expect(try ask(terminal, ":assume").contains { $0.hasPrefix("leverage") && $0.hasSuffix("retail") })
        try ask(terminal, ":branch other")
        #expect(try ask(terminal, "a").contains("2"))
        try ask(terminal, "a = 3")
        #expect(try ask(terminal, ":undo").contains { $0.hasPrefix("undone: entry") && $0.contains(": a;") })
        #expect(try ask(terminal, "a").contains("2"))
    }

    @Test(arguments: widths)
    func `a sweep is drawn in place, gone through with keys, and leaves its table`(columns: Int) throws {
        let terminal = try start(columns)
        try load(terminal)
        terminal.send(":sweep price -2%..+2% step 1%\r")
        try terminal.look { screen in screen.lines.contains { $0.hasPrefix("price +2.0 %, 5 of 5") } }
        terminal.send("\u{1B}[D")
        try terminal.look { screen in screen.lines.contains { $0.hasPrefix("price +1.0 %, 4 of 5") } }
        terminal.send("q")
        let screen = try terminal.look {
            $0.lines.last == "liq>" && $0.lines.contains { $0.contains("longs closed") }
        }
        #expect(screen.lines.contains { $0.hasPrefix("−2.0 %") })
        terminal.send(":sweep leverage retail,uniform\r")
        try terminal.look { screen in screen.lines.contains { $0.hasPrefix("leverage uniform, 2 of 2") } }
        terminal.send("\r")
        try terminal.look { screen in
            screen.lines.contains { $0.hasPrefix("uniform ") } && screen.lines.last == "liq>"
        }
    }

    @Test func `a watched plugin is taken in when it is saved, and a broken one never`() throws {
        let path = try folder.write(
            "w.lua",
            "return { kind = \"leverage\", run = function(b, l) local w = {} for i = 1, #l do w[i] = 1 end return w end }"
        )
        let terminal = try start(100)
        try ask(terminal, ":load examples/data/BTCUSDT")
        terminal.send(":watch btc:map { lookback = \"1d\", leverage = \"\(path)\" }:sum \"long\"\r")
        try terminal.look { screen in screen.lines.contains { $0.hasPrefix("watching ") } }
        try folder.write(
            "w.lua",
            "return { kind = \"leverage\", run = function(b, l) local w = {} for i = 1, #l do w[i] = i end return w end }"
        )
        try terminal.look { screen in screen.lines.contains { $0.contains("w: reloaded") } }
        try folder.write("w.lua", "return { kind = \"leverage\", run = function( }")
        try terminal.look { screen in
            screen.lines.contains { $0.contains("w: not reloaded, the old one stays") }
        }
        terminal.send("q")
        try terminal.look { $0.lines.last == "liq>" }
    }

    @Test func `a module of a watched plugin in a folder is followed, and the map is drawn with it`() throws {
        try folder.write(
            "plugins/w/init.lua",
            "return { kind = \"leverage\", ladder = { 5, 25 }, run = require \"lib.weights\" }")
        let module = { (weights: String) in
            try folder.write("plugins/w/lib/weights.lua", "return function() return \(weights) end")
        }
        _ = try module("{ 1, 1 }")
        let terminal = try start(100, ["--quiet", "--plugins", folder.path + "/plugins"])
        try ask(terminal, ":load examples/data/BTCUSDT")
        try ask(terminal, "m = btc:map { lookback = \"1d\", leverage = \"w\" };")
        // The plugin by its folder, as somebody would type it.
        terminal.send(":watch \(folder.path)/plugins/w\r")
        try terminal.look { screen in screen.lines.contains { $0.contains("lib/weights.lua") } }
        _ = try module("{ 1, 9 }")
        try terminal.look { screen in
            screen.lines.contains { $0.contains("w: reloaded") }
                && screen.lines.contains { $0.contains("the last map changes:") }
        }
        terminal.send("q")
        try terminal.look { $0.lines.last == "liq>" }
    }

    @Test func `a session is saved as a script that gives the same output`() throws {
        let terminal = try start(100)
        try load(terminal)
        try ask(terminal, "local k = 2")
        terminal.send("broken(\u{3}")
        try ask(terminal, "nothing.here")
        try ask(terminal, "k * 21")
        try ask(terminal, "m:sum \"long\" > 0, k")
        let path = folder.path + "/s.lua"
        try ask(terminal, ":save \(path)")
        let run = try Program.run(["run", path])
        #expect(run.text == "42\ntrue\n2\n", "\(run.errors)")
    }

    @Test(arguments: widths)
    func `time, plugins' shares, help, sources, reasons and assumptions are there for the asking`(
        columns: Int
    ) throws {
        let terminal = try start(columns)
        try load(terminal)
        #expect(
            try ask(terminal, ":time m:with{lookback = \"1d\"};").contains {
                $0.contains("CPU") && $0.contains("96 bars")
            })
        #expect(
            try ask(terminal, ":profile btc:map{leverage = \"momentum-retail\"};").contains {
                $0.contains("leverage momentum-retail")
            })
        #expect(try ask(terminal, "?map:at").contains { $0.hasPrefix("map:at(price)") })
        try ask(terminal, "function g(a) return a end")
        #expect(try ask(terminal, "g??").contains("function g(a) return a end"))
        #expect(try ask(terminal, ":why 118000").contains { $0.hasPrefix("Longs at ") })
        #expect(try ask(terminal, ":assume").contains { $0.hasPrefix("margin ") })
        #expect(try ask(terminal, ":hlep").contains { $0.contains("did you mean 'help'?") })
    }

    @Test func `a start-up file can set what the console is like`() throws {
        try folder.write("liq/config.lua", "console ':set footer on'\nanswer = 42")
        let terminal = try Pty(
            [Program.path, "--quiet"], folder: SharedFolder.project.path,
            environment: Program.environment.merging([
                "XDG_STATE_HOME": folder.path + "/state", "XDG_CONFIG_HOME": folder.path, "PAGER": "",
            ]) { $1 })
        try terminal.look { $0.lines.last == "liq>" }
        #expect(try ask(terminal, ":set footer").contains("footer is on; it takes auto, on, off"))
        #expect(try ask(terminal, "answer").contains("42"))
    }

    @Test func `a value goes to a file by its ending`() throws {
        let terminal = try start(100)
        let path = folder.path + "/rows.csv"
        try ask(terminal, ":once \(path)")
        try ask(terminal, "{ { a = 1, b = 2 }, { a = 3, b = 4 } }")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a,b\n1,2\n3,4\n")
        #expect(try ask(terminal, ":once /nonexistent/x.csv").contains { $0.contains("there is no folder") })
    }

    @Test func `a name without a value is pointed out`() throws {
        let terminal = try start(100, [])
        try load(terminal)
        #expect(
            try ask(terminal, "x = btc:map { leverage = retail };").contains {
                $0.hasPrefix("nil: retail, a name without a value")
            })
    }
}
