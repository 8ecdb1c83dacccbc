import Charts
import Console
import Foundation
import Engine
import Plugins
import Scripting
import TestSupport
import Testing

@Suite("PluginList") struct PluginListTests {
    private static let shipped = SharedFolder.project.appending(path: "plugins").path

    @Test func `the shipped plugins are listed by kind with their parameters`() {
        let list = PluginList(PluginCatalog(searchPath: [Self.shipped]))
        #expect(!list.hasInvalid)
        let lines = list.text.split(separator: "\n").map(String.init)
        let kinds = ["leverage: ", "funding: ", "signal: "].compactMap { kind in
            lines.firstIndex { $0.hasPrefix(kind) }
        }
        #expect(kinds.count == 3)
        #expect(kinds == kinds.sorted())
        #expect(lines.contains { $0.hasPrefix("  measured ") && $0.hasSuffix("The default.") })
        #expect(lines.contains { $0.contains("median = 3: ") })
        #expect(lines.last == "searched: \(Self.shipped)")
    }

    @Test func `an invalid file and a shadowed plugin are told`() throws {
        let folder = try TemporaryFolder()
        try folder.write("broken.lua", "return {\n")
        try folder.write("whales.lua", "return { kind = \"leverage\", run = function() end }")
        try folder.write("big/init.lua", "return { kind = \"leverage\", run = function() end }")
        try folder.write("big_spec.lua", "not a plugin")
        let list = PluginList(PluginCatalog(searchPath: [folder.path, Self.shipped]))
        #expect(list.hasInvalid)
        #expect(list.text.contains("/broken.lua:2: unexpected symbol near <eof>"))
        #expect(list.text.contains("shadowed: \(Self.shipped)/whales.lua"))
        #expect(list.text.contains("\n  big "))
        #expect(!list.text.contains("big_spec"))
    }

    @Test func `models of the session are listed`() throws {
        let session = try Session(searchPath: [], style: Terminal.style(), print: { _ in })
        _ = try session.run("liq.leverage('mine', function() return {1} end)", chunk: "test")
        let list = PluginList(session.catalog)
        #expect(list.text.contains("\n  mine               declared in this session"))
        #expect(!list.hasInvalid)
    }
}
