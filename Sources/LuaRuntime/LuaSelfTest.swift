/// Finds out which known faults the linked Lua library has, by running harmless snippets.
package enum LuaSelfTest {
    /// A fault, and what it means for a user.
    package struct Finding: Hashable, Sendable {
        /// In a few words.
        package let name: String
        /// Whether the linked library has it.
        package let isPresent: Bool
        /// What can go wrong, and what to do.
        package let consequence: String
    }

    /// The release of the linked library, such as `Lua 5.4.4`.
    package static var release: String { LuaState.release }

    /// Runs all of them; each answers `true` if the library is sound.
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
        return findings
    }

    private static let snippets: [(name: String, consequence: String, code: String)] = [
        (
            "constants in bitwise operations",
            "in a function with more than 255 constants, & | ~ with a constant may give wrong values; keep tables"
                + " of constants in functions of their own",
            """
            local code = { "local t = {" }
            for i = 1, 300 do code[#code + 1] = i .. ".125," end
            code[#code + 1] = "} return 1 ~ (2 or 3), 1 | (2 or 3), 3 & (2 or 3)"
            local a, b, c = load(table.concat(code))()
            return a == 3 and b == 3 and c == 2
            """
        ),
        (
            "break does not close a loop's variable",
            "leaving a generic for by break may skip the __close of its fourth value; close it by hand",
            """
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
            """
        ),
        (
            "utf8.codes accepts stray continuation bytes",
            "do not use utf8.codes to check text; utf8.len does check it",
            """
            return not pcall(function() for _ in utf8.codes("ab\\xff") do end end)
                and not pcall(function() for _ in utf8.codes("in\\x80valid") do end end)
            """
        ),
    ]
}
