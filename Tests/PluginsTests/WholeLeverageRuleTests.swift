import LiquidationCore
import LuaRuntime
import MarketData
import Engine
import Plugins
import PluginTestSupport
import TestSupport
import Testing

@Suite("Leverage plugins over whole series") struct WholeLeverageRuleTests {
    private func plugin(_ body: String) -> String {
        "return { kind = \"leverage\", ladder = {5, 20, 50},\n\(body)\n}"
    }

    private func sides(_ document: MapResult) -> [[Double]] {
        Side.allCases.map { document.map.notional[$0] }
    }

    @Test func `run_all gives the map that run gives`() throws {
        let whole = try EngineBench().map(
            leverage: plugin(
                """
                run_all = function(series, ladder)
                  local range = (series.high - series.low) / series.close
                  return { range, 2 * range + 0.001, 3 }
                end
                """))
        let single = try EngineBench().map(
            leverage: plugin(
                """
                run = function(bar)
                  local range = (bar.high - bar.low) / bar.close
                  return { range, 2 * range + 0.001, 3 }
                end
                """))
        #expect(sides(whole) == sides(single))
    }

    @Test func `long and short may differ`() throws {
        let map = try EngineBench().map(
            leverage: plugin(
                """
                run_all = function(series)
                  local none, all = liq.vector(series.count, 0), liq.vector(series.count, 1)
                  return { long = { none, all, none }, short = { all, none, 0 } }
                end
                """))
        let same = try EngineBench().map(
            leverage: plugin("run = function() return { long = {0, 1, 0}, short = {1, 0, 0} } end"))
        #expect(sides(map) == sides(same))
    }

    @Test func `where both are there, run_all is used`() throws {
        let both = try EngineBench().map(
            leverage: plugin("run = function() error('no') end, run_all = function() return {1, 1, 1} end"))
        let single = try EngineBench().map(
            leverage: plugin("run_all = function() return {1, 1, 1} end"))
        #expect(sides(both) == sides(single))
    }

    @Test(arguments: [
        ("run_all = function() return 5 end", "one vector for each rung, was 5"),
        ("run_all = function() return {1, 2} end", "3 rungs of weights expected, found 2"),
        ("run_all = function() return {1, 2, 'x'} end", "must be a vector or a number"),
        ("run_all = function() return {1, 2, liq.vector(3, 1)} end", "must have 240 cells"),
        (
            "run_all = function(s) local v = liq.vector(s.count, 1) v[17] = -1 return {v, 1, 1} end",
            "weight of rung 5.0x must be finite and not negative, was -1.0, at bar 17 (2025-05-01T16:00Z)"
        ),
        ("run_all = function() return {0, 0, 0} end", "must not all be zero"),
        ("run_all = function(s) return {s.clsoe, 1, 1} end", "close"),
        ("run_all = function() error('no') end", "no"), ("run_all = 5", "run_all must be a function"),
    ])
    func `a bad answer names plugin, rule and value`(body: String, words: String) throws {
        let error = try #require(try EngineBench().error(source: plugin(body)))
        #expect(error.description.contains(words), "\(error)")
        #expect(error.description.contains("plugin p"))
    }

    @Test func `an answer that never comes is stopped`() throws {
        let error = try #require(
            try EngineBench().error(source: plugin("run_all = function() while true do end end")))
        #expect(error.code == .limit && error.description.contains("time limit"), "\(error)")
    }

    /// A plugin with as many rungs as wanted, over a long made-up market.
    private func rule(rungs: Int, bars: Int, _ body: String) throws -> (PlanSource, Plugin) {
        var market = MadeUpSeries()
        market.count = bars
        let ladder = (0..<rungs).map { "\(2 + Double($0) / 16)" }.joined(separator: ", ")
        let text =
            "return { kind = 'leverage', ladder = {\(ladder)}, run_all = function(s, ladder) \(body) end }"
        let source = PluginSource(id: "p", path: "p.lua", main: Array(text.utf8)) { _ in
            throw EngineError(.pluginInvalid, "no modules here")
        }
        let plugin = try Plugin(source, overrides: [:], output: nil)
        let ladderOfPlugin = try #require(plugin.manifest.ladder)
        let context = BarContext(try market.series(), interval: market.interval, ladder: ladderOfPlugin)
        return (try plugin.plan(over: context), plugin)
    }

    @Test func `an answer that is computed when it is looked at may be larger than the limit of a call`()
        throws
    {
        // 90 rungs of 110,000 bars take 79 MB; a call may use 64 MiB.
        let (plan, plugin) = try rule(
            rungs: 90, bars: 110_000,
            "local r = s.high - s.low local w = {} for i = 1, 90 do w[i] = r * i + 1 end return w")
        guard case .rule = plan else { return #expect(Bool(false), "weights change with the bar") }
        #expect(plugin.state.memoryPeak > 64 << 20)
    }

    @Test func `what is computed when it is looked at has one time limit for all of it`() throws {
        // 500 rungs of 255 powers over 100,000 bars: minutes of work that run_all puts off.
        let error = #expect(throws: EngineError.self) {
            try rule(
                rungs: 500, bars: 100_000,
                """
                local close = s.close
                local function tree(depth) if depth == 0 then return close end
                  return tree(depth - 1) ^ tree(depth - 1) end
                local w = {} for i = 1, 500 do w[i] = tree(4) + tree(4) end return w
                """)
        }
        #expect(error?.code == .limit)
        #expect(error?.message.contains("the time limit of 2000 ms was reached") == true, "\(error as Any)")
    }

    @Test func `only kinds that are asked about bars have run_all`() throws {
        let folder = try TemporaryFolder()
        try folder.write("f.lua", "return { kind = \"funding\", run_all = function() end }")
        let catalog = PluginCatalog(searchPath: [folder.path])
        let error = #expect(throws: EngineError.self) {
            try catalog.plugin(PluginChoice("f"), kind: .funding)
        }
        #expect(error?.description.contains("run_all is for plugins of kind") == true)
    }

    @Test func `columns are lent for the run only`() throws {
        // The series lives as long as the run asks it; kept beyond, its vectors are no longer valid.
        let error = try #require(
            try EngineBench().error(
                source: plugin("run_all = function(s) s.close[1] = 5 return {1, 1, 1} end")))
        #expect(
            error.description.contains("read-only") || error.description.contains("cannot be changed"),
            "\(error)")
    }
}
