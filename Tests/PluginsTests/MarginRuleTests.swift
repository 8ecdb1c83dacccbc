import Engine
import LiquidationCore
import PluginTestSupport
import Plugins
import TestSupport
import Testing

@Suite("Margin plugins") struct MarginRuleTests {
    private func error(run body: String) throws -> EngineError? {
        let bench = try EngineBench(bars: 30)
        try bench.folder.write(
            "plugins/m.lua", "return { kind = \"margin\",\n run = function(position) return \(body) end }")
        do {
            _ = try bench.map { $0.plugins[.margin] = PluginChoice("m") }
            return nil
        } catch { return error as? EngineError }
    }

    @Test(arguments: [
        ("position.entry * (position.side == \"long\" and 1.1 or 0.9)", "the long at 1.2x"),
        ("position.entry * 1.1", "the long at 1.2x"), ("position.entry * 0.9", "the short at 1.2x"),
        ("position.entry", "the long at 1.2x"),
    ])
    func `a rule on the wrong side of the entry is named with the first position`(body: String, who: String)
        throws
    {
        let error = try #require(try error(run: body))
        #expect(error.code == .pluginInvalid)
        #expect(error.message.hasPrefix("plugin m ("), "\(error)")
        #expect(error.message.contains("m.lua:2): the liquidation price of a long must lie below its entry"))
        #expect(error.message.contains(", of \(who), and so it is on every rung"), "\(error)")
        #expect(error.hint == "position.side says which of the two it is")
        let folder = try EngineBench().folder
        let path = try folder.write(
            "m.lua", "return { kind = \"margin\", run = function(position) return \(body) end }")
        let catalog = PluginCatalog(searchPath: [])
        let check = #expect(throws: EngineError.self) {
            try SelfCheck { try catalog.plugin(named: path) }
        }
        #expect(check?.message.contains("must lie below its entry") == true)
    }

    @Test func `a rung or two on the wrong side are refused as ever`() throws {
        let few =
            "position.entry * (position.side == \"long\" and 0.9 or position.leverage > 100 and 0.9 or 1.1)"
        #expect(try error(run: few) == nil)
        #expect(try error(run: "position.side == \"short\" and position.entry * 1.1 or nil") == nil)
    }
}
