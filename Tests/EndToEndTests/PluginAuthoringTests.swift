import Foundation
import TestSupport
import Testing

/// What `check`, `explain`, `bench` and `test` say about a plugin to its author, and to an editor.
@Suite("Authors of plugins") struct PluginAuthoringTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func liq(_ arguments: String...) throws -> Shell {
        try Program.run(arguments, folder: folder.url, environment: ["LIQ_DATA_HOME": folder.path + "/home"])
    }

    @Test func `check and explain say which function answers, and what it is given`() throws {
        try folder.write(
            "both.lua",
            "return { kind = \"split\", run = function() return 2 end, run_all = function() return 0.5 end }")
        let check = try liq("plugin", "check", "both.lua")
        #expect(check.status == 0)
        #expect(check.errors == "note: both has run and run_all: run_all answers, and run is not used\n")
        let explain = try liq("plugin", "explain", "both.lua").text
        #expect(
            explain.contains(
                """
                contract  run_all(series, params) returns a vector with a cell a bar, or one number for all bars
                given     series: all bars, a vector a column
                          params: the parameters by name, read-only
                asked     once, about all bars

                """), "\(explain)")
        let isolated = try liq("plugin", "explain", "both.lua", "--isolated").text
        #expect(isolated.contains("contract  run_all(series, params) returns"), "\(isolated)")
    }

    @Test(arguments: ["leverage", "margin", "signal"])
    func `check, explain and bench tell the cost in the same unit, measured the same way`(kind: String) throws
    {
        _ = try liq("plugin", "new", kind, "mine")
        let unit = kind == "leverage" ? "bar" : "map"
        let figure = /[0-9.]+ (ns|µs|ms|s) a (bar|map)/
        let check = try liq("plugin", "check", "mine.lua").text
        let explain = try liq("plugin", "explain", "mine.lua").text
        let bench = try liq("plugin", "bench", "mine.lua", "--bars", "1000").text
        for text in [check, explain, bench] {
            let found = try #require(text.firstMatch(of: figure), "\(text)")
            #expect(found.2 == unit, "\(text)")
        }
        if kind == "leverage" {
            #expect(explain.contains("contract  run(bar, ladder, params) returns one weight a rung"))
            #expect(explain.contains("asked     for every bar\n"))
        }
        for text in [explain, bench] {
            #expect(text.contains("fastest of three runs over 1000 bars"), "\(text)")
        }
    }

    @Test func `a signal that is no list is an error of check and map`() throws {
        try folder.write(
            "s.lua",
            "return { kind = \"signal\", run = function() return { name = \"x\", strength = 1 } end }")
        for words in [["plugin", "check", "s.lua"], ["map", Program.days, "--signal", "./s.lua"]] {
            let run = try Program.run(words, folder: folder.url)
            #expect(run.status == 78)
            #expect(run.errors.contains("a list of signals expected, was one table with the key"))
            #expect(run.errors.contains("(return a list: { {name = …} })"), "\(run.errors)")
        }
    }

    @Test func `check and test tell errors to editors, an object a line`() throws {
        try folder.write("a.lua", "return { kind = \"split\",\n run = function(bar) return bar.clos end }")
        try folder.write("b.lua", "return { kind = \"split\", run = 5 }")
        let check = try liq("plugin", "check", "a.lua", "b.lua", "--errors", "json")
        #expect(check.status == 78)
        let errors = try check.errors.split(separator: "\n").map { try JSON(Data($0.utf8)) }
        #expect(errors.count == 2)
        #expect(try errors[0]["file"].text == "a.lua")
        #expect(try [errors[0]["line"].number, errors[0]["column"].number] == [2, 33], "\(check.errors)")
        #expect(try errors[0]["hint"].text == "did you mean 'close'?")
        try folder.write(
            "c_spec.lua",
            """
            describe("c", function()
              it("adds", function() expect(1 + 1).to_be(3) end)
              it("passes", function() end)
              it("compares", function()
                return liq.vector { 1 } > 2
              end)
            end)
            """)
        let test = try liq("plugin", "test", "c_spec.lua", "--errors=json")
        #expect(test.status == 1)
        #expect(test.text.hasPrefix("TAP version 13\n"))
        let failures = try test.errors.split(separator: "\n").map { try JSON(Data($0.utf8)) }
        #expect(failures.count == 2, "\(test.errors)")
        #expect(try failures[0]["test"].text == "c › adds")
        #expect(try failures[0]["file"].text == "c_spec.lua")
        #expect(try failures.map { try $0["line"].number } == [2, 5])
        #expect(try failures[1]["hint"].text.hasPrefix("vectors are compared cell by cell"))
    }

    @Test func `explain and bench say what a plugin is and costs`() throws {
        let explain = try liq("plugin", "explain", "momentum-retail")
        #expect(explain.status == 0)
        for words in [
            "momentum-retail 1.0.0 · leverage\n", "contract  run_all(series, ladder, params)",
            "asked     once, about all bars",
            "ladder    the standard one", "/plugins/momentum-retail.lua\n", "sha256    ", "trust     L1",
            "cost      ",
            "  lean: number, 0 to 10, 1.5 by default\n    how strongly",
        ] { #expect(explain.text.contains(words), "\(explain.text)") }
        let bench = try liq("plugin", "bench", "momentum-retail:lean=2", "--bars", "50")
        #expect(bench.status == 0)
        for words in [
            "plugin    ", " a bar, ", "for a year of minutes", "built in  ", "builtin:measured", "50 bars",
        ] {
            #expect(bench.text.contains(words), "\(bench.text)")
        }
    }

    @Test func `check notes what fails without volume`() throws {
        try folder.write(
            "v.lua", "return { kind = \"leverage\", run = function(bar, l) return {[l[1]] = bar.volume} end }"
        )
        let check = try liq("plugin", "check", "v.lua")
        #expect(check.status == 0)
        #expect(
            check.errors.hasPrefix("note: v fails where data has prices and open interest alone: plugin v "))
    }
}
