import Glibc
import Testing

@testable import LuaRuntime

/// What the compiler is given: texts for which it would take minutes end at a limit, with file and line.
@Suite("Source text") struct LuaSourceTests {
    static let limits = LuaLimits(memoryBytes: 64 << 20, deadlineMilliseconds: 300)

    /// 190 functions in each other with 190 locals each: every name is looked for among all of them.
    static let names =
        (0..<190).map { "local function f\($0)() local " + (0..<190).map { "v\($0)" }.joined(separator: ",") }
        .joined(separator: "\n") + String(repeating: "x = x\n", count: 120_000)
        + String(repeating: " end", count: 190)

    private func branches(_ count: Int) -> String {
        "local x\nif''then\n" + String(repeating: "elseif''then\n", count: count) + "end"
    }

    private func seconds(_ body: () throws -> Void) rethrows -> Double {
        let before = clock()
        try body()
        return Double(clock() - before) / Double(CLOCKS_PER_SEC)
    }

    @Test func `a plugin with more branches than a table of cases needs is refused with its line`() throws {
        let state = try LuaState(profile: .plugin(seed: 1), limits: Self.limits)
        let error = state.failure(branches(80_000))
        #expect(error?.code == .syntax)
        #expect(error?.chunk == "t" && error?.line == 8195, "\(String(describing: error))")
        #expect(error?.message.contains("more than 8192 of 'and', 'or', 'elseif'") == true)
        #expect(try state.run(branches(8000)).isEmpty)
        #expect(try state.run("return 1")[0].int == 1)
    }

    @Test(arguments: ["a or ", "a and ", "a < b or "])
    func `a long condition is refused, in load as well`(part: String) throws {
        let state = try LuaState(profile: .plugin(seed: 1), limits: Self.limits)
        let source =
            "local a, b = 1, 2 return " + String(repeating: part, count: 1_000_000 / part.count) + "a"
        #expect(state.failure(source)?.code == .syntax)
        try state.setGlobal("source", .string(source))
        let text = try state.text("return select(2, load(source, '=x'))")
        #expect(text.hasPrefix("x:1: more than 8192 of"), "\(text)")
    }

    @Test func `words in strings, comments and names do not count`() throws {
        let state = try LuaState(profile: .plugin(seed: 1), limits: LuaLimits(deadlineMilliseconds: 10_000))
        let word = String(repeating: "or ", count: 10_000)
        let lines = String(repeating: "or\n", count: 10_000)
        for source in [
            "return '\(word)'", "return \"\(word)\"", "return [[\(lines)]]", "return [==[\(lines)]=] ]] ]==]",
            "-- \(word)\nreturn 1", "--[[\(lines)]] return 1", "--[==[\(lines)]] ]=]]==] return 1",
            "--[=\(word)\nreturn 1", "return 'a\\'\(word)'", "return 'a\\\n\(word)'",
            "return 'a\\\r\n\(word)'",
            "return '\\z \n \(word)'", "return '\\\\', '\(word)'", "--\nreturn '\(word)'",
            "--[\nreturn '\(word)'",
            "local t = {'\(word)'} return t[ [[\(lines)]] ], t['\(word)']",
            "local a, b = 1, 2 return a-b-b, '\(word)'", "return 1 --\(word)",
            "return {" + (0..<10_000).map { "or\($0) = 1, nor = 2, _or = 3" }.joined(separator: ",") + "}",
        ] {
            #expect(throws: Never.self, "\(source.prefix(40))") { try state.load(source, chunk: "t") }
        }
        let many = String(repeating: "a or ", count: 10_000) + "a"
        for source in [
            "local a return \(many)", "local a = '\\'' return \(many)", "local a = '\\z  \n ' return \(many)",
            "local a = [[]] return \(many)", "local a --[[]] return \(many)", "local a --\nreturn \(many)",
            "local a --[\nreturn \(many)", "local a = [=[]]]=] return \(many)",
            "local a = 1-1 return \(many)",
            "local a = '\\\r\n' return \(many)", "local a = {} return a[a], a['x'], a[ [[x]] ], \(many)",
        ] {
            let error = #expect(throws: LuaError.self) { try state.load(source, chunk: "t") }
            #expect(error?.message.contains("8192") == true, "\(source.prefix(40))")
        }
    }

    @Test func `the time limit reaches the compiler and names file and line`() throws {
        let state = try LuaState(profile: .plugin(seed: 1), limits: Self.limits)
        let used = seconds {
            let error = state.failure(Self.names)
            #expect(error?.code == .deadline)
            #expect(error?.chunk == "t" && (error?.line ?? 0) > 190, "\(String(describing: error))")
        }
        #expect(used < 2)
        try state.setGlobal("source", .string(Self.names))
        let inside = seconds { #expect(state.failure("pcall(load, source) return 1")?.code == .deadline) }
        #expect(inside < 2)
        #expect(try state.run("return 1")[0].int == 1)
    }

    /// In a process of its own: SIGINT ends the scripts of every thread, those of other tests too.
    @Test func `Ctrl-C reaches the compiler`() async {
        await #expect(processExitsWith: .success) {
            LuaSignals.installInterrupt()
            let state = try LuaState(profile: .script)
            let source = LuaSourceTests.names
            let thread = LuaLimitTests.onThread {
                usleep(200_000)
                kill(getpid(), SIGINT)
            }
            let isEnded = state.failure(source)?.code == .interrupted
            pthread_join(thread, nil)
            exit(try isEnded && state.run("return 1")[0].int == 1 ? 0 : 1)
        }
    }

    @Test func `load takes pieces from a function, in a script`() throws {
        let state = try LuaState(profile: .script)
        #expect(
            try state.text(
                "local parts = { 'return ', ('x'):rep(300), ' or', ' 5' } local i = 0 "
                    + "return load(function() i = i + 1 return parts[i] end, '=p', 'bt', {})()") == "5")
        #expect(
            try state.text("return select(2, load(function() return {} end))")
                .hasSuffix("reader function must return a string"))
        #expect(try state.text("return select(2, load('x ='))").hasPrefix("[string \"x =\"]:1:"))
        #expect(try state.text("return load('return x', '=c', 't', { x = 8 })()") == "8")
        #expect(try state.text("return select(2, load('\\27Lua'))").contains("binary"))
        #expect(try state.text("return (load(function() error('e') end))") == "nil")
    }
}
