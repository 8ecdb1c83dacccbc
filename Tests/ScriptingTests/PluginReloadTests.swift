import Charts
import Foundation
import LuaRuntime
import Engine
import Plugins
import Scripting
import TestSupport
import Testing

@Suite("Reloading plugins") struct PluginReloadTests {
    private let folder: TemporaryFolder
    private let session: Session

    init() throws {
        folder = try TemporaryFolder()
        let data = try folder.write("bars.csv", MadeUpMarket.bars(120))
        session = try Session(searchPath: [folder.path + "/plugins"], style: .plain(columns: 80)) { _ in }
        _ = try session.run("data = liq.load \"\(data)\"", chunk: "test")
    }

    private func write(_ weights: String) throws {
        try folder.write(
            "plugins/p.lua",
            "return { kind = \"leverage\", ladder = {5, 25}, run = function() return \(weights) end }")
    }

    private func long() throws -> Double? {
        try session.evaluate("data:map{leverage = \"p\"}:sum(\"long\", {within = \"8%\"})", chunk: "test")
            .first?.double
    }

    @Test func `a changed file is taken in when it is asked for, and the change of the map is told`() throws {
        try write("{1, 1}")
        let before = try long()
        let reload = PluginReload(session)
        #expect(reload.changed.isEmpty)
        try write("{1, 9}")
        #expect(reload.changed == ["p"])
        #expect(try long() == before)
        let outcomes = try reload.reload()
        #expect(outcomes.count == 1)
        #expect(outcomes[0].error == nil)
        #expect(outcomes[0].text.hasPrefix("p: reloaded, "))
        #expect(outcomes[0].effect.first == "the last map changes:")
        #expect(outcomes[0].effect.contains { $0.hasPrefix("  longs: ") && $0.contains(" → ") })
        #expect(reload.changed.isEmpty)
        #expect(try long() != before)
        #expect(try reload.reload().isEmpty)
    }

    @Test(arguments: [
        ("{1, -1}", "not negative"), ("{1}", "weight 2 of 2 must be a number, was nil"),
        ("{1, 1", "'}' expected"),
        ("nothing.x", "nil value"),
    ]) func `a broken file leaves the old one in place`(weights: String, words: String) throws {
        try write("{1, 1}")
        let before = try long()
        try write(weights)
        let outcomes = try PluginReload(session).reload("p")
        #expect(outcomes[0].text == "p: not reloaded, the old one stays")
        let text = outcomes[0].error.map { "\($0)" } ?? ""
        #expect(text.contains(words), "\(text)")
        #expect(try long() == before)
        // Mended, it is taken in.
        try write("{1, 2}")
        #expect(try PluginReload(session).reload("p")[0].error == nil)
    }

    @Test func `one that fails on the current map alone is not taken in`() throws {
        try write("{1, 1}")
        let before = try long()
        try folder.write(
            "plugins/p.lua",
            "return { kind = \"leverage\", ladder = {5, 25}, run = function(bar) "
                + "if bar.time >= 1746057600000 then error(\"not these bars\") end return {1, 1} end }")
        let outcomes = try PluginReload(session).reload("p")
        #expect(outcomes[0].error.map { "\($0)".contains("not these bars") } ?? false)
        #expect(try long() == before)
    }

    @Test func `a changed module counts, a touched file does not`() throws {
        try folder.write("plugins/lib/w.lua", "return {1, 1}")
        try folder.write(
            "plugins/p.lua",
            "local w = require \"lib.w\" return { kind = \"leverage\", ladder = {5, 25}, run = function() return w end }"
        )
        let before = try long()
        try folder.write("plugins/lib/w.lua", "return {1, 1}")
        #expect(PluginReload(session).changed.isEmpty)
        try folder.write("plugins/lib/w.lua", "return {1, 5}")
        #expect(PluginReload(session).changed == ["p"])
        #expect(try PluginReload(session).reload()[0].error == nil)
        #expect(try long() != before)
    }

    @Test(arguments: ["", "/"])
    func `a plugin that is named by its folder shows the effect`(end: String) throws {
        try folder.write(
            "q/init.lua",
            "return { kind = \"leverage\", ladder = {5, 25}, run = require \"w\" }")
        try folder.write("q/w.lua", "return function() return {1, 1} end")
        _ = try session.evaluate("m = data:map{leverage = \"\(folder.path)/q\(end)\"}", chunk: "test")
        #expect(session.catalog.usedPaths == ["init.lua", "w.lua"].map { "\(folder.path)/q/\($0)" })
        try folder.write("q/w.lua", "return function() return {1, 9} end")
        let outcomes = try PluginReload(session).reload()
        #expect(outcomes.map(\.id) == ["q"])
        #expect(outcomes[0].effect.first == "the last map changes:", "\(outcomes[0])")
    }

    @Test func `a reload without effect says so, an unknown id is an error`() throws {
        try write("{1, 1}")
        _ = try long()
        try write("{2, 2}")
        #expect(
            try PluginReload(session).reload()[0].effect == ["the last map stays the same, bucket by bucket"])
        let error = #expect(throws: EngineError.self) { try PluginReload(session).reload("q") }
        #expect(error?.description.contains("did you mean 'p'?") ?? false || error?.code == .pluginMissing)
    }
}
