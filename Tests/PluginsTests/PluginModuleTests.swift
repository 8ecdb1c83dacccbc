import Foundation
import LiquidationCore
import MarketData
import Engine
import Plugins
import PluginTestSupport
import TestSupport
import Testing

@Suite("Modules of plugins") struct PluginModuleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func load(_ main: String, _ name: String = "p/init.lua") throws -> Plugin {
        let path = try folder.write(name, main)
        return try Plugin(PluginSource(reading: path), overrides: [:], output: nil)
    }

    private func error(_ main: String, _ name: String = "p/init.lua") throws -> String {
        let error = #expect(throws: EngineError.self) { try load(main, name) }
        return error?.description ?? ""
    }

    private static let run = "run = function() return {1, 1} end, ladder = {5, 10}, kind = \"leverage\""

    @Test func `a folder's plugin requires files of the folder, each run once`() throws {
        try folder.write(
            "p/levels.lua", "count = (count or 0) + 1 return {summary = \"from levels \" .. count, ...}")
        try folder.write("p/lib/deep/init.lua", "return require(\"levels\")")
        let plugin = try load(
            """
            local a, b = require "levels", require "lib.deep"
            assert(a == b and a[1] == "levels")
            return { summary = a.summary, \(Self.run) }
            """)
        #expect(plugin.manifest.summary == "from levels 1")
        #expect(plugin.manifest.id == "p")
    }

    @Test func `a file's plugin requires files beside it`() throws {
        try folder.write("_shared.lua", "return \"shared\"")
        let plugin = try load("return { summary = require \"_shared\", \(Self.run) }", "one.lua")
        #expect(plugin.manifest.summary == "shared")
        // What begins with _ is not listed as a plugin.
        #expect(try PluginCatalog(searchPath: [folder.path]).entries().map(\.id) == ["one"])
    }

    @Test func `a module is part of the hash, in the form that sha256sum gives`() throws {
        let main = "return { summary = require \"a\", \(Self.run) }"
        try folder.write("p/a.lua", "return \"1\"")
        let first = try load(main).code.text
        try folder.write("p/a.lua", "return \"2\"")
        let second = try load(main).code.text
        #expect(first != second)
        let lines = [("p", main), ("a", "return \"2\"")].map { name, text in
            "\(ContentHash.sha256(Array(text.utf8)))  \(name)\n"
        }
        #expect(second == ContentHash.sha256(Array(lines.joined().utf8)))
        // Without modules it is the file's own.
        let alone = "return { \(Self.run) }"
        #expect(try load(alone).code.text == ContentHash.sha256(Array(alone.utf8)))
    }

    @Test(arguments: [
        ("../x", "names of letters, digits"), ("a/b", "names of letters, digits"), ("", "names of letters"),
        ("a..b", "names of letters"), (".a", "names of letters"), ("/etc/passwd", "names of letters"),
        ("nix", "p/nix.lua nor"), ("link", "lies outside the plugin's folder"),
        ("linked.inside", "lies outside the plugin's folder"),
        ("binary", "is compiled Lua, only text is taken"),
        ("folder", "is not a file"), ("large", "is larger than 1048576 bytes"), ("broken", "broken.lua:1: "),
        ("ring", "modules require each other: ring → back → ring"),
    ]) func `what is no module of the plugin is refused`(name: String, words: String) throws {
        let outside = try folder.write("outside/inside.lua", "return 1")
        try folder.write("p/broken.lua", "return (")
        try folder.write("p/ring.lua", "return require \"back\"")
        try folder.write("p/back.lua", "return require \"ring\"")
        try folder.write("p/binary.lua", "\u{1B}LuaT")
        try folder.write("p/large.lua", String(repeating: "-", count: 1_048_577))
        let place = folder.path + "/p/"
        try FileManager.default.createDirectory(
            atPath: place + "folder.lua", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: place + "link.lua", withDestinationPath: outside)
        try FileManager.default.createSymbolicLink(
            atPath: place + "linked", withDestinationPath: folder.path + "/outside")
        let text = try error("local m = require \"\(name)\"\nreturn { \(Self.run) }")
        #expect(text.contains(words), "\(text)")
        #expect(text.contains("plugin p"), "\(text)")
    }

    @Test func `a link that stays inside is followed`() throws {
        try folder.write("p/a.lua", "return \"a\"")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/p/b.lua", withDestinationPath: "a.lua")
        #expect(try load("return { summary = require \"b\", \(Self.run) }").manifest.summary == "a")
    }

    @Test func `modules are required while the plugin is loaded and not later`() throws {
        let bench = try EngineBench(bars: 10)
        try bench.folder.write("plugins/lib/a.lua", "return 1")
        let error = try #require(bench.error(run: "require \"lib.a\" return {[ladder[1]] = 1}"))
        #expect(error.description.contains("call require at the top of the file"), "\(error)")
        #expect(
            bench.error(
                source: "require \"lib.a\" return { kind = \"leverage\", run = function(bar, ladder) "
                    + "return {[ladder[1]] = require \"lib.a\"} end }") == nil)
    }

    @Test func `there are no more than 64 modules`() throws {
        for index in 0..<65 { try folder.write("p/m\(index).lua", "return \(index)") }
        let text = try error("for i = 0, 64 do require(\"m\" .. i) end return { \(Self.run) }")
        #expect(text.contains("64 modules"), "\(text)")
    }
}
