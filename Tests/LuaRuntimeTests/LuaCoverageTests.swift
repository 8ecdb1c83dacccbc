import LuaRuntime
import Testing

@Suite("Coverage") struct LuaCoverageTests {
    private static let source = """
        local function twice(x)
          if x > 0 then
            return 2 * x
          else
            return -2 * x
          end
        end

        local never = function()
          local a = 1
          return a
        end
        local co = coroutine.wrap(function()
          coroutine.yield(twice(1))
          return 3
        end)
        co()
        return {
          run = function(y) return twice(y) end,
        }
        """

    @Test func `lines that ran are noted, in coroutines too, and lines that could are known`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        state.startCoverage()
        let chunk = try state.load(Self.source, chunk: "dir/x.lua")
        let active = try state.activeLines(of: chunk)
        let result = try state.call(chunk, [])
        let first = try #require(state.coveredLines["dir/x.lua"])
        #expect(active.subtracting(first).sorted() == [5, 10, 11, 15])
        let run = try #require(try result[0].table?.get("run").function)
        #expect(try state.call(run, [.integer(-1)]).first?.int == 2)
        let second = try #require(state.coveredLines["dir/x.lua"])
        #expect(active.subtracting(second).sorted() == [10, 11, 15])
        #expect(state.coveredLines.count == 1)
    }

    @Test func `results, errors and limits are the same under coverage`() throws {
        for (body, words) in [
            ("return 6 * 7", "42"), ("error('no')", "x:1: no"), ("while true do end", "time limit of 200 ms"),
            ("local t = {} while true do t[#t+1] = ('0123456789'):rep(9999) .. #t end", "memory limit"),
            ("return coroutine.wrap(function() while true do end end)()", "time limit"),
            ("return pcall(function() while true do end end)", "time limit"),
        ] {
            let texts = try [false, true].map { try Self.result(of: body, isCovered: $0) }
            #expect(texts[0] == texts[1])
            #expect(texts[0].contains(words), "\(texts[0])")
        }
    }

    private static func result(of body: String, isCovered: Bool) throws -> String {
        let state = try LuaState(
            profile: .plugin(seed: 1), limits: LuaLimits(memoryBytes: 8 << 20, deadlineMilliseconds: 200))
        if isCovered { state.startCoverage() }
        let chunk = try state.load(body, chunk: "x")
        do throws(LuaError) { return "\(try state.call(chunk, []).first?.int ?? 0)" } catch {
            return error.description
        }
    }

    @Test func `a long chunk with many lines and constants is read whole`() throws {
        let lines = (1...5000).map { "t[\($0)] = \"\(String(repeating: "s", count: $0 % 90))\" .. \($0).5" }
        let source = "local t = {}\n" + lines.joined(separator: "\n")
        let state = try LuaState(profile: .plugin(seed: 1))
        state.startCoverage()
        let chunk = try state.load(source, chunk: "long")
        _ = try state.call(chunk, [])
        #expect(try state.activeLines(of: chunk) == Set(1...5001))
        #expect(state.coveredLines["long"] == Set(1...5001))
    }

    @Test func `without coverage nothing is noted, and a host function has no lines`() throws {
        let state = try LuaState(profile: .plugin(seed: 1))
        _ = try state.call(try state.load("return 1", chunk: "x"), [])
        #expect(state.coveredLines.isEmpty)
        let host = try state.makeFunction("f") { _ in [] }
        #expect(throws: LuaError.self) { try state.activeLines(of: host) }
    }
}
