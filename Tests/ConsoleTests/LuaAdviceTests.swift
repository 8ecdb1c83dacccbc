import Charts
import Engine
import Foundation
import LuaRuntime
import Plugins
import Scripting
import TestSupport
import Testing

@testable import Console

/// What an error of Lua's own means in a plugin, in a script, in tests.
@Suite("Advice on Lua's errors") struct LuaAdviceTests {
    private static let noBar =
        "bar:back(n) is nil where there is no such bar: local before = bar:back(n) if before then … end"
    private static let comparison =
        "vectors are compared cell by cell, by methods: v:gt(x) for v > x, and lt, ge, le"

    /// The report of a split plugin that is checked.
    private func report(_ body: String, isWhole: Bool) throws -> ErrorReport? {
        let folder = try TemporaryFolder()
        let name = isWhole ? "run_all = function(series" : "run = function(bar"
        let path = try folder.write(
            "p.lua", "return { kind = \"split\", \(name), params)\n\(body)\nend }\n")
        let catalog = PluginCatalog(searchPath: [])
        do {
            try SelfCheck { try catalog.plugin(named: path) }
            return nil
        } catch { return ErrorReport(error, texts: ChunkTexts(readsFiles: true)) }
    }

    @Test(
        arguments: [
            ("return bar:back(1).close", noBar), ("return bar:back(1)['close']", noBar),
            ("local before = bar:back(2)\nreturn before.close", noBar),
            ("local b = bar:back(2)\nlocal f = function() return b.close end\nreturn f()", noBar),
            (
                "io.write('x')",
                "plugins have no io: no files, clock or network; they are given what they need"
            ),
            (
                "return os.time()",
                "plugins have no os: no files, clock or network; they are given what they need"
            ),
            (
                "return liq.load('x')",
                "liq.load is there in scripts, not in plugins: they are given what they need"
            ),
            (
                "return liq.plugin()",
                "liq.plugin is there in tests, not in plugins: they are given what they need"
            ),
            (
                "return bar.mark_low and bar.funding_rate * 2 or 1",
                "bar.funding_rate is nil where the data lacks it: test it first"
            ),
            ("local t return t.close", nil), ("return nothing.here", nil),
        ] as [(String, String?)])
    func `an error of a plugin says what to do`(body: String, hint: String?) throws {
        let report = try #require(try report(body, isWhole: false))
        #expect(report.hint == hint, "\(report.text())")
        #expect(report.excerpt != nil)
    }

    @Test(arguments: ["v > 5", "5 <= v", "v < series.open"])
    func `vectors are compared by methods`(comparison: String) throws {
        let report = try #require(
            try report("local v = series.close\nreturn \(comparison)", isWhole: true))
        #expect(report.hint == Self.comparison, "\(report.text())")
    }

    @Test(arguments: [
        ("return bar.back(1)", "'bar:back' needs a bar, got number; call it as 'bar:back(…)'", "back"),
        ("return bar:back(1, 2)", "'bar:back' takes 1 argument, was given 2", "back"),
    ])
    func `a dot before a method is told with its colon`(body: String, message: String, marked: String) throws
    {
        let report = try #require(try report(body, isWhole: false))
        #expect(report.message.contains(message), "\(report.text())")
        let excerpt = try #require(report.excerpt)
        #expect(excerpt.marked.map { String(Array(excerpt.text)[$0]) } == marked)
    }

    @Test func `scripts and tests have hints of their own`() throws {
        let session = try Session(searchPath: [], style: .plain(columns: 100)) { _ in }
        func hint(_ code: String) -> String? {
            do {
                _ = try session.run(code, chunk: "stdin")
                return nil
            } catch { return ErrorText.report(of: error, in: session).hint }
        }
        #expect(
            hint("io.write('x')")
                == "scripts have no io: liq.read_csv, liq.read_json and liq.write are for files")
        #expect(hint("return liq.vector { 1 } > 2") == Self.comparison)
        #expect(hint("liq.plugin('x')") == "liq.plugin is there in tests, not in scripts")
    }

    @Test(arguments: [
        ("liq.load('a', 'b')", "'liq.load' takes 1 argument, was given 2"),
        ("liq.current(1)", "'liq.current' takes 0 arguments, was given 1"),
    ])
    func `an argument too many is an error that marks it`(code: String, message: String) throws {
        let session = try Session(searchPath: [], style: .plain(columns: 100)) { _ in }
        let error = try #require(throws: LuaError.self) { try session.run(code, chunk: "stdin") }
        #expect(error.message == message)
    }

    @Test func `nil at the end is no argument too many`() throws {
        let session = try Session(searchPath: [], style: .plain(columns: 100)) { _ in }
        #expect(try session.evaluate("liq.vector({1, 2}, nil):sum(nil)", chunk: "t").first?.double == 3)
    }
}
