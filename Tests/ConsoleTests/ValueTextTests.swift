import Console
import LuaRuntime
import Testing

@Suite("ValueText") struct ValueTextTests {
    private let state: LuaState
    private let value: ValueText

    init() throws {
        state = try LuaState(
            profile: .script, limits: LuaLimits(deadlineMilliseconds: 5000), output: { _ in })
        value = ValueText(state)
    }

    /// The text of an expression's value.
    private func text(_ expression: String) throws -> String {
        let values = try state.call(try state.load("return " + expression, chunk: "test"), [])
        return try value.text(values.first ?? .nil)
    }

    @Test(arguments: [
        ("2", "2"), ("2.0", "2.0"), ("0.1 + 0.2", "0.30000000000000004"), ("1e100", "1e+100"),
        ("-0.0", "-0.0"), ("1 / 0", "inf"), ("2^53", "9007199254740992.0"),
        ("1e15 + 0.5", "1000000000000000.5"),
        ("5e-324", "5e-324"), ("math.mininteger", "-9223372036854775808"), ("nil", "nil"), ("true", "true"),
    ]) func `numbers stand in full`(expression: String, expected: String) throws {
        #expect(try text(expression) == expected)
    }

    @Test(arguments: [
        (#""plain""#, #""plain""#), (#""say \"hi\"""#, #""say \"hi\"""#), (#""a\\b""#, #""a\\b""#),
        (#""a\27[31m""#, #""a\027[31m""#), (#""a\0b\127""#, #""a\000b\127""#), (#""tab\t""#, #""tab\009""#),
        (#""x\u{9b}31m""#, #""x\u{9b}31m""#), (#""1\0012""#, #""1\0012""#), (#""größer ≤""#, #""größer ≤""#),
    ]) func `control characters in text are spelled out`(expression: String, expected: String) throws {
        #expect(try text(expression) == expected)
    }

    @Test func `text of many lines stands as it is, without what steers a terminal`() throws {
        #expect(try text(#""a\n  b""#) == "a\n  b")
        #expect(try text(#""a\27[2J\nb""#) == "a\\027[2J\nb")
        #expect(try text(#"{"a\nb"}"#) == #"{ "a\nb" }"#)
    }

    @Test(arguments: [
        ("{}", "{}"), ("{1, 2, 3}", "{ 1, 2, 3 }"), ("{a = 1}", "{ a = 1 }"),
        ("{1, x = {2}}", "{ 1, x = { 2 } }"),
        (#"{["two words"] = 1}"#, #"{ ["two words"] = 1 }"#), (#"{["1st"] = 1}"#, #"{ ["1st"] = 1 }"#),
        ("{[10] = 1}", "{ [10] = 1 }"), ("{[0] = 1}", "{ [0] = 1 }"), ("{[true] = 1}", "{ [true] = 1 }"),
        ("{[0.5] = 1}", "{ [0.5] = 1 }"), ("{{{{{}}}}}", "{ { { { {…} } } } }"),
    ]) func `tables are opened to a depth`(expression: String, expected: String) throws {
        #expect(try text(expression) == expected)
    }

    @Test func `names of a table come in order`() throws {
        #expect(try text("{b = 2, a = 1, c = 3}") == "{ a = 1, b = 2, c = 3 }")
    }

    @Test func `a table that holds itself ends`() throws {
        let shown = try text("(function() local t = {} t.t = t t[1] = t return t end)()")
        #expect(shown.contains("{…}"))
        #expect(shown.utf8.count < 2000)
    }

    @Test func `long tables break into lines`() throws {
        let shown = try text("{name = ('x'):rep(60), other = ('y'):rep(60)}")
        #expect(shown.hasPrefix("{\n  name = \"xxx"))
        #expect(shown.hasSuffix("\",\n}"))
    }

    @Test(arguments: [
        "(function() local t = {} for i = 1, 1000000 do t[i] = i end return t end)()",
        "(function() local t = {} for i = 1, 200000 do t['k' .. i] = i end return t end)()",
        "(function() local t = {} for i = 1, 5000 do t[i] = {i, {i, {i}}} end return t end)()",
    ]) func `a huge table is cut`(expression: String) throws {
        let shown = try text(expression)
        #expect(shown.utf8.count < 10_000)
        #expect(shown.contains("…"))
    }

    @Test func `a value with a text of its own is shown by it`() throws {
        #expect(try text("setmetatable({}, {__tostring = function() return 'mine' end})") == "mine")
        #expect(throws: LuaError.self) {
            try text("setmetatable({}, {__tostring = function() error('no') end})")
        }
    }

    @Test func `what the host cannot take is named`() throws {
        #expect(try text("coroutine.create(print)").contains("coroutine"))
        #expect(try text("{coroutine.create(print)}").contains("coroutine"))
        #expect(try text("print").hasPrefix("function"))
    }
}
