import Glibc
import LuaRuntime
import StockLua

/// Best of some rounds, which is what a busy machine disturbs least.
enum Stopwatch {
    static let rounds = 5

    /// Nanoseconds of this process's work, per one of `count`.
    static func nanoseconds(_ count: Int, rounds: Int = rounds, _ body: () throws -> Void) rethrows -> Double
    {
        try best(CLOCK_PROCESS_CPUTIME_ID, count, rounds, body)
    }

    /// Nanoseconds that pass: for what works in another process.
    static func passed(_ count: Int, rounds: Int = 3, _ body: () throws -> Void) rethrows -> Double {
        try best(CLOCK_MONOTONIC, count, rounds, body)
    }

    private static func best(
        _ clock: clockid_t, _ count: Int, _ rounds: Int, _ body: () throws -> Void
    ) rethrows -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(clock, &time)
            return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
        }
        var best = Double.infinity
        for _ in 0..<rounds {
            let start = now()
            try body()
            best = min(best, now() - start)
        }
        return best / Double(count)
    }

    /// Nanoseconds per one of `count` that a chunk, run in a plain state of Lua's, says it took: it returns seconds.
    static func stock(_ count: Int, _ source: String) -> Double {
        var best = Double.infinity
        for _ in 0..<rounds {
            var length = 0
            guard let bytes = stock_lua_run(source, source.utf8.count, &length) else { return .nan }
            defer { free(bytes) }
            let text = String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self)
            guard let seconds = Double(text) else { fatalError(text) }
            best = min(best, seconds * 1e9)
        }
        return best / Double(count)
    }
}

/// A row of the table that is printed.
func row(_ work: String, _ liq: Double, _ other: (name: String, nanoseconds: Double)? = nil) {
    let ratio =
        other.map { "\(text($0.nanoseconds)) (\($0.name)) | \(rounded(liq / $0.nanoseconds))" } ?? " | "
    print("| \(work) | \(text(liq)) | \(ratio) |")
    fflush(nil)
}

/// Three digits with a unit.
func text(_ nanoseconds: Double) -> String {
    for (unit, size) in [("s", 1e9), ("ms", 1e6), ("µs", 1e3)] where nanoseconds >= size {
        return rounded(nanoseconds / size) + " " + unit
    }
    return rounded(nanoseconds) + " ns"
}

private func rounded(_ number: Double) -> String {
    let scale = number >= 100 ? 1.0 : number >= 10 ? 10 : 100
    let text = "\((number * scale).rounded() / scale)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
