@testable import Engine
@testable import Plugins

/// What the contract calls an error of ours.
enum HostileClass {
    static let all: Set<String> = [
        "time-limit", "memory-limit", "stack-overflow", "syntax", "runtime-error", "bad-return",
        "host-misuse",
        "stale-reference", "reentrancy", "log-limit",
    ]

    private static let words: [(String, [String])] = [
        ("time-limit", ["the time limit of", "the limit of"]),
        ("memory-limit", ["the memory limit of", "not enough memory"]),
        ("stack-overflow", ["stack overflow", "error in error handling"]),
        ("stale-reference", ["only valid during the call", "no longer valid", "has been freed"]),
        (
            "host-misuse",
            [
                "is read-only", " outside 1...", "must be an integer in 1...", "a vector holds numbers",
                "needs a map",
                "has no field", "has no method", "field or method", "bad argument #", "too large",
            ]
        ),
        ("bad-return", ["bad return: ", "expected, was", "expected, found", "must "]),
        (
            "syntax",
            ["syntax error", " near ", "unfinished", "malformed number", "<eof>", "not text", "goto"]
        ),
    ]

    /// All that an error may pass for: the limits are told by their words; of the rest a plain error of Lua's may be
    /// called by its kind or just a run-time error.
    static func classes(of error: any Error) -> Set<String> {
        let text = (error as? EngineError)?.description ?? "\(error)"
        var found: Set<String> = []
        for (name, parts) in words where parts.contains(where: text.contains) { found.insert(name) }
        let isLimit = (error as? EngineError)?.code == .limit
        if isLimit { return found.intersection(["time-limit", "memory-limit", "stack-overflow"]) }
        return found.union(["runtime-error"])
    }
}
