import Glibc
import StockLua
import Testing

@testable import LuaRuntime

/// The same chunk in one of our states and in one with the library's own functions.
enum StockComparison {
    /// What the chunk, which returns a text, gives with the library's own functions.
    static func stock(_ source: String) -> String {
        var count = 0
        guard let bytes = stock_lua_run(source, source.utf8.count, &count) else { return "" }
        defer { free(bytes) }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// What it gives with ours.
    static func ours(_ source: String, profile: LuaProfile) throws -> String {
        let state = try LuaState(profile: profile)
        return try state.call(state.load(source, chunk: "x")).first?.text ?? ""
    }

    /// Expects both to be equal; names the first line that differs.
    static func expectEqual(_ source: String, profile: LuaProfile, lines least: Int) throws {
        let theirs = stock(source).split(separator: "\n", omittingEmptySubsequences: false)
        let own = try ours(source, profile: profile).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(theirs.count == own.count && theirs.count >= least, "\(own.first ?? "")")
        for (index, (a, b)) in zip(theirs, own).enumerated() where a != b {
            let before = own[max(0, index - 6)..<index].joined(separator: "\n")
            Issue.record("line \(index + 1):\nlibrary \(a)\nours    \(b)\nafter\n\(before)")
            return
        }
    }

    /// Random numbers and text of results, the same in both.
    static let tools = #"""
        local out = {}
        local function rnd(n)
          seed = (seed * 1103515245 + 12345) & 0x7fffffffffff
          return (seed >> 16) % n + 1
        end
        local function show(...)
          local t = table.pack(...)
          for i = 1, t.n do
            local kind = type(t[i])
            t[i] = (kind == "table" or kind == "function") and kind or tostring(t[i])
          end
          out[#out + 1] = (table.concat(t, "|"):gsub("\n", "~"))
        end

        """#
}
