import LiquidationCore
import TestSupport
import Testing

@testable import Engine
@testable import Plugins

/// Texts of plugins: what the host copies of them has a limit, and what it shows steers no terminal.
@Suite("Plugin texts", .timeLimit(.minutes(1))) struct PluginTextTests {
    private func load(_ text: String) throws -> Plugin {
        let source = PluginSource(id: "p", path: "p.lua", main: Array(text.utf8)) { _ in
            throw EngineError(.pluginInvalid, "no modules here")
        }
        return try Plugin(source, overrides: [:], output: nil)
    }

    private func ask(_ plugin: Plugin) throws {
        var market = MadeUpSeries()
        market.count = 10
        _ = try SelfCheck.ask(plugin, market)
    }

    // One text of 8 MB is far below the limit; hundreds of copies of it would not be.
    @Test(arguments: [
        "for i = 1, 999 do t['k' .. i] = s end return t",
        "for i = 1, 999 do t[i] = s end return table.unpack(t)",
        "t.kind, t.ladder, t.run = 'leverage', {}, print for i = 1, 999 do t.ladder[i] = s end return t",
    ]) func `a text that a declaration repeats is not copied without end`(body: String) {
        let error = #expect(throws: EngineError.self) {
            try load("local s, t = ('x'):rep(1 << 23), {} \(body)")
        }
        #expect(error?.code == .limit, "\(String(describing: error))")
        #expect(error?.message.contains("the memory limit of") == true)
    }

    @Test(arguments: [
        ("leverage", "for i = 1, 999 do t['k' .. i] = s end return t"),
        ("leverage", "for i = 1, 999 do t[i + 0.5] = s end return t"),
        ("funding", "for i = 1, 999 do t[i] = s end return table.unpack(t)"),
        ("signal", "for i = 1, 99 do t[i] = s end return t"),
        ("signal", "for i = 1, 99 do t['k' .. i] = s end return { t }"),
    ]) func `a text that an answer repeats is not copied without end`(kind: String, body: String) throws {
        let plugin = try load(
            "return { kind = '\(kind)', run = function() local s, t = ('x'):rep(1 << 23), {} \(body) end }")
        let error = #expect(throws: (any Error).self) { try ask(plugin) }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains("the memory limit of"), "\(text)")
        #expect(text.contains("plugin p"), "\(text)")
    }

    @Test(arguments: [
        "kind = '\\27[31m' .. ('y'):rep(1 << 20)", "kind = 'leverage', ['\\27[2J\\0'] = 1",
        "kind = 'leverage', params = { ['a\\7'] = { type = 'number', default = 1 } }",
        "kind = 'leverage', params = { a = { type = '\\155m', default = 1 } }",
    ]) func `what is wrong is told without control characters and in a few lines`(field: String) {
        let error = #expect(throws: EngineError.self) { try load("return { run = print, \(field) }") }
        let text = error?.description ?? ""
        #expect(text.utf8.count < 5000)
        #expect(text.contains("plugin p"))
        #expect(
            !text.unicodeScalars.contains { $0.value < 32 || (0x7F...0x9F).contains($0.value) }, "\(text)")
    }

    @Test func `a manifest's texts are shown without control characters, and not too long`() throws {
        let head = "kind = 'leverage', run = print"
        let plugin = try load(
            "return { \(head), version = '\\27[5m', summary = '\\27]0;x\\7', "
                + "params = { a = { type = 'number', default = 1, unit = '\\27', doc = '\\8' } } }")
        #expect(plugin.manifest.version == "\\x1b[5m")
        #expect(plugin.manifest.summary == "\\x1b]0;x\\x07")
        #expect(plugin.manifest.parameters.map(\.unit) == ["\\x1b"])
        #expect(plugin.manifest.parameters.map(\.doc) == ["\\x08"])
        for field in [
            "summary = s", "version = s", "params = { a = { type = 'string', default = s } }",
            "params = { a = { type = 'number', default = 1, doc = s } }",
        ] {
            let error = #expect(throws: EngineError.self) {
                try load("local s = ('x'):rep(4097) return { \(head), \(field) }")
            }
            #expect(error?.message.contains("must have at most 4096 bytes, has 4097") == true, "\(field)")
        }
    }

    @Test(arguments: [
        "name = s, strength = 1", "name = 'x', strength = 1, note = s", "name = 'x', strength = 1, note = 5",
    ])
    func `a signal's texts are texts, and not too long`(fields: String) throws {
        let plugin = try load(
            "return { kind = 'signal', run = function() local s = ('x'):rep(4097) return { { \(fields) } } end }"
        )
        let error = #expect(throws: EngineError.self) { try ask(plugin) }
        #expect(error?.message.contains("at most 4096 bytes") == true, "\(String(describing: error))")
    }
}
