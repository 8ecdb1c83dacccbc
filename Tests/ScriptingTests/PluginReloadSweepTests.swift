import Charts
import LiquidationCore
import TestSupport
import Testing

@testable import LuaRuntime
@testable import Engine
@testable import Plugins
@testable import Scripting

/// Memory that runs out at every point of a reload: of loading, declaring, the check and the map that follows.
@Suite("Plugin reload sweep", .timeLimit(.minutes(5))) struct PluginReloadSweepTests {
    private static func source(_ weights: String) -> String {
        """
        return { kind = "leverage", ladder = {5, 25}, params = { gain = { type = "number", default = 2 } },
          run = function(bar, ladder, params) return { long = \(weights), short = { 1, params.gain } } end }
        """
    }

    @Test(arguments: [false, true])
    func `the old plugin stays, or the new one is there with its whole effect`(isEverAfter: Bool) throws {
        let folder = try TemporaryFolder()
        let data = try folder.write("bars.csv", MadeUpMarket.bars(40))
        let session = try Session(searchPath: [folder.path + "/plugins"], style: .plain(columns: 80)) { _ in }
        _ = try session.run("data = liq.load \"\(data)\"", chunk: "test")
        func long() throws -> Double? {
            try session.evaluate("data:map{leverage = \"p\"}:sum(\"long\", {within = \"8%\"})", chunk: "test")
                .first?.double
        }
        try folder.write("plugins/p.lua", Self.source("{ 1, 9 }"))
        let wanted = try long()
        try folder.write("plugins/p.lua", Self.source("{ 1, 1 }"))
        _ = try PluginReload(session).reload("p")
        let before = try long()
        #expect(before != wanted)
        try folder.write("plugins/p.lua", Self.source("{ 1, 9 }"))

        var (n, stayed, reloaded) = (0, 0, 0)
        while isEverAfter ? reloaded < 10 && n < 40_000 : n < 900 {
            // Every third point of loading and declaring (in long runs each), then some of the many of the calls. One
            // failure alone is often mended by a collection.
            n += isEverAfter ? (n < 700 ? LongTests.pick(3, long: 1) : 97) : LongTests.pick(30, long: 9)
            let outcomes = try LuaFaultPlan.$ofNewStates.withValue(
                LuaFaultPlan(allocation: n, isEverAfter: isEverAfter)
            ) { try PluginReload(session).reload("p") }
            #expect(outcomes.count == 1)
            if let error = outcomes[0].error {
                stayed += 1
                #expect((error as? EngineError)?.code == .limit, "allocation \(n): \(error)")
                #expect("\(error)".contains("plugin p"), "allocation \(n): \(error)")
                #expect(outcomes[0].text == "p: not reloaded, the old one stays")
                #expect(PluginReload(session).changed == ["p"], "allocation \(n)")
                if n % 10 == 0 || n > 700 { #expect(try long() == before, "allocation \(n)") }
            } else {
                reloaded += 1
                #expect(outcomes[0].text.hasPrefix("p: reloaded, "))
                #expect(outcomes[0].effect.first == "the last map changes:", "allocation \(n)")
                #expect(try long() == wanted, "allocation \(n)")
                // Back to the old one, for the next.
                try folder.write("plugins/p.lua", Self.source("{ 1, 1 }"))
                #expect(try PluginReload(session).reload("p")[0].error == nil)
                #expect(try long() == before)
                try folder.write("plugins/p.lua", Self.source("{ 1, 9 }"))
            }
        }
        #expect(reloaded >= 10, "\(stayed) failures, \(n) allocations")
        #expect(!isEverAfter || stayed > LongTests.pick(100, long: 300))
    }
}
