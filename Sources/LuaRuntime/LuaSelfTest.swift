/// Finds out which known faults the linked Lua library has, by running harmless snippets.
package enum LuaSelfTest {
    /// A fault, and what it means for a user.
    package struct Finding: Hashable, Sendable {
        /// The fault in a few words.
        package let name: String
        /// Whether the linked library has it.
        package let isPresent: Bool
        /// What can go wrong, and what to do.
        package let consequence: String
    }

    /// The release of the linked library, such as `Lua 5.4.4`.
    package static var release: String { LuaState.release }

    /// What is present: measured by running snippets, the rest told by the release.
    package static func run() throws(LuaError) -> [Finding] {
        var findings: [Finding] = []
        for snippet in snippets {
            let state = try LuaState(profile: .script, limits: LuaLimits(deadlineMilliseconds: 1000))
            var isSound = false
            if let function = try? state.load(snippet.code, chunk: "self-test") {
                isSound = (try? state.call(function).first?.isTruthy) ?? false
            }
            findings.append(
                Finding(name: snippet.name, isPresent: !isSound, consequence: snippet.consequence))
        }
        let release = Int(Self.release.split(separator: ".").last ?? "") ?? 0
        return findings
            + known.map {
                Finding(name: $0.name, isPresent: release < $0.mended, consequence: $0.consequence)
            }
    }
}

extension LuaSelfTest {
    /// A fault of some release of Lua 5.4, and a harmless snippet that answers `true` where it is mended.
    struct Snippet {
        let name: String
        let consequence: String
        let code: String
    }

    /// Faults that can be measured. All are mended in Lua 5.4.8.
    static let snippets = [
        Snippet(
            name: "constants in bitwise operations",
            consequence:
                "in a function with more than 255 constants, a number before & | ~ and a condition after it give "
                + "wrong values; source that does this is refused with its line",
            code: """
                local code = { "local t = {" }
                for i = 1, 300 do code[#code + 1] = i .. ".125," end
                code[#code + 1] = "} return 1 ~ (2 or 3), 1 | (2 or 3), 3 & (2 or 3)"
                local a, b, c = load(table.concat(code))()
                return a == 3 and b == 3 and c == 2
                """),
        Snippet(
            name: "comparisons as an index",
            consequence:
                "t[a < b] on a table from outside of the function may read the wrong field; source that does this is "
                + "refused with its line",
            code: """
                local read = load("return _ENV[1 < 2]", "c", "t", { [true] = 10 })
                local ok, found = pcall(read)
                return ok and found == 10
                """),
        Snippet(
            name: "break does not close a loop's variable",
            consequence:
                "leaving a generic for by break may skip the __close of its fourth value; close it by hand",
            code: """
                local closed = false
                local guard = setmetatable({}, { __close = function() closed = true end })
                local function leave()
                    for k in next, { 10 }, nil, guard do
                        local function f() return k end
                        break
                    end
                    return closed
                end
                return leave()
                """),
        Snippet(
            name: "utf8.codes accepts stray continuation bytes",
            consequence: "do not use utf8.codes to check text; utf8.len does check it",
            code: """
                return not pcall(function() for _ in utf8.codes("ab\\xff") do end end)
                    and not pcall(function() for _ in utf8.codes("in\\x80valid") do end end)
                """),
        Snippet(
            name: "wrong line of arithmetic errors",
            consequence: "an error of arithmetic may name a line above the one that failed",
            code: """
                local _, text = pcall(load("local a = 0\\nlocal b = 1\\nlocal c = b % a", "=c"))
                return text:find("^c:3:") ~= nil
                """),
        Snippet(
            name: "_ENV as a constant",
            consequence:
                "a chunk that declares _ENV <const> may read memory that is not its own (CVE-2022-28805); "
                + "take no plugins from others until liblua is updated",
            code: """
                local f = load("local _ENV <const> = {} x = 1 return x")
                local ok, text = pcall(load, "local function f() local _ENV <const> = 11 X = 1 end f()", "=c")
                return f ~= nil and f() == 1 and ok
                """),
    ]

    /// Faults that cannot be measured without harm, by the release that mended them.
    static let known: [(name: String, mended: Int, consequence: String)] = [
        (
            "nested coroutine.close ends the process", 5,
            "withheld: coroutine.close is not available, so nothing is left to do"
        ),
        (
            "a message handler may be overwritten by __close", 8,
            "withheld: it takes coroutine.close, which is not available"
        ),
        (
            "precompiled chunks are not checked", 5, "withheld: only source text is loaded"
        ),
        (
            "assignment through a metatable with weak fields while memory runs out", 8,
            "withheld: tables are never weak, so nothing is left to do"
        ),
    ]
}
