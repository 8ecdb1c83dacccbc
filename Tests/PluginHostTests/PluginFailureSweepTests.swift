import LiquidationCore
import TestSupport
import Testing

@testable import LuaRuntime
@testable import PluginHost

/// Memory that runs out at every point of a plugin's life.
@Suite("Plugin failure sweep", .timeLimit(.minutes(3))) struct PluginFailureSweepTests {
    private static let source = """
        local seen = {}
        return { kind = "leverage", ladder = {5, 10, 25, 50}, params = { gain = { type = "number", default = 2 } },
          run = function(bar, ladder, params)
            for k, v in pairs({ a = 1, b = params.gain, [bar.close] = 3 }) do seen[#seen + 1] = tostring(k) end
            table.sort(seen)
            local text = ("%d %s"):format(#seen, table.concat(seen, ",")):gsub("%d+", "x")
            local v = liq.vector { 1, 2, 3 } * 2
            return { long = { 1, 2, #text, v[2] }, short = { 1, 1, 1, bar:back(0).index } }
          end }
        """

    @Test(arguments: [false, true]) func `each allocation fails once`(isEverAfter: Bool) throws {
        let market = try HostileMarket()
        var failures = 0
        for n in 1...400 {
            let source = PluginSource(id: "p", path: "p.lua", main: Array(Self.source.utf8)) { _ in
                throw HostError(.pluginInvalid, "no modules here")
            }
            let plugin = try Plugin(source, overrides: [:], output: nil)
            plugin.state.inject(LuaFaultPlan(allocation: n, isEverAfter: isEverAfter))
            do {
                let ladder = try #require(plugin.manifest.ladder)
                let context = BarContext(market.series, interval: 3_600_000, ladder: ladder)
                let rule = try LeverageRule(plugin, in: context)
                var plan = BarPlan(.uniform(on: ladder))
                for bar in 0..<2 { try rule.fill(&plan, bar: BarPlace(market.series, bar)) }
            } catch let error as HostError {
                failures += 1
                #expect(error.code == .limit, "allocation \(n): \(error)")
            } catch let error as LuaError {
                failures += 1
                #expect(error.code == .memory, "allocation \(n): \(error)")
            }
            plugin.state.inject(nil)
            #expect(plugin.state.stackDepth == 0)
        }
        #expect(!isEverAfter || failures > 50)
    }

    @Test func `under each cap of memory a plugin is declared whole, or memory is said to be short`() throws {
        var (cap, refused, declared) = (8_000, 0, 0)
        while declared < 40, cap < 2_000_000 {
            cap += 56
            let source = PluginSource(id: "p", path: "p.lua", main: Array(Self.source.utf8)) { _ in
                throw HostError(.pluginInvalid, "no modules here")
            }
            do {
                let plugin = try Plugin(
                    source, overrides: [:], limits: LuaLimits(memoryBytes: cap), output: nil)
                declared += 1
                #expect(plugin.manifest.ladder?.leverages == [5, 10, 25, 50])
                #expect(plugin.parameters.map(\.name) == ["gain"])
                #expect(plugin.state.stackDepth == 0)
                #expect(plugin.state.memoryPeak <= cap)
            } catch let error as HostError {
                refused += 1
                #expect(error.code == .limit, "\(cap) bytes: \(error)")
            }
        }
        #expect(declared == 40)
        #expect(refused > 100)
    }
}
