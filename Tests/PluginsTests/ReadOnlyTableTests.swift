import Engine
import LiquidationCore
import LuaRuntime
import PluginTestSupport
import Plugins
import Testing

/// What a plugin is given belongs to the host.
@Suite("Tables that plugins are given") struct ReadOnlyTableTests {
    @Test(arguments: [
        ("ladder[1] = 3 return ladder", "ladder is read-only"),
        ("ladder.best = 3 return ladder", "ladder is read-only"),
        ("table.sort(ladder) return ladder", "ladder is read-only"),
        ("params.gain = 3 return ladder", "params is read-only"), ("bar.close = 1", "bar is read-only"),
    ])
    func `a plugin that writes to one fails with its name and the line`(body: String, words: String) throws {
        let error = try #require(try EngineBench(bars: 30).error(run: body))
        #expect(error.code == .pluginInvalid)
        #expect(error.message.contains("p.lua:3: \(words), at bar 1"), "\(error)")
        #expect(error.place?.line == 3)
    }

    @Test(arguments: ["ladder", "{ long = ladder, short = ladder }", "{ table.unpack(ladder) }"])
    func `the ladder is an answer like another list`(answer: String) throws {
        let bench = try EngineBench(bars: 60)
        let copied = try bench.map(
            leverage: """
                return { kind = "leverage", run = function(bar, ladder)
                  local weights = {}
                  for i, leverage in ipairs(ladder) do weights[i] = leverage end
                  return weights
                end }
                """)
        let given = try bench.map(
            leverage: "return { kind = \"leverage\", run = function(bar, ladder) return \(answer) end }")
        let whole = try bench.map(
            leverage:
                "return { kind = \"leverage\", run_all = function(series, ladder) return \(answer) end }")
        #expect(given.map.notional == copied.map.notional)
        // One mix for all bars is taken through the bars in passes: the same to rounding.
        for side in Side.allCases {
            let (own, other) = (whole.map.total(side), copied.map.total(side))
            #expect(abs(own - other) <= 1e-9 * other)
        }
    }

    @Test func `names that are withheld are those of Lua that a plugin lacks`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        let all = [
            "_G", "_VERSION", "assert", "collectgarbage", "coroutine", "debug", "dofile", "error",
            "getmetatable", "io", "ipairs", "load", "loadfile", "math", "next", "os", "package", "pairs",
            "pcall", "print", "rawequal", "rawget", "rawlen", "rawset", "select", "setmetatable", "string",
            "table", "tonumber", "tostring", "type", "utf8", "warn", "xpcall",
        ]
        #expect(try all.filter { try state.global($0).isNil } == Plugin.withheldNames)
    }
}
