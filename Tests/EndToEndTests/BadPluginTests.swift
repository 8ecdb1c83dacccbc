import Foundation
import TestSupport
import Testing

@Suite("Plugins that misbehave") struct BadPluginTests {
    /// The end of a map with this plugin, whose file is `p.lua` in a folder of its own.
    private func map(_ source: String, kind: String = "leverage", _ more: String...) throws -> Shell {
        let folder = try TemporaryFolder()
        try folder.write("p.lua", source)
        return try Program.run(
            [
                "map", Program.days, "--lookback", "1d", "--\(kind)",
                "./p.lua",
            ]
                + more, folder: folder.url)
    }

    @Test(
        arguments: [
            (
                BadPlugin.loop, 75,
                ["plugin p", "p.lua:4", "time limit of 1000 ms", "bar 1 (2025-05-30T00:00Z)"]
            ),
            (
                BadPlugin.memory, 75,
                ["plugin p", "p.lua", "memory limit of 67108864 bytes", "64 MiB", "bar 1 ("]
            ),
            (BadPlugin.syntax, 78, ["plugin p", "p.lua:3: ')' expected near 'ladder'"]),
            (
                BadPlugin.notANumber, 78,
                ["plugin p", "p.lua:3", "rung", "was nan", "bar 1 (2025-05-30T00:00Z)"]
            ),
            (BadPlugin.negative, 78, ["plugin p", "not negative", "was -1", "bar 1 ("]),
            (BadPlugin.failing, 78, ["plugin p", "p.lua:4: no idea", "bar 1 ("]),
            (BadPlugin.noTable, 78, ["plugin p", "p.lua:3", "was 5", "bar 1 ("]),
            ("return 5", 78, ["plugin p", "p.lua", "must return a table"]),
            ("while true do end", 75, ["plugin p", "p.lua:1", "time limit"]),
        ] as [(String, Int32, [String])])
    func `each ends with its code, naming plugin, line, bar and value`(
        source: String, status: Int32, words: [String]
    ) throws {
        let shell = try map(source)
        #expect(shell.status == status, "\(shell.errors)")
        #expect(shell.text == "")
        let message = shell.errors.split(separator: "\n").last { $0.hasPrefix("liq: ") } ?? ""
        for word in words { #expect(message.contains(word), "\(message)") }
    }

    @Test func `a funding plugin's bad weight is told with the rate`() throws {
        let shell = try map(
            "return {\n  kind = \"funding\",\n  run = function(rate) return -1 end,\n}\n", kind: "funding")
        #expect(shell.status == 78)
        for word in ["plugin p", "p.lua:3", "was -1", "funding rate", "bar "] {
            #expect(shell.errors.contains(word), "\(shell.errors)")
        }
    }

    @Test func `a signal plugin's bad strength is told`() throws {
        let shell = try map(
            "return {\n  kind = \"signal\",\n  run = function() return {{name = \"x\", strength = 2}} end,\n}\n",
            kind: "signal")
        #expect(shell.status == 78)
        for word in ["plugin p", "p.lua:3", "strength must lie in 0 to 1", "was 2"] {
            #expect(shell.errors.contains(word), "\(shell.errors)")
        }
    }

    @Test func `what a plugin prints does not mix with the result`() throws {
        let shell = try map(
            "return {\n  kind = \"leverage\",\n"
                + "  run = function(bar, ladder) print(\"hello\") return {[ladder[1]] = 1} end,\n}\n",
            "--format", "json")
        #expect(shell.status == 0, "\(shell.errors)")
        #expect(shell.errors.contains("hello"))
        #expect(shell.text.hasPrefix("{"))
        #expect(!shell.text.contains("hello"))
    }

    @Test func `the list of plugins shows an invalid one and ends with 78`() throws {
        let folder = try TemporaryFolder()
        try folder.write("broken.lua", BadPlugin.syntax)
        try folder.write("retail.lua", "return { kind = \"leverage\", run = function() end }")
        let shell = try Program.run(["plugins", "--plugins", folder.path])
        #expect(shell.status == 78)
        #expect(shell.text.contains("broken.lua:3: ')' expected"))
        #expect(shell.text.contains("shadowed: \(SharedFolder.project.path)/plugins/retail.lua"))
        let doctor = try Program.run(["doctor", "--plugins", folder.path])
        #expect(doctor.status == 78)
        #expect(doctor.text.contains("not well"))
    }

    @Test func `a pattern that would never end is stopped as any loop`() throws {
        let folder = try TemporaryFolder()
        let plugin = try folder.write(
            "p.lua",
            "return { kind = \"signal\", run = function() local s = (\"a\"):rep(1000000)\n"
                + "return s:find((\".-\"):rep(6) .. \"b\") end }")
        let run = try Program.run(["map", Program.days, "--lookback", "1d", "--signal", plugin])
        #expect(run.status == 75 && run.output.isEmpty)
        #expect(run.errors.contains("p.lua:2: the time limit of 1000 ms was reached"), "\(run.errors)")
    }
}
