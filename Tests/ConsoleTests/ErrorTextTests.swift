import Console
import LuaRuntime
import Testing

@Suite("ErrorText") struct ErrorTextTests {
    private struct Plain: Error, CustomStringConvertible { let description: String }

    @Test func `control characters are made visible`() {
        #expect(ErrorText.text(Plain(description: "a\u{1b}[31mb")) == "a\\x1b[31mb")
        #expect(ErrorText.text(Plain(description: "a\u{7}\u{0}")) == "a\\x07\\x00")
        #expect(ErrorText.text(Plain(description: "a\u{9b}2J\u{7f}")) == "a\\x9b2J\\x7f")
        #expect(ErrorText.text(Plain(description: "two\nlines, größer")) == "two\nlines, größer")
    }

    @Test func `a script's error has its place`() throws {
        let state = try LuaState(profile: .script, limits: .none, output: { _ in })
        let error = try #require(throws: LuaError.self) {
            try state.call(try state.load("\nerror('a\\27b')", chunk: "script"), [])
        }
        #expect(ErrorText.text(error) == "script:2: a\\x1bb")
    }

    @Test func `the calls before it are told, ten at most`() throws {
        let state = try LuaState(profile: .script, limits: .none, output: { _ in })
        let code = "local function f(n) if n == 0 then error('deep') end f(n - 1) return 1 end f(50)"
        let error = try #require(throws: LuaError.self) {
            try state.call(try state.load(code, chunk: "script"), [])
        }
        let lines = ErrorText.text(error).split(separator: "\n")
        #expect(lines.first == "script:1: deep")
        #expect((3...11).contains(lines.count))
    }

    @Test func `a syntax error is one line`() throws {
        let state = try LuaState(profile: .script, limits: .none, output: { _ in })
        let error = try #require(throws: LuaError.self) { try state.load("x = = 1", chunk: "script") }
        #expect(ErrorText.text(error) == "script:1: unexpected symbol near '='")
    }
}
