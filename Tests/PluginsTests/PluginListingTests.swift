import Engine
import Foundation
import LuaRuntime
import PluginTestSupport
import TestSupport
import Testing

@testable import Plugins

/// Lists go through files that nobody has asked for: none of them may hold one up.
@Suite("Listing plugins", .serialized) struct PluginListingTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var catalog: PluginCatalog { PluginCatalog(searchPath: [folder.path]) }

    /// So many bytes of a text, with what closes it.
    private static func filled(_ part: String, _ bytes: Int, _ head: String = "", _ tail: String = "")
        -> String
    {
        head + String(repeating: part, count: bytes / part.utf8.count) + tail
    }

    private static let whole = "return { kind = \"leverage\", run = function(b, l) return {[l[1]] = 1} end }"
    private static let shapes: [(name: String, text: String)] = {
        let most = 1_000_000
        let labels = (0..<90_000).map { "::a\($0)::" }.joined()
        let constants = (0..<110_000).map { "\($0).5" }.joined(separator: ",")
        return [
            ("branches", filled("elseif''then ", most, "local x if''then ", "end ") + whole),
            ("and", filled("x and ", most, "local x = ", "x ") + whole),
            ("labels", labels + whole), ("constants", "local x = {\(constants)} " + whole),
            ("jumps", filled("goto a ", most, "", "::a:: ") + whole),
            ("blocks", filled("do goto a end ", most, "do ", "::a:: end ") + whole),
            ("functions", filled("f=function()end ", most) + whole),
            ("names", (0..<110_000).map { "a\($0)=1 " }.joined() + whole),
            ("brackets", filled("(", most)), ("nested", filled("do ", most)),
            ("text", filled("\\z ", most, "local x = '", "' ") + whole),
            ("comment", filled("-", most, "--[==[", "]==] ") + whole),
            ("calls", filled("f()", most, "local function f() return f end f()", " ") + whole),
            ("loop", "while true do end " + whole),
            ("memory", "local t = {} for i = 1, 1e9 do t[i] = i .. 'x' end " + whole),
            ("pattern", "string.find(('a'):rep(1000000), '.-.-.-.-b') " + whole),
            ("required", "require 'part' " + whole),
        ]
    }()

    @Test func `a file takes a bounded time, whatever is in it, and is named where it takes longer`() throws {
        try folder.write(
            "part/init.lua", Self.filled("::a:: do goto a end ", 1_000_000, "while true do ", "end"))
        for (name, text) in Self.shapes {
            let own = PluginCatalog(searchPath: [], files: [try folder.write("\(name).lua", text)])
            var entries: [PluginCatalog.Entry] = []
            let time = try ProcessorTime.measure { entries = try own.entries() }
            // The list's patience, and reading and hashing a megabyte in a build without optimisation.
            #expect(time < .milliseconds(PluginCatalog.listPatience + 600), "\(name): \(time)")
            guard case .failure(let error) = try #require(entries.first).manifest else { continue }
            #expect(error.description.contains("plugin \(name) ") || error.description.contains("\(name):"))
            if ["branches", "loop", "pattern"].contains(name) {
                #expect(error.code == .limit || error.code == .pluginInvalid, "\(name): \(error)")
            }
            if name == "loop" {
                #expect(error.message.contains("takes too long to load for a list"), "\(error)")
            }
        }
    }

    @Test func `a second list loads nothing again, until a file or a module of it changes`() throws {
        try folder.write("lib/words.lua", "return \"one\"")
        try folder.write("slow.lua", "while true do end")
        try folder.write("broken.lua", "return {")
        let main = """
            print("loaded") return { kind = "leverage", summary = require "lib.words",
              run = function(b, l) return {[l[1]] = 1} end }
            """
        try folder.write("p.lua", main)
        let catalog = catalog
        var printed = 0
        catalog.output = { _ in printed += 1 }
        func summary() throws -> String? {
            try catalog.entries().first { $0.id == "p" }?.manifest.get().summary
        }
        #expect(try summary() == "one" && printed == 1)
        let time = try ProcessorTime.measure { for _ in 0..<20 { _ = try catalog.entries() } }
        #expect(printed == 1)
        // Twenty lists take less than the slow file alone would once.
        #expect(time < .milliseconds(PluginCatalog.listPatience), "\(time)")
        try folder.write("lib/words.lua", "return \"two, longer\"")
        #expect(try summary() == "two, longer" && printed == 2)
        try folder.write("p.lua", main + " -- changed")
        #expect(try summary() == "two, longer" && printed == 3)
        catalog.isIsolating = true
        catalog.program = Program.path
        #expect(try summary() == "two, longer" && printed == 4)
    }

    @Test func `a module that was missing is looked for again`() throws {
        try folder.write(
            "p.lua",
            "local s = require \"lib.words\" return { kind = \"leverage\", summary = s, run = print }")
        let catalog = catalog
        #expect(throws: EngineError.self) { try catalog.entries().first?.manifest.get() }
        try folder.write("lib/words.lua", "return \"there\"")
        #expect(try catalog.entries().first { $0.id == "p" }?.manifest.get().summary == "there")
    }

    @Test func `an isolated file takes a bounded time as well`() throws {
        try folder.write("loop.lua", "while true do end")
        let catalog = catalog
        (catalog.isIsolating, catalog.program) = (true, Program.path)
        guard case .failure(let error) = try #require(try catalog.entries().first).manifest else {
            Issue.record("it was listed")
            return
        }
        #expect(
            error.code == .limit && error.message.contains("takes too long to load for a list"), "\(error)")
    }

    @Test func `a map loads only the plugins that it uses`() throws {
        let bench = try EngineBench(bars: 5)
        try bench.folder.write("plugins/other.lua", "print(\"loaded\") while true do end")
        try bench.folder.write("plugins/used.lua", Self.whole)
        var printed: [String] = []
        bench.catalog.output = { printed.append($0) }
        _ = try bench.map { $0.plugins[.leverage] = PluginChoice("used") }
        #expect(printed == [])
    }
}
