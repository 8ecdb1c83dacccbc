import LiquidationCore
import TestSupport
import Testing

@testable import LuaRuntime
@testable import Engine
@testable import Plugins

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

    /// Has all that a manifest can have.
    private static let declaration = """
        return { api = 1, kind = "leverage", id = "p", version = "1.2", name = "P", license = "MIT",
          summary = "a plugin", ladder = require "levels",
          params = {
            gain = { type = "number", unit = "x", default = 2, min = 0, max = 9, doc = "how much" },
            window = { type = "duration", default = "4h" }, calm = { type = "boolean", default = true },
          },
          run = function() return { 1, 1, 1, 1 } end }
        """

    @Test(arguments: [false, true]) func `each allocation fails once`(isEverAfter: Bool) throws {
        let market = try HostileMarket()
        var failures = 0
        for n in 1...400 {
            let source = PluginSource(id: "p", path: "p.lua", main: Array(Self.source.utf8)) { _ in
                throw EngineError(.pluginInvalid, "no modules here")
            }
            let plugin = try Plugin(source, overrides: [:], output: nil)
            plugin.state.inject(LuaFaultPlan(allocation: n, isEverAfter: isEverAfter))
            do {
                let ladder = try #require(plugin.manifest.ladder)
                let context = BarContext(market.series, interval: 3_600_000, ladder: ladder)
                guard case .rule(let rule) = try plugin.plan(over: context) else { continue }
                var plan = BarPlan(.uniform(on: ladder))
                for bar in 0..<2 { try rule.fill(&plan, bar: BarPlace(market.series, bar)) }
            } catch let error as EngineError {
                failures += 1
                #expect(error.code == .limit, "allocation \(n): \(error)")
                #expect(error.message.contains("plugin p"), "allocation \(n): \(error)")
            }
            plugin.state.inject(nil)
            #expect(plugin.state.stackDepth == 0)
        }
        #expect(!isEverAfter || failures > 50)
    }

    @Test(arguments: [false, true])
    func `each allocation of loading and declaring fails: a plugin is declared whole or not at all`(
        isEverAfter: Bool
    ) throws {
        let source = PluginSource(id: "p", path: "p.lua", main: Array(Self.declaration.utf8)) { _ in
            PluginModule(name: "levels", path: "levels.lua", bytes: Array("return { 5, 10, 25, 50 }".utf8))
        }
        var (n, refused, declared) = (0, 0, 0)
        while isEverAfter ? declared < 40 : n < 1200 {
            n += 1
            do {
                let plugin = try LuaFaultPlan.$ofNewStates.withValue(
                    LuaFaultPlan(allocation: n, isEverAfter: isEverAfter)
                ) { try Plugin(source, overrides: ["gain": "3"], output: nil) }
                plugin.state.inject(nil)
                declared += 1
                #expect(plugin.manifest.ladder?.leverages == [5, 10, 25, 50])
                #expect(plugin.manifest.version == "1.2" && plugin.manifest.summary == "a plugin")
                #expect(plugin.manifest.parameters.map(\.name) == ["calm", "gain", "window"])
                #expect(plugin.parameters.first { $0.name == "gain" }?.value == .number(3))
                #expect(plugin.state.stackDepth == 0)
            } catch let error as EngineError {
                refused += 1
                declared = 0
                #expect(error.code == .limit, "allocation \(n): \(error)")
            }
            #expect(n < 20_000)
        }
        // One failure alone is often mended by an emergency collection.
        #expect(isEverAfter ? refused > 300 : declared + refused > 0)
    }

    @Test func `under each cap of memory a plugin is declared whole, or memory is said to be short`() throws {
        var (cap, refused, declared) = (8_000, 0, 0)
        while declared < 40, cap < 2_000_000 {
            cap += 56
            let source = PluginSource(id: "p", path: "p.lua", main: Array(Self.source.utf8)) { _ in
                throw EngineError(.pluginInvalid, "no modules here")
            }
            do {
                let plugin = try Plugin(
                    source, overrides: [:], limits: LuaLimits(memoryBytes: cap), output: nil)
                declared += 1
                #expect(plugin.manifest.ladder?.leverages == [5, 10, 25, 50])
                #expect(plugin.parameters.map(\.name) == ["gain"])
                #expect(plugin.state.stackDepth == 0)
                #expect(plugin.state.memoryPeak <= cap)
            } catch let error as EngineError {
                refused += 1
                #expect(error.code == .limit, "\(cap) bytes: \(error)")
            }
        }
        #expect(declared == 40)
        #expect(refused > 100)
    }
}
