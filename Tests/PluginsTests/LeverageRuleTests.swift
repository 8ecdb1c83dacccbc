import LiquidationCore
import LuaRuntime
import MarketData
import Engine
import Plugins
import PluginTestSupport
import TestSupport
import Testing

@Suite("Leverage plugins") struct LeverageRuleTests {
    @Test(arguments: [
        ("return 5", "one weight for each of 90 rungs expected, was 5"),
        ("return nil", "was nil"),
        ("return \"0.5,0.5\"", "was the text \"0.5,0.5\""),
        ("return {}", "must not all be zero"),
        ("return {1, 2}", "weight 3 of 90 must be a number, was nil"),
        ("local w = {} for i = 1, 91 do w[i] = 1 end return w", "90 weights expected, found 91"),
        ("local w = {} for i = 1, 90 do w[i] = 1 end w[2] = 0/0 return w", "weight 2 (rung"),
        ("local w = {} for i = 1, 90 do w[i] = 1 end w[2] = 0/0 return w", "was nan"),
        ("local w = {} for i = 1, 90 do w[i] = 1 end w[3] = -0.75 return w", "weight 3 (rung"),
        ("local w = {} for i = 1, 90 do w[i] = 1 end w[4] = 1/0 return w", "was inf"),
        (
            "local w = {} for i = 1, 90 do w[i] = 1 end w[5] = \"1\" return w",
            "weight 5 of 90 must be a number"
        ),
        ("return {[25] = 1}", "found one under 25"),
        ("return {[ladder[3]] = \"x\"}", "must be a number"),
        ("return {long = {1}}", "both long and short must be lists"),
        ("local w = {} for i = 1, 90 do w[i] = 0 end return w", "must not all be zero"),
    ])
    func `a bad result names plugin, line, bar, rule and value`(body: String, words: String) throws {
        let error = try #require(try EngineBench().error(run: body))
        #expect(error.code == .pluginInvalid)
        for part in ["plugin p (", "p.lua:2)", "bar 1 (2025-05-01T00:00Z)", words] {
            #expect(error.description.contains(part), "\(error)")
        }
    }

    @Test func `a bar that is kept beyond its call cannot be used`() throws {
        let error = try #require(
            try EngineBench().error(
                run: "local was = kept kept = bar return {[ladder[was and was.index or 1]] = 1}"))
        #expect(error.description.contains("bar is only valid during the call"), "\(error)")
    }

    @Test func `a result that goes bad later names the bar`() throws {
        let error = try #require(
            try EngineBench().error(run: "return {[ladder[1]] = bar.index < 17 and 1 or -1}"))
        #expect(error.description.contains("bar 17 (2025-05-01T16:00Z)"))
    }

    @Test(
        arguments: [
            ("while true do end", EngineError.Code.limit, "1000 ms"),
            ("local t = {} while true do t[#t + 1] = {1, 2, 3} end", .limit, "64 MiB"),
            ("local function f() return 1 + f() end return f()", .limit, ""),
            ("while true do pcall(function() while true do end end) end", .limit, "1000 ms"),
            ("error('no')", .pluginInvalid, "p.lua:3: no"), ("return bar.clsoe", .pluginInvalid, "close"),
            ("bar.close = 1", .pluginInvalid, "read-only"), ("return os.time()", .pluginInvalid, "os"),
            ("return io.open('/etc/hostname')", .pluginInvalid, "io"),
            ("coroutine.yield(1)", .pluginInvalid, "yield"),
        ])
    func `a plugin that fails or runs away is stopped with its place`(
        body: String, code: EngineError.Code, words: String
    ) throws {
        let error = try #require(try EngineBench().error(run: body))
        #expect(error.code == code, "\(error)")
        #expect(error.description.contains("plugin p") && error.description.contains(words), "\(error)")
    }

    @Test func `weights by leverage equal weights by rung`() throws {
        let bench = try EngineBench()
        let header = "return { kind = \"leverage\", ladder = {5, 10, 20},"
        let byRung = try bench.map(leverage: header + "run = function() return {0, 0.75, 0.25} end }")
        let byLeverage = try bench.map(
            leverage: header + "run = function() return {[10] = 3, [20] = 1} end }")
        #expect(byRung.map.notional == byLeverage.map.notional)
    }

    @Test func `long and short may differ`() throws {
        let map = try EngineBench().map(
            leverage: """
                return { kind = "leverage", ladder = {2, 50},
                  run = function() return { long = {1, 0}, short = {0, 1} } end }
                """
        ).map
        let near = try Rate(0.03)
        #expect(map.sum(.long, within: near) == 0)
        #expect(map.sum(.short, within: near) > 0)
    }

    @Test(arguments: ["measured", "uniform"])
    func `the plugin and the built-in model of a name give the same map`(name: String) throws {
        let bench = try EngineBench()
        let plugin = try bench.map { $0.plugins[.leverage] = PluginChoice(name) }.map
        let builtIn = try bench.map { $0.plugins[.leverage] = try PluginChoice(parsing: "builtin:\(name)") }
            .map
        for side in Side.allCases {
            for (x, y) in zip(plugin.notional[side], builtIn.notional[side]) {
                #expect(abs(x - y) <= 1e-9 * max(x, y))
            }
        }
    }

    @Test func `parameters reach the plugin`() throws {
        let bench = try EngineBench()
        let low = try bench.map {
            $0.plugins[.leverage] = try PluginChoice(parsing: "measured:median=1.5,sigma=0.2")
        }
        let high = try bench.map {
            $0.plugins[.leverage] = try PluginChoice(parsing: "measured:median=30,sigma=0.2")
        }
        let near = try Rate(0.08)
        #expect(low.map.sum(.long, within: near) < high.map.sum(.long, within: near))
        #expect(low.assumptions.parts[0].parameters.map(\.value) == ["1.5", "0.2"])
    }
}
