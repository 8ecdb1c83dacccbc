import Charts
import LuaRuntime
import Engine
import Plugins
import Scripting
import Testing

@Suite("ShownValue") struct ValueTextTests {
    private let state: LuaState
    /// As a terminal and as a pipe get it.
    private let (value, piped): (ShownValue, ShownValue)

    init() throws {
        state = try LuaState(
            profile: .script, limits: LuaLimits(deadlineMilliseconds: 5000), output: { _ in })
        value = ShownValue(state, TerminalStyle(columns: 80, rows: 24))
        piped = ShownValue(state, .plain(columns: 100))
    }

    /// The text of an expression's value.
    private func text(_ expression: String, by shown: ShownValue? = nil) throws -> String {
        let values = try state.call(try state.load("return " + expression, chunk: "test"), [])
        return try (shown ?? value).text(values.first ?? .nil)
    }

    private func text(_ expression: String, columns: Int, rows: Int = 24) throws -> String {
        try text(expression, by: ShownValue(state, TerminalStyle(columns: columns, rows: rows)))
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
        ("{[0.5] = 1}", "{ [0.5] = 1 }"), ("{{{{{}}}}}", "{ { { { {} } } } }"),
        ("{{{{{1}}}}}", "{ { { { {…} } } } }"),
    ]) func `tables are opened to a depth`(expression: String, expected: String) throws {
        #expect(try text(expression) == expected)
    }

    @Test func `names of a table come in order`() throws {
        #expect(try text("{b = 2, a = 1, c = 3}") == "{ a = 1, b = 2, c = 3 }")
    }

    @Test func `a table that holds itself says so`() throws {
        let itself = "(function() local t = {} t.t = t t[1] = t return t end)()"
        #expect(try text(itself) == "{ (this table again), t = (this table again) }")
        let farther = "(function() local t = {a = {b = {}}} t.a.b.c, t.a.b.d = t, t.a return t end)()"
        #expect(
            try text(farther, by: piped)
                == "{ a = { b = { c = (the table 2 out again), d = (the table 1 out again) } } }")
        // The same table twice beside itself is no cycle.
        #expect(try text("(function() local t = {1} return {t, t} end)()") == "{ { 1 }, { 1 } }")
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
    }

    @Test(arguments: [
        ("print", "function print (built in)"), ("string.format", "function string.format (built in)"),
        ("function() end", "function (test:1)"),
        ("(function() function mine() end return mine end)()", "function mine (test:1)"),
        (
            "(function() tool = {cut = function() end} return tool end)()",
            "{ cut = function tool.cut (test:1) }"
        ),
        ("(function() a_long_name = function() end b = a_long_name return b end)()", "function b (test:1)"),
        ("(function() _hidden = function() end return _hidden end)()", "function (test:1)"),
    ]) func `functions are shown by name and place`(expression: String, expected: String) throws {
        #expect(try text(expression) == expected)
    }

    @Test func `no text holds an address`() throws {
        let values = """
            {print, {}, setmetatable({}, {}), setmetatable({}, {__name = "Mine"}), function() end,
             coroutine.create(print), {[print] = 1, [{}] = 2}, {a = {b = {c = {d = {e = 1}}}}}}
            """
        for shown in [value, piped] {
            let text = try text(values, by: shown)
            #expect(!text.contains("0x"), "\(text)")
        }
        let mine = try text("setmetatable({1}, {__name = 'Mine'})")
        #expect(mine == "{ 1 }")
    }

    @Test func `nothing is cut in a pipe`() throws {
        let long = try text(
            "(function() local t = {} for i = 1, 5000 do t[i] = i end return t end)()", by: piped)
        #expect(long.contains("4999,") && !long.contains("…"))
        #expect(try text("{{{{{{{1}}}}}}}", by: piped) == "{ { { { { { { 1 } } } } } } }")
        let records =
            "(function() local t = {} for i = 1, 300 do t[i] = {n = i, name = ('x'):rep(300)} end return t end)()"
        let lines = try text(records, by: piped).split(separator: "\n")
        #expect(lines.count == 301)
        #expect(lines.last?.count == 305 && lines.last?.hasPrefix("300  xxx") == true)
    }

    @Test func `a table that holds others many times over ends`() throws {
        let tree = "(function() local t = {} for i = 1, 40 do t = {t, t, a = t} end return t end)()"
        #expect(try text(tree).contains("…"))
        #expect(try text(tree, by: piped).contains("…"))
    }

    @Test func `a list of records is an aligned table`() throws {
        let list = "{{name = 'one', size = 1.5}, {name = 'three', size = 1000}}"
        #expect(
            try text(list) == """
                name   size
                one     1.5
                three  1000
                """)
    }

    @Test func `a field that is missing is blank for people and nil for programs`() throws {
        let list = "{{a = 1, b = 'x', c = true}, {a = 2, c = false}}"
        #expect(
            try text(list) == """
                a  b  c
                1  x  true
                2     false
                """)
        #expect(try text(list, by: piped).split(separator: "\n").last == "2  nil  false")
    }

    @Test func `on a terminal head and tail are shown and the rest is counted`() throws {
        let list = "(function() local t = {} for i = 1, 600 do t[i] = {n = i} end return t end)()"
        let lines = try text(list, columns: 80, rows: 25).split(separator: "\n").map(String.init)
        #expect(lines.first == "  n")
        #expect(lines[1] == "  1" && lines.last == "600")
        let gap = try #require(lines.firstIndex { $0.hasPrefix("…") })
        #expect(lines[gap] == "… \(600 - (lines.count - 2)) more")
        #expect(lines[gap - 1].hasSuffix("13") && lines[gap + 1] == "595")
        #expect(lines.count <= 22)
    }

    @Test func `columns that have no room are named`() throws {
        let list =
            "{{alpha = ('x'):rep(7), beta = 1e300, gamma = -1e300, delta = 1/3, epsilon = 2/3, zeta = 1/7, eta = 3/7}}"
        let shown = try text(list, columns: 60)
        #expect(shown.split(separator: "\n").allSatisfy { $0.count <= 60 })
        let cut = shown.split(separator: "\n").count == 3
        #expect(!cut || shown.contains("… too narrow for "))
    }

    @Test(arguments: [
        "{1, {a = 1}}", "{{a = 1}, {b = 1, c = 2, d = 3}}", "{{1, 2}, {3}}", "{{a = 1}, x = 2}",
        "{{[1.5] = 1}}",
        "{{}, {}}",
    ]) func `what is no list of records is opened`(list: String) throws {
        #expect(try text(list).hasPrefix("{ "))
    }

    @Test func `control characters in a table of records are spelled out`() throws {
        let shown = try text(#"{{a = "x\27[2J", b = 1}, {a = "two\nlines", b = 2}}"#)
        #expect(shown.contains("x\\027[2J") && shown.contains("two\\nlines"))
    }
}

