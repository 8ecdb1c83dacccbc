import Glibc
import Testing

@testable import LuaRuntime

/// Figures, not checks: run with `LIQ_MEASURE=1`, in release.
@Suite("Speed", .enabled(if: getenv("LIQ_MEASURE") != nil), .serialized) struct LuaSpeedTests {
    private func report(_ name: String, _ count: Int, _ body: () throws -> Void) rethrows {
        var best = Double.infinity
        for _ in 0..<5 {
            var before = timespec()
            var after = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before)
            try body()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after)
            let time = Double(after.tv_sec - before.tv_sec) * 1e9 + Double(after.tv_nsec - before.tv_nsec)
            best = min(best, time / Double(count))
        }
        print("\(name): \(best.rounded()) ns")
    }

    @Test func `calls per bar`() throws {
        let count = 500_000
        let close = [Double](repeating: 1.5, count: count)
        try close.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for limits in [LuaLimits.none, LuaLimits(memoryBytes: 64 << 20, deadlineMilliseconds: 2000)] {
                let state = try LuaState(profile: .plugin(seed: 1), limits: limits)
                let row = LuaRow(name: "bar", count: count, columns: [.numbers("close", base)])
                let bar = try state.makeRow(row)
                let ladder = LuaValue.table(try state.makeTable(numbers: [5, 10, 25, 50]))
                let empty = try state.run("return function(bar, ladder, params) end")[0].function
                let reads = try state.run("return function(bar) return bar.close end")[0].function
                let weights = try state.run("return function() return {0.25, 0.25, 0.25, 0.25} end")[0]
                    .function
                guard let empty, let reads, let weights else { return }
                let name = limits == .none ? "no limits" : "with limits"
                try report("\(name): call (row, table, table), no result", count) {
                    for index in 0..<count {
                        row.move(to: index)
                        _ = try state.call(empty, [bar, ladder, ladder])
                        row.invalidate()
                    }
                }
                try report("\(name): call (row) -> bar.close", count) {
                    for index in 0..<count {
                        row.move(to: index)
                        _ = try state.call(reads, [bar])
                    }
                }
                var cells = [0.0, 0, 0, 0]
                try report("\(name): call -> {4 weights}, read in place", count) {
                    try cells.withUnsafeMutableBufferPointer { buffer in
                        for _ in 0..<count {
                            _ = try state.call(weights, [bar, ladder, ladder]) { results throws(LuaError) in
                                results.readNumbers(1, into: buffer)
                            }
                        }
                    }
                }
                try report("\(name): call -> {4 weights}, as a table", count) {
                    for _ in 0..<count { _ = try state.call(weights, [bar, ladder, ladder]) }
                }
                row.move(to: 0)
                let loop = try state.load(
                    "local b = ... for i = 1, 1000000 do local c = b.close end", chunk: "t")
                try report("\(name): bar.close in a loop", 1_000_000) { _ = try state.call(loop, [bar]) }
                try state.define("host") { _ in [] }
                let calls = try state.load("local h = host for i = 1, 200000 do h(1) end", chunk: "t")
                try report("\(name): script calls host function", 200_000) { _ = try state.call(calls) }
                let vector = LuaValue.vector(LuaVector(close))
                let math = try state.load("local v = ... return ((v + 1) * 2 - v):sum()", chunk: "t")
                try report("\(name): vector, per cell of 4 operations", count) {
                    _ = try state.call(math, [vector])
                }
            }
            try report("open and close a plugin state", 2_000) {
                for _ in 0..<2_000 { _ = try LuaState(profile: .plugin(seed: 1)) }
            }
            print("bytes of a fresh state: \(try LuaState(profile: .plugin(seed: 1)).memoryUsed)")
        }
    }
}
