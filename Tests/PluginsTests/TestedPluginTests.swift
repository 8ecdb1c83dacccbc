import Foundation
import Plugins
import TestSupport
import Testing

/// The handle of a plugin in its tests keeps what the contract promises.
@Suite("Plugins under test") struct TestedPluginTests {
    private func failures(_ plugin: String, _ spec: String) throws -> [String] {
        let folder = try TemporaryFolder()
        try folder.write("p.lua", plugin)
        let path = try folder.write("p_spec.lua", spec)
        var session = TestSession(PluginCatalog(searchPath: []))
        var lines: [String] = []
        session.run(path, seed: 1, isCovered: true) { lines.append($0) }
        #expect(session.coverage.report.allSatisfy { $0.contains("100.0 %") }, "\(session.coverage.report)")
        return session.failures == 0 ? [] : lines
    }

    @Test func `what a plugin keeps in upvalues lasts for one question and begins anew in the next`() throws {
        let found = try failures(
            """
            local bars = 0
            return { kind = "split", run = function(bar, params)
              bars = bars + 1
              return bars / 1000
            end }
            """,
            """
            it("counts the bars of a run", function()
              local plugin = liq.plugin()
              local market = fixture.series { count = 5 }
              expect(plugin:share(market)).to_be(0.005)
              expect(plugin:share(market)).to_be(0.005)
              expect(plugin:share(market, 2)).to_be(0.002)
            end)
            """)
        #expect(found.isEmpty, "\(found)")
    }

    @Test func `bars come in order, and chance is the same in each run`() throws {
        let found = try failures(
            """
            local last = 0
            return { kind = "split", run = function(bar)
              assert(bar.index == last + 1, "out of order")
              last = bar.index
              return math.random()
            end }
            """,
            """
            it("is asked in order", function()
              local plugin = liq.plugin()
              local market = fixture.series { count = 20 }
              local first = plugin:share(market)
              expect(plugin:share(market)).to_be(first)
              expect(plugin:share(market, 3)).never.to_be(first)
            end)
            """)
        #expect(found.isEmpty, "\(found)")
    }

    @Test func `signal and margin plugins begin anew for each question, too`() throws {
        let signals = try failures(
            """
            local asked = 0
            return { kind = "signal", run = function()
              asked = asked + 1
              return { { name = tostring(asked), strength = 1 } }
            end }
            """,
            """
            it("is fresh", function()
              local plugin, map = liq.plugin(), fixture.map { count = 50 }
              for _ = 1, 2 do expect(plugin:signals(map)[1].name).to_be("1") end
            end)
            """)
        #expect(signals.isEmpty, "\(signals)")
        let levels = try failures(
            """
            local asked = 0
            return { kind = "margin", run = function()
              asked = asked + 1
              return asked
            end }
            """,
            """
            it("is fresh", function()
              local plugin = liq.plugin()
              for _ = 1, 2 do expect(plugin:level { side = "long", leverage = 2 }).to_be(1) end
            end)
            """)
        #expect(levels.isEmpty, "\(levels)")
    }
}
