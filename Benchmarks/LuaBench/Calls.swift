import LiquidationCore
import LuaRuntime
import Engine
import Plugins
import Scripting

/// States, calls, and what it costs that a call can be ended.
enum Calls {
    private static let plugin = """
        return { kind = "leverage", params = { gain = { type = "number", default = 2 } },
          run = function(bar, ladder, params) return ladder end }
        """

    /// What may end a call: nothing; a timer's signal, which is what plugins get; a hook that counts instructions.
    private static let watchdogs: [(name: String, limits: LuaLimits)] = [
        ("no limit", .none),
        ("time limit: a timer", LuaLimits(memoryBytes: 64 << 20, deadlineMilliseconds: 60_000)),
        ("instruction limit: a count hook", LuaLimits(memoryBytes: 64 << 20, instructions: 1 << 60)),
    ]

    static func measure() throws {
        row(
            "a state of a plugin, opened and closed",
            try Stopwatch.nanoseconds(200) {
                for _ in 0..<200 { _ = try LuaState(profile: .plugin(seed: 1)) }
            })
        row(
            "a plugin: its state, its text, its declaration",
            try Stopwatch.nanoseconds(200) {
                for _ in 0..<200 {
                    let source = PluginSource(id: "p", path: "p.lua", main: Array(plugin.utf8)) { _ in
                        throw EngineError(.pluginInvalid, "no modules")
                    }
                    _ = try Plugin(source, overrides: [:], output: nil)
                }
            })
        var loop: [Double] = []
        for (name, limits) in watchdogs {
            let state = try LuaState(profile: .plugin(seed: 1), limits: limits)
            let ladder = LuaValue.table(try state.makeTable(numbers: [5, 10, 25, 50]))
            guard let empty = try function("return function(a, b, c) end", in: state),
                let weights = try function("return function() return {1, 2, 3, 4} end", in: state),
                let work = try function(
                    "return function() local x = 0 for i = 1, 10000000 do x = x + i % 7 end return x end",
                    in: state)
            else { fatalError(name) }
            let count = 200_000
            row(
                "a call that does nothing, \(name)",
                try Stopwatch.nanoseconds(count) {
                    for _ in 0..<count { _ = try state.call(empty, [ladder, ladder, ladder]) }
                })
            var cells = [0.0, 0, 0, 0]
            try cells.withUnsafeMutableBufferPointer { buffer in
                row(
                    "a call for 4 weights, \(name)",
                    try Stopwatch.nanoseconds(count) {
                        for _ in 0..<count {
                            _ = try state.call(weights, [ladder]) { results throws(LuaError) in
                                results.readNumbers(1, into: buffer)
                            }
                        }
                    })
            }
            loop.append(try Stopwatch.nanoseconds(10_000_000) { _ = try state.call(work, []) })
            row(
                "a turn of a loop, \(name)", loop[loop.count - 1],
                loop.count > 1 ? ("no limit", loop[0]) : nil)
        }
    }

    private static func function(_ source: String, in state: LuaState) throws -> LuaFunction? {
        try state.call(try state.load(source, chunk: "bench"), []).first?.function
    }
}
