import Foundation
import TestSupport
import Testing

@Suite("Headless") struct HeadlessTests {
    private static let bars = "b = liq.load('\(Program.days)') "
    private static let map = bars + "m = b:map{lookback = '1d', leverage = 'retail'} "

    @Test(arguments: [
        (
            "1/0, 0/0, -0.0, 'a\"\\n', nil, true, 12", "json",
            "null\nnull\n0.0\n\"a\\\"\\n\"\nnull\ntrue\n12\n"
        ),
        ("{1, 'x', {}}", "jsonl", "1\n\"x\"\n[]\n"),
        ("{b = 1, a = {2, 3}}", "jsonl", "{\"a\":[2,3],\"b\":1}\n"),
        ("{b = 1, a = 2.5}", "csv", "a,b\n2.5,1\n"),
        ("{{a = 1}, {b = 'x,\"y'}, {a = 0/0}}", "csv", "a,b\n1.0,\n,\"x,\"\"y\"\n,\n"),
        ("liq.vector{1, 0/0, 2.5}", "csv", "value\n1.0\n\"\"\n2.5\n"),
        ("liq.vector{1, 0/0, 2.5}", "json", "[1.0,null,2.5]\n"),
        ("liq.vector{1, 0/0, 2.5}", "jsonl", "1.0\nnull\n2.5\n"),
        ("{{name = 'a', n = 10}, {name = 'bb', n = 9}}", "table", " n  name\n10  a\n 9  bb\n"),
        ("{1, 2}", "auto", "{ 1, 2 }\n"), ("'x'", "auto", "\"x\"\n"), ("'x'", "table", "\"x\"\n"),
        ("local x", "json", ""), ("{}", "json", "[]\n"),
    ])
    func `values are written as they are asked for`(code: String, form: String, expected: String) throws {
        let run = try Program.run(["-c", code, "--output", form])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.text == expected)
        #expect(run.errors == "")
    }

    @Test func `a map is written as its own JSON and CSV`() throws {
        let options = ["map", Program.days, "--lookback", "1d", "--leverage", "retail", "--quiet"]
        for form in ["json", "csv"] {
            let own = try Program.run(options + ["--format", form])
            let script = try Program.run(["-c", Self.map + "return m", "--output", form])
            #expect(own.status == 0 && own.errors == "", "\(own.errors)")
            #expect(script.text == own.text)
        }
        let line = try Program.run(["-c", Self.map + "return m", "--output", "jsonl"])
        #expect(line.text.split(separator: "\n").count == 1)
        #expect(try JSON(Data(line.text.utf8))["format"].text == "liq.map")
    }

    @Test(arguments: [
        ("print", "json", "cannot write a function"), ("{f = {print}}", "json", "a function at f[1]"),
        ("{1, x = 2}", "json", "the key 1 beside names"), ("{{1}}", "csv", "row 1, column 'value'"),
        ("{{a = 1}, 2}", "csv", "a list of records and other values"), ("1, 2", "csv", "writes one value"),
        ("t = {} t.t = t return t", "json", "nested deeper than 50"),
        ("liq.load('\(Program.days)')", "csv", "cannot write a dataset"),
        ("coroutine.create(print)", "jsonl", "cannot write a"),
    ])
    func `what a form cannot say is refused`(code: String, form: String, words: String) throws {
        let run = try Program.run(["-c", code, "--output", form])
        #expect(run.status == 64)
        #expect(run.errors.contains(words), "\(run.errors)")
        #expect(run.text == "")
    }

    @Test func `a script's own values are written where a form is asked for`() throws {
        let folder = try TemporaryFolder()
        let script = try folder.write("s.lua", "print('said') return {x = 1}")
        #expect(try Program.run(["run", script]).text == "said\n")
        #expect(try Program.run(["run", script, "--output", "csv"]).text == "said\nx\n1\n")
        #expect(try Program.run(["-", "--output", "json"], input: "return {1}").text == "[\n  1\n]\n")
        #expect(try Program.run(["run", "-"], input: "print(...) print(2)").text == "\n2\n")
        let console = try Program.run(["--output", "json"], input: "1\n")
        #expect(console.status == 64)
    }

    @Test(
        arguments: [
            ("x = 1", 0), ("x = 1 error('no')", 1), ("x = = 1", 1), ("for i = 1, 2 do", 1), ("x = nix.y", 1),
            ("liq.load 'nowhere'", 66), ("x = liq.load('\(Program.days)'):map{leverage = 'nix'}", 78),
            ("x = liq.load('\(Program.days)'):map{options = {nix = 1}}", 1),
            ("liq.load('\(Program.days)'):map{lookback = '1d'}:save '/no/such/map.json'", 73),
            ("liq.load('\(Program.days)'):map{lookback = '1d'}:save 'map.nix'", 64),
            ("local function f() return f() + 1 end f()", 75),
        ] as [(String, Int32)])
    func `each way to run a program ends with the same code`(code: String, status: Int32) throws {
        let folder = try TemporaryFolder()
        let script = try folder.write("s.lua", code + "\n")
        let ways: [(arguments: [String], input: String)] = [
            (["-c", code], ""), (["run", script], ""), (["-"], code), ([], code + "\n"),
            (["run", "-"], code),
        ]
        for way in ways {
            let run = try Program.run(way.arguments, input: way.input)
            #expect(run.status == status, "\(way.arguments) \(run.errors)")
            #expect(run.text == "" && run.errors.isEmpty == (status == 0))
            #expect(!run.errors.contains("\u{1b}"))
        }
    }

    @Test func `a seed makes other numbers, the same each time, and outputs name it`() throws {
        func draw(_ options: String...) throws -> String {
            try Program.run(["-c", "math.random(1 << 40)"] + options).text
        }
        #expect(try draw() == draw())
        #expect(try draw("--seed", "5") == draw("--seed", "5"))
        #expect(try draw("--seed", "5") != draw("--seed", "6"))
        #expect(try draw("--seed", "5") != draw())
        let folder = try TemporaryFolder()
        let plugin = try folder.write(
            "dice.lua",
            "return { kind = 'leverage', ladder = {5, 10},\n  run = function() return {math.random(), 1} end }"
        )
        func map(_ options: [String]) throws -> String {
            let code = Self.bars + "return b:map{lookback = '1d', leverage = '\(plugin)'}:json()"
            let run = try Program.run(["-c", "print((function() \(code) end)())"] + options)
            #expect(run.status == 0, "\(run.errors)")
            return run.text
        }
        let (five, six) = (try map(["--seed", "5"]), try map(["--seed", "6"]))
        #expect(five == (try map(["--seed", "5", "--isolated"])))
        #expect(five.contains("math.random was seeded with 5"))
        #expect(six.replacing("seeded with 6", with: "seeded with 5") != five)
        #expect(!(try map([]).contains("seeded")))
    }

    @Test(
        arguments: [
            (["-c", "x = = 1"], 1, "failed", 1, 5),
            (["-c", "\nlocal t\nprint(t.x)"], 1, "failed", 3, 7),
            (["-c", "liq.load 'no/such'"], 66, "input_missing", 1, 11),
            (["-c", "while true do end", "--nope"], 64, "usage", nil, nil),
            (["map", "no/such/data"], 66, "input_missing", nil, nil),
            (["map", Program.days, "--leverage", "nix"], 78, "plugin_invalid", nil, nil),
            (["run", "nix.lua"], 66, "input_missing", nil, nil),
            (["-c", "1", "--plugins", "/nonexistent"], 66, "input_missing", nil, nil),
            (["map", Program.days, "--out", "/no/such/map.json"], 73, "cannot_create", nil, nil),
        ] as [([String], Int32, String, Double?, Double?)])
    func `errors as JSON are an object in a line`(
        arguments: [String], status: Int32, code: String, line: Double?, column: Double?
    ) throws {
        let quiet = arguments[0] == "map" ? ["--quiet"] : []
        let run = try Program.run(arguments + ["--errors", "json"] + quiet)
        #expect(run.status == status, "\(run.errors)")
        #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        let json = try JSON(Data(run.errors.utf8))
        #expect(try json["code"].text == code)
        #expect(try json["exit"].number == Double(status))
        #expect(try !json["message"].text.isEmpty)
        #expect(try json["line"].isNull ? line == nil : json["line"].number == line)
        #expect(try json["column"].isNull ? column == nil : json["column"].number == column)
    }

    @Test func `an error as JSON has the hint and the calls`() throws {
        let folder = try TemporaryFolder()
        let script = try folder.write(
            "s.lua", "local m = {leverage = 1}\nlocal function f() return m.levrage.x end\nx = f() + 1\n")
        let run = try Program.run(["run", script, "--errors=json"])
        let json = try JSON(Data(run.errors.utf8))
        #expect(try json["file"].text == script)
        #expect(try json["line"].number == 2)
        #expect(try json["hint"].text == "did you mean 'leverage'?")
        let calls = try json["calls"].list
        #expect(calls.count == 1)
        #expect(try calls[0]["function"].text == "function 'f'")
        #expect(try calls[0]["line"].number == 3)
        #expect(try json["omitted_calls"].number == 0)
    }

    @Test func `nothing of a terminal is in a pipe, start-up files are not run`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "liq"), withIntermediateDirectories: true)
        try folder.write("liq/config.lua", "print('started')")
        for arguments in [[], ["-"], ["-c", "1"]] {
            let run = try Program.run(
                arguments, input: "print(('x'):rep(500))\n", environment: ["XDG_CONFIG_HOME": folder.path])
            #expect(run.status == 0)
            #expect(run.text == (arguments.first == "-c" ? "1\n" : String(repeating: "x", count: 500) + "\n"))
            #expect(run.errors == "")
        }
    }

    @Test func `the console runs start-up files, and a trusted one of its folder`() throws {
        let folder = try TemporaryFolder()
        for name in ["liq", "project"] {
            try FileManager.default.createDirectory(
                at: folder.url.appending(path: name), withIntermediateDirectories: true)
        }
        try folder.write("liq/config.lua", "mine = 41\nprint('hello')\n")
        try folder.write("project/.liqrc.lua", "theirs = 7\n")
        let environment = ["XDG_CONFIG_HOME": folder.path, "LIQ_DATA_HOME": folder.path + "/data"]
        let project = folder.path + "/project"
        func console() throws -> PtyConsole { try PtyConsole(folder: project, environment: environment) }
        let first = try console()
        #expect(first.banner.contains("hello\n"))
        #expect(first.banner.contains("./.liqrc.lua is not trusted; to trust it: liq trust\n"))
        #expect(try first.ask("mine, theirs") == "41\nnil\n")
        #expect(first.leave() == 0)
        func trust(_ arguments: String...) throws -> Shell {
            try Program.run(["trust"] + arguments, folder: URL(filePath: project), environment: environment)
        }
        #expect(try trust().text == "trusted .liqrc.lua\n")
        let second = try console()
        #expect(!second.banner.contains("not trusted"))
        #expect(try second.ask("mine, theirs") == "41\n7\n")
        #expect(second.leave() == 0)
        try folder.write("project/.liqrc.lua", "theirs = 8\n")
        #expect(try console().banner.contains("not trusted"))
        #expect(try trust("--forget").text == "forgot .liqrc.lua\n")
        #expect(try trust("no/.liqrc.lua").status == 66)
        #expect(try trust("other.lua").status == 64)
    }
}
