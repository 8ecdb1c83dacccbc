import LiquidationCore
import MarketData
import Engine
import Plugins
import PluginTestSupport
import TestSupport
import Testing

@Suite("Plugin manifests") struct ManifestTests {
    @Test(arguments: [
        ("return 5", "must return a table"),
        ("return { kind = \"leverage\" }", "run must be a function"),
        ("return { run = function() end }", "kind is missing"),
        ("return { kind = \"leverag\", run = function() end }", "did you mean 'leverage'?"),
        ("return { kind = \"leverage\", sumary = \"\", run = function() end }", "did you mean 'summary'?"),
        (
            "return { kind = \"leverage\", api = 2, run = function() end }",
            "API level 2, this liq has level 1"
        ),
        ("return { kind = \"leverage\", id = \"q\", run = function() end }", "the file's name says 'p'"),
        ("return { kind = \"leverage\", ladder = {10, 5}, run = function() end }", "rung 2"),
        ("return { kind = \"leverage\", params = { n = {} }, run = function() end }", "parameter n: type"),
        (
            "return { kind = \"leverage\", params = { n = { type = \"number\", default = 5, max = 3 } }, "
                + "run = function() end }", "parameter n must lie in −∞ to 3.0, was 5.0"
        ),
        (
            "return { kind = \"leverage\", params = { n = { type = \"duration\", default = 5 } }, "
                + "run = function() end }", "default must be a span of time"
        ),
        ("return {", "p.lua:1: "), ("error('at load')", "p.lua:1: at load"),
    ])
    func `a slip in a plugin's table is found when it is loaded`(source: String, words: String) throws {
        let error = try #require(try EngineBench().error(source: source))
        #expect(error.code == .pluginInvalid)
        #expect(error.description.contains("plugin p"), "\(error)")
        #expect(error.description.contains(words), "\(error)")
    }

    @Test(arguments: [
        ("measured:medain=4", "did you mean 'median'?"), ("measured:median=x", "takes a number, was 'x'"),
        ("measured:median=0", "must lie in 1.0 to 150.0"), ("measured:median", "must be name=value"),
        ("mesured", "did you mean 'measured'?"), ("neutral", "is of kind funding"),
        ("builtin:retail", "there are pareto, measured, uniform"), ("./no/such.lua", "cannot read"),
    ])
    func `a wrong choice says what there is`(choice: String, words: String) throws {
        let bench = try EngineBench(bars: 30)
        let error = #expect(throws: EngineError.self) {
            try bench.map { $0.plugins[.leverage] = try PluginChoice(parsing: choice) }
        }
        #expect(error?.description.contains(words) ?? false, "\(String(describing: error))")
    }

    @Test func `all shipped plugins are valid and make balanced maps`() throws {
        let bench = try EngineBench()
        let entries = try bench.catalog.entries()
        #expect(entries.count >= 9)
        for entry in entries {
            let manifest = try entry.manifest.get()
            #expect(!manifest.summary.isEmpty && manifest.parameters.allSatisfy { !$0.doc.isEmpty })
            let document = try bench.map { request in
                request.set(manifest.kind, PluginChoice(entry.id))
            }
            #expect(document.map.ledger.imbalance <= 1e-9, "\(entry.id)")
            #expect(document.map.total(.long) > 0 && document.map.total(.short) > 0, "\(entry.id)")
        }
    }

    @Test func `the first plugin of an id wins and the other is shown as shadowed`() throws {
        let bench = try EngineBench(bars: 30)
        try bench.folder.write(
            "plugins/retail.lua",
            "return { kind = \"leverage\", version = \"9\", run = function(b, l) "
                + "return {[l[1]] = 1} end }")
        let document = try bench.map { $0.plugins[.leverage] = PluginChoice("retail") }
        #expect(document.assumptions.parts[0].version == "9")
        let shadowed = try bench.catalog.entries().filter(\.isShadowed)
        #expect(shadowed.map(\.id) == ["retail"])
    }
}
