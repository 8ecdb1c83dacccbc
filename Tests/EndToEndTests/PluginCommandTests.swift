import Foundation
import TestSupport
import Testing

/// As a new user: a plugin from the template, then broken.
@Suite("Making plugins") struct PluginCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func liq(_ arguments: String...) throws -> Shell {
        try Program.run(arguments, folder: folder.url, environment: ["LIQ_DATA_HOME": folder.path + "/home"])
    }

    @Test(arguments: ["leverage", "funding", "entry", "split", "closing", "margin", "signal"])
    func `a new plugin passes its tests, its check and makes a map`(kind: String) throws {
        let new = try liq("plugin", "new", kind, "mine")
        #expect(new.status == 0, "\(new.errors)")
        #expect(
            new.text == """
                wrote  mine.lua
                wrote  mine_spec.lua
                wrote  .luarc.json
                wrote  .luacheckrc
                wrote  .liq/liq.lua
                next: liq plugin test mine.lua, then liq map DATA --\(kind) ./mine.lua

                """)
        let test = try liq("plugin", "test", "mine.lua", "--coverage", "--junit", "out.xml")
        #expect(test.status == 0, "\(test.text)\(test.errors)")
        #expect(test.text.hasPrefix("TAP version 13\n# mine_spec.lua\nok 1 - mine › "))
        #expect(test.text.contains("# coverage mine.lua: 100.0 % ("))
        let xml = try String(contentsOfFile: folder.path + "/out.xml", encoding: .utf8)
        #expect(xml.contains("failures=\"0\""))
        _ = try XMLDocumentCheck(xml)
        let settings = try String(contentsOfFile: folder.path + "/.luarc.json", encoding: .utf8)
        #expect(settings.contains("\"workspace.library\": [\".liq\"]"))
        #expect(!settings.contains("\"/"))
        let stubs = try String(contentsOfFile: folder.path + "/.liq/liq.lua", encoding: .utf8)
        #expect(stubs.contains("\n---@class liq.plugin.\(kind): liq.manifest\n"))
        let plugin = try String(contentsOfFile: folder.path + "/mine.lua", encoding: .utf8)
        #expect(plugin.contains("\n---@type liq.plugin.\(kind)\nlocal plugin = {\n"))
        let luacheck = try String(contentsOfFile: folder.path + "/.luacheckrc", encoding: .utf8)
        #expect(luacheck.contains("not_globals = { \"debug\", \"dofile\", \"io\", \"loadfile\", \"os\","))
        let check = try liq("plugin", "check", "mine.lua")
        #expect(check.status == 0, "\(check.errors)")
        #expect(check.text.hasPrefix("ok mine 0.1.0, \(kind), "))
        #expect(check.errors == "")
        let data = Program.days
        let map = try liq("map", data, "--lookback", "2d", "--\(kind)", "./mine.lua")
        #expect(map.status == 0, "\(map.errors)")
    }

    @Test func `nothing is written over, and settings that are there are kept`() throws {
        _ = try liq("plugin", "new", "leverage", "mine", "--folder", "made/here")
        try folder.write("made/here/mine.lua", "-- mine")
        let again = try liq("plugin", "new", "signal", "mine", "--folder", "made/here")
        #expect(again.status == 77)
        #expect(
            again.errors
                == "liq: made/here/mine.lua is there already and is not written over (choose another id or --folder)\n"
        )
        #expect(try String(contentsOfFile: folder.path + "/made/here/mine.lua", encoding: .utf8) == "-- mine")
        let other = try liq("plugin", "new", "signal", "other", "--folder", "made/here")
        #expect(
            other.text.contains(
                "kept   made/here/.luarc.json\nkept   made/here/.luacheckrc\nkept   made/here/.liq/liq.lua\n")
        )
    }

    @Test(
        arguments: [
            (
                ["new", "levrage", "x"], 64,
                "liq: no template for kind 'levrage': there are leverage, funding, flow, entry, split, closing, margin, signal (did you mean 'leverage'?)\n"
            ),
            (
                ["new", "leverage", "a b"], 64,
                "liq: 'a b' cannot be the id of a plugin (letters, digits, - and _, beginning with a letter or digit; the file is called ID.lua)\n"
            ),
            (
                ["new", "leverage", "../up"], 64,
                "liq: '../up' cannot be the id of a plugin (letters, digits, - and _, beginning with a letter or digit; the file is called ID.lua)\n"
            ),
            (["chek"], 64, "liq: no command 'plugin chek' (did you mean 'check'?)\n"),
            (["check", "./nix.lua"], 66, "liq: cannot read ./nix.lua: No such file or directory\n"),
            (["test", "nix"], 66, "liq: cannot read nix: No such file or directory\n"),
            (["test"], 66, "liq: no tests in . (tests are files called NAME_spec.lua)\n"),
            (["bench", "measured", "--bars", "5"], 64, "liq: --bars must lie in 10 to 5,000,000, was 5\n"),
        ] as [([String], Int32, String)])
    func `a slip is told`(words: [String], status: Int32, message: String) throws {
        let run = try Program.run(["plugin"] + words, folder: folder.url)
        #expect(run.status == status)
        #expect(run.errors == message)
        #expect(run.text == "")
    }

    /// The template of a leverage plugin with one slip, and what `check` says of it.
    @Test(arguments: [
        ("summary =", "sumary =", "plugin mine (mine.lua): unknown key 'sumary' (did you mean 'summary'?)"),
        (
            "type = \"duration\"", "type = \"durations\"",
            "plugin mine (mine.lua): parameter window: type must be one of number, integer, percent, duration, boolean, string, was the text \"durations\" (did you mean 'duration'?)"
        ),
        (
            "bar.close", "bar.clos",
            "plugin mine: mine.lua:14: bar has no field 'clos' (did you mean 'close'?), at bar 25 (2025-01-02T00:00Z)"
        ),
        (
            "return weights", "return weight",
            "plugin mine (mine.lua:12): one weight for each of 90 rungs expected, was nil, at bar 1 (2025-01-01T00:00Z)"
        ),
        (
            "api = 1", "api = 3",
            "plugin mine (mine.lua): written for API level 3, this liq has level 1 (use a newer liq, or api = 1 if the plugin needs nothing newer)"
        ),
        (
            "params.median *", "params.medain *",
            "plugin mine: mine.lua:15: plugin mine declares no parameter 'medain' (did you mean 'median'?), at bar 1 (2025-01-01T00:00Z)"
        ),
        ("end,\n}", "end,", "plugin mine: mine.lua:23: unexpected symbol near 'return'"),
        (
            "summary =", "colour =",
            "plugin mine (mine.lua): unknown key 'colour' (known are kind, run, run_all, api, id, version, summary, license, name, ladder, params)"
        ),
        (
            "id = \"mine\"", "id = \"other\"",
            "plugin mine (mine.lua): id is 'other', but the file's name says 'mine': they must be the same"
        ),
    ]) func `a broken plugin says what is wrong and where`(part: String, slip: String, message: String) throws
    {
        _ = try liq("plugin", "new", "leverage", "mine")
        let text = try String(contentsOfFile: folder.path + "/mine.lua", encoding: .utf8)
        #expect(text.contains(part))
        try folder.write("mine.lua", text.replacingOccurrences(of: part, with: slip))
        let check = try liq("plugin", "check", "mine.lua")
        #expect(check.status == 78)
        #expect(check.errors.hasPrefix("liq: \(message)\n"), "\(check.errors)")
        #expect(check.text == "")
    }

    @Test func `check goes on after one that fails and ends with its code`() throws {
        try folder.write("loop.lua", "return { kind = \"leverage\", run = function() while true do end end }")
        let check = try liq("plugin", "check", "measured", "loop.lua", "nearest-cluster")
        #expect(check.status == 75)
        #expect(check.text.split(separator: "\n").map { $0.prefix(12) } == ["ok measured ", "ok nearest-c"])
        #expect(check.errors.contains("plugin loop: loop.lua:1: the time limit of 1000 ms was reached"))
    }

    @Test func `tests that fail are told with value, place and code 1`() throws {
        try folder.write("x.lua", "return { kind = \"funding\", run = function(rate) return 1 end }")
        try folder.write(
            "x_spec.lua",
            """
            describe("x", function()
              it("adds", function() expect(1 + 1).to_be(3) end)
              it("passes", function() expect(liq.plugin():tilt(fixture.series())).to_be(1) end)
              it("opens tables", function() expect({ 1, { a = 2 } }).to_equal { 1, { a = 3 } } end)
              it("turns round", function() expect(1).never.to_be(1) end)
              it("is stopped", function() while true do end end)
            end)
            it("is <alone> & \\"odd\\"", function() error("why # not") end)

            """)
        let run = try liq("plugin", "test", "x.lua", "--junit", "j.xml", "--coverage")
        #expect(run.status == 1)
        #expect(
            run.text == """
                TAP version 13
                # x_spec.lua
                not ok 1 - x › adds
                  ---
                  message: |
                    expected 2 to be 3
                  at: x_spec.lua:2
                  ...
                ok 2 - x › passes
                not ok 3 - x › opens tables
                  ---
                  message: |
                    expected { 1, { a = 2 } } to equal { 1, { a = 3 } }
                  at: x_spec.lua:4
                  ...
                not ok 4 - x › turns round
                  ---
                  message: |
                    expected 1 not to be 1
                  at: x_spec.lua:5
                  ...
                not ok 5 - x › is stopped
                  ---
                  message: |
                    the time limit of 5000 ms was reached
                  at: x_spec.lua:6
                  ...
                not ok 6 - is <alone> & "odd"
                  ---
                  message: |
                    why # not
                  at: x_spec.lua:8
                  ...
                # coverage x.lua: 100.0 % (1 of 1 lines)
                1..6

                """)
        #expect(run.errors == "liq: 5 of 6 tests failed\n")
        let xml = try String(contentsOfFile: folder.path + "/j.xml", encoding: .utf8)
        #expect(xml.contains("<testsuites tests=\"6\" failures=\"5\">"))
        #expect(xml.contains("name=\"is &lt;alone&gt; &amp; &quot;odd&quot;\""))
        _ = try XMLDocumentCheck(xml)
    }

    @Test func `a file of tests that does not load is a test that fails`() throws {
        try folder.write("a_spec.lua", "describe(")
        try folder.write("b_spec.lua", "it(\"x\", function() it(\"y\", print) end)")
        let run = try liq("plugin", "test")
        #expect(run.status == 1)
        #expect(run.text.contains("not ok 1 - loads"))
        #expect(run.text.contains("at: a_spec.lua:1"))
        #expect(run.text.contains("it cannot be called inside a test"))
    }

    @Test func `the same seed gives the same market`() throws {
        try folder.write(
            "s_spec.lua",
            "it(\"x\", function() print(fixture.series().close[9], math.random(), fixture.map().long) end)")
        let runs = try ["1", "1", "2"].map { try liq("plugin", "test", "s_spec.lua", "--seed", $0).text }
        #expect(runs[0] == runs[1])
        #expect(runs[0] != runs[2])
    }

    @Test func `the level of trust is shown and changed`() throws {
        try folder.write("p/a.lua", "return { kind = \"funding\", run = function() return 1 end }")
        let place = try #require(realpath(folder.path, nil).map { String(cString: $0) })
        #expect(
            try liq("plugins", "trust").text
                == "no marks: every plugin runs at L1\nkept in \(folder.path)/home/trust\n")
        #expect(try liq("plugins", "trust", "p/a.lua").text.hasPrefix("a: L1, a plugin"))
        #expect(try liq("plugins", "trust", "p", "--mark-isolated").text == "isolated path:\(place)/p\n")
        let shown = try liq("plugins", "trust", "p/a.lua").text
        #expect(shown.hasPrefix("a: L2, isolated"))
        #expect(try liq("plugin", "explain", "p/a.lua").text.contains("trust     L2, isolated"))
        let hash = shown.split(separator: "\n")[2].trimmingCharacters(in: .whitespaces)
        #expect(try liq("plugins", "trust", "p/a.lua", "--trusted").text == "trusted \(hash)\n")
        #expect(try liq("plugins", "trust", "p/a.lua").text.hasPrefix("a: L1"))
        #expect(try liq("plugins", "trust", hash, "--forget").text == "forgot \(hash)\n")
        #expect(try liq("plugins", "trust", "p", "--forget").text == "forgot path:\(place)/p\n")
        #expect(try liq("plugins", "trust", "p", "--trusted").status == 64)
        try folder.write("home/trust", "isolate path:/x\n")
        let damaged = try liq("plugins")
        #expect(damaged.status == 0)
        #expect(damaged.errors.contains("home/trust:1: 'isolate path:/x' is no mark of trust"))
    }

    @Test func `tests of what is to run isolated are refused`() throws {
        try folder.write("p/a.lua", "return { kind = \"funding\", run = function() return 1 end }")
        try folder.write("p/a_spec.lua", "print(\"ran\") it(\"x\", function() liq.plugin() end)")
        try folder.write("mine_spec.lua", "it(\"x\", function() liq.plugin(\"p/a.lua\") end)")
        _ = try liq("plugins", "trust", "p", "--mark-isolated")
        for path in ["p/a.lua", "mine_spec.lua"] {
            let run = try liq("plugin", "test", path)
            #expect(run.status == 77)
            #expect(run.text.contains("is to run isolated, and tests run in this process"), "\(run.text)")
            #expect(!run.text.contains("ran"))
        }
        // Trusted as they are, they run.
        for file in ["p/a.lua", "p/a_spec.lua"] {
            #expect(try liq("plugins", "trust", file, "--trusted").status == 0)
        }
        #expect(try liq("plugin", "test", "p/a.lua").status == 0)
        #expect(try liq("plugins", "trust", "p/a.lua", "--forget").status == 0)
        // A link from elsewhere and a link to elsewhere are both in the folder.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/link.lua", withDestinationPath: "p/a.lua")
        let outside = try folder.write(
            "out.lua", "return { kind = \"funding\", run = function() return 1 end }")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/p/out.lua", withDestinationPath: outside)
        _ = try liq("plugins", "trust", "p", "--mark-isolated")
        for (path, level) in [("./link.lua", "L2"), ("p/out.lua", "L2"), ("./out.lua", "L1")] {
            #expect(try liq("plugin", "explain", path).text.contains("trust     \(level)"), "\(path)")
        }
    }

    @Test func `a folder with init.lua is a plugin by its name`() throws {
        try folder.write("big/init.lua", "return { kind = \"funding\", run = require \"lib.run\" }")
        try folder.write("big/lib/run.lua", "return function() return 2 end")
        try folder.write(
            "big/init_spec.lua",
            "it(\"x\", function() expect(liq.plugin():tilt(fixture.series())).to_be(2) end)")
        #expect(try liq("plugin", "check", "./big").text.hasPrefix("ok big 0, funding, "))
        let test = try liq("plugin", "test", "big", "--coverage")
        #expect(test.status == 0)
        #expect(test.text.contains("# coverage big/init.lua: 100.0 %"))
        #expect(test.text.contains("# coverage big/lib/run.lua: 100.0 %"))
        let wrong = try liq("plugin", "check", "./home")
        #expect(wrong.status == 66)
    }

    @Test func `the console takes in a changed file and keeps the old one where the new one is broken`()
        throws
    {
        let data = Program.days
        let source = { (weights: String) in
            "return { kind = \"leverage\", ladder = {5, 25}, run = function() return \(weights) end }"
        }
        try folder.write("p/mix.lua", source("{1, 1}"))
        let console = try PtyConsole(
            environment: ["LIQ_PLUGIN_PATH": folder.path + "/p", "NO_COLOR": "1"])
        try console.ask("btc = liq.load '\(data)'")
        #expect(
            try console.ask(":reload mix")
                == "no plugin 'mix' has been used in this session: nothing to reload (the next map reads its file)\n"
        )
        try console.ask("m = btc:map {leverage = 'mix', lookback = '2d'}")
        #expect(try console.ask(":reload") == "no plugin that this session used has changed\n")
        #expect(try console.ask(":reload mix") == "mix: its file has not changed\n")
        try folder.write("p/mix.lua", source("{1, 9}"))
        #expect(try console.ask("1") == "1\nthe file of plugin mix has changed; :reload loads it\n")
        let reloaded = try console.ask(":reload")
        #expect(reloaded.hasPrefix("mix: reloaded, "))
        #expect(reloaded.contains("the last map changes:\n  longs: "))
        try folder.write("p/mix.lua", source("{1, -9}"))
        let broken = try console.ask(":reload mix")
        #expect(broken.hasPrefix("mix: not reloaded, the old one stays\nplugin mix ("))
        #expect(broken.contains("must be finite and not negative, was -9.0, at bar 1 "))
        #expect(try console.ask("btc:map {leverage = 'mix', lookback = '2d'}.price > 0") == "true\n")
        #expect(console.leave() == 0)
    }

    @Test func `a file that is named comes first and what it shadows is told with both files`() throws {
        let plugin = try folder.write("retail.lua", "return { kind = \"leverage\", run = function() end }")
        let list = try liq("plugins", "--plugin", plugin)
        #expect(list.status == 0)
        #expect(
            list.text.contains("shadowed: \(SharedFolder.project.path)/plugins/retail.lua by \(plugin)\n"))
        // The folder that one is in is not searched.
        #expect(!(try liq("plugins").text.contains("shadowed")))
        let missing = try liq("plugins", "--plugin", "nix.lua")
        #expect(missing.status == 66)
        #expect(missing.errors == "liq: cannot read the plugin nix.lua\n")
    }

    @Test func `isolated plugins give the same bytes`() throws {
        let data = Program.days
        let arguments = [
            "map", data, "--lookback", "3d", "--leverage", "momentum-retail:lean=2", "--funding",
            "crowded-side-pays",
            "--signal", "nearest-cluster", "--signal", "squeeze-risk:alarm=0", "--format", "json",
        ]
        let plain = try Program.output(arguments)
        #expect(plain == (try Program.output(arguments + ["--isolated"])))
    }
}

/// XML that a reader takes: tags that match, by a small look of our own.
private struct XMLDocumentCheck {
    init(_ text: String) throws {
        var open: [Substring] = []
        for tag in text.split(separator: "<").dropFirst() {
            let body = tag.prefix { $0 != ">" }
            guard body.count < tag.count else { throw Failure("a tag does not end: \(body)") }
            let name = body.drop { $0 == "/" }.prefix { $0.isLetter }
            if body.hasPrefix("?") || body.hasSuffix("/") { continue }
            if body.hasPrefix("/") {
                guard open.popLast() == name else { throw Failure("</\(name)> closes another") }
            } else {
                open.append(name)
            }
        }
        guard open.isEmpty else { throw Failure("not closed: \(open)") }
    }
}