@Suite("Vectors as text") struct VectorTextTests {
    private let state: LuaState

    init() throws { state = try LuaState(profile: .script, limits: .none, output: { _ in }) }

    private func text(_ cells: [Double], _ style: TerminalStyle) throws -> [String] {
        try ShownValue(state, style).text(.vector(LuaVector(cells))).split(separator: "\n").map(String.init)
    }

    private let terminal = TerminalStyle(columns: 80, rows: 24)

    @Test func `a vector shows its course and its figures`() throws {
        let lines = try text((1...1000).map { Double($0) }, terminal)
        #expect(
            lines[0] == "vector of 1,000: min 1.0, mean 500.5, max 1000.0" || lines[0].contains("mean 500.4")
                || lines[0].contains("mean 500.5"))
        #expect(lines[1].hasPrefix("  ▁▁▁") && lines[1].hasSuffix("███"))
        #expect(
            lines[2] == "  1.0 2.0 3.0 4.0 5.0 6.0 7.0 8.0 … 993.0 994.0 995.0 996.0 997.0 998.0 999.0 1000.0"
                || lines[2].contains(" … "))
        #expect(lines.allSatisfy { $0.count <= 80 })
    }

    @Test func `cells that are no number are counted and left out of the figures`() throws {
        let lines = try text([.nan, 2, 4, .nan], terminal)
        #expect(lines == ["vector of 4: min 2.0, mean 3.0, max 4.0, 2 NaN", "  nan 2.0 4.0 nan"])
        #expect(try text([.nan], terminal)[0] == "vector of 1, 1 NaN")
        #expect(try text([], terminal) == ["vector of 0"])
        #expect(try text([.infinity, 1], terminal)[0].contains("max inf"))
    }

    @Test func `a pipe gets cell by cell`() throws {
        #expect(try text([1, 0.1, .nan, -1e300], .plain(columns: 80)) == ["1.0", "0.1", "nan", "-1e+300"])
        #expect(try text((0..<5000).map { Double($0) }, .plain(columns: 80)).count == 5000)
    }

    @Test func `without Unicode a vector is drawn in ASCII`() throws {
        let style = TerminalStyle(columns: 60, rows: 24, unicode: false)
        #expect(try text((1...100).map { Double($0) }, style).joined().allSatisfy(\.isASCII))
    }
}
