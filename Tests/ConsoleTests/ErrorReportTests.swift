import Charts
import Foundation
import LuaRuntime
import PlainText
import Engine
import Plugins
import Scripting
import TestSupport
import Testing

@testable import Console

@Suite("ErrorReport") struct ErrorReportTests {
    private static func session() throws -> Session {
        try Session(searchPath: [], style: .plain(columns: 100)) { _ in }
    }

    /// The report of what goes wrong when entries are run one after another.
    private static func report(_ entries: String...) throws -> ErrorReport? {
        let session = try session()
        for entry in entries {
            do { _ = try session.evaluate(entry, chunk: "stdin") } catch {
                return ErrorText.report(of: error, in: session)
            }
        }
        return nil
    }

    /// Code, and the text under its last line: blanks and marks, or nothing where nothing is to be marked.
    static let places: [(code: String, marks: String)] = [
        ("local m = {} local n = m.levrage.x", "                         ^^^^^^^"),
        ("local m = {} local n = m['levrage'].x", "                          ^^^^^^^"),
        ("prnt(1)", "^^^^"),
        ("x = = 1", "    ^"),
        ("x = 1 == == 2", "         ^^"),
        ("x = (1 + 2", "          ^"),
        ("y = 'abc", "    ^^^^"), ("y = 'abc\nz = 1", "    ^^^^"),
        ("return 1 < {}", "         ^"),
        ("local a <const> = {} return a < 1", "                              ^"),
        ("return nix + 1", "       ^^^"),
        ("local a = 1 return a .. nix", "                        ^^^"),
        ("return #nix", "        ^^^"),
        ("local t = {} t.a.b = 1", "               ^"),
        ("local s = 'nix' --[[ nix ]] nix()", "                            ^^^"),
        ("local t = {nix = 1} return t.nix, nix.x", "                                  ^^^"),
        ("local t = {} t:f()", "               ^"),
        ("local t = {} return t[1].x", "                      ^"),
        ("string.rep('x', {})", "                ^^"),
        ("('x'):rep({})", "          ^^"),
        ("liq.load 'nowhere'", "          ^^^^^^^"),
        ("liq.price { venue = 'binance', side = 'lnog' }", "                                       ^^^^"),
        ("liq.price { venu = 'binance' }", "            ^^^^"),
        ("liq.vector { 1, 2, 3 }[4]", "                       ^"),
        ("liq.vector { 1, 2, 3 }:sume()", "                       ^^^^"),
        ("error('no ' .. 'cheese')", "^^^^^"),
        ("assert(1 == 2, 'no')", "^^^^^^"),
        ("local x <const> = 1 x = 2", "                    ^"), ("goto nowhere", "     ^^^^^^^"),
        ("return 1 // 0", "         ^^"), ("return 1.5 | 1", "           ^"),
        ("return liq.vector { 1 } + 'x'", "                        ^"),
        ("m = liq.vector { 1 }.sum()", "                     ^^^"),
        ("print('a' 'b')", "          ^^^"), ("f(1,,2)", "    ^"), ("x = 3x", "    ^^"), ("x = @", "    ^"),
        ("x = 5 y", "       ^"), ("if x = 5 then end", "     ^"),
        ("local a = 5 a.b.c = 1", "            ^"), ("table.insert(nil, 1)", "             ^^^"),
        // Two fields of one name may be two things.
        ("local a, b = {}, {} return a.x.y + b.x.y", ""),
        ("local a = {} return a.x.y + a.x.z", "                      ^"),
        ("if x then error('a') else error('b') end", ""),
        ("local f = pcall error({})", "                ^^^^^"),
        ("return -{} + 1", ""),
    ]

    @Test(arguments: places) func `the mark stands under what is wrong`(code: String, marks: String) throws {
        let report = try #require(try Self.report(code))
        let lines = report.text().split(separator: "\n")
        #expect(lines.count > 1 && lines[1] == "  1 | " + code.prefix { $0 != "\n" }, "\(report.text())")
        let marked = lines.count > 2 && lines[2].hasPrefix("    | ") ? lines[2].dropFirst(6) : ""
        #expect(marked == marks, "\(report.text())")
    }

    @Test(
        arguments: [
            ("prnt(1)", "did you mean 'print'?"),
            ("string.fromat('x')", "did you mean 'format'?"),
            ("liq.laod 'x'", "did you mean 'load'?"),
            ("local s = 'a' s:uper()", "did you mean 'upper'?"),
            ("local leverage = 1 return levrage.x", "did you mean 'leverage'?"),
            ("local m = {leverage = 1} return m.levrage.x", "did you mean 'leverage'?"),
            ("conf = {map = {leverage = {}}} return conf.map.levrage.x", "did you mean 'leverage'?"),
            ("liq.price { venue = 'binance', side = 'lnog' }", "did you mean 'long'?"),
            ("nix()", nil), ("local m = {} return m.levrage.x", nil), ("error('no')", nil),
        ] as [(String, String?)])
    func `a name that is near is named`(code: String, hint: String?) throws {
        let report = try #require(try Self.report(code))
        #expect(report.hint == hint)
        #expect(report.text().components(of: "did you mean") == (hint == nil ? 0 : 1), "\(report.text())")
    }

    @Test func `an argument on a line of its own is marked there`() throws {
        let report = try #require(
            try Self.report("p = liq.price {\n  venue = 'binance',\n  sied = 'long',\n}"))
        #expect(report.text().contains("\n  3 |   sied = 'long',\n    |   ^^^^"))
    }

    @Test func `what nothing closes is marked`() throws {
        let report = try #require(try Self.report("if x then\n  y()\n"))
        #expect(report.text().contains("\n  1 | if x then\n    | ^^"), "\(report.text())")
    }

    @Test func `a function of an earlier entry is shown as it was written`() throws {
        let text = try #require(
            try Self.report("function f(t) return t.x.y end", "u = 1", "x = { f({}) }")
        ).text()
        #expect(
            text.contains("  1 | function f(t) return t.x.y end\n    |                        ^\n"), "\(text)"
        )
        #expect(text.hasSuffix("in function 'f' (called at stdin:1)"))
        // Two that it may have been: nothing is shown.
        let unclear = try #require(
            try Self.report("function f(t) return t.x.y end", "function g(t) return 1, t.x.y end", "f({})"))
        #expect(unclear.excerpt == nil, "\(unclear.text())")
    }

    @Test func `an error that is told of its caller is shown there`() throws {
        let report = try #require(
            try Self.report("function check(x)\n  error('bad', 2)\nend", "x = check(1)"))
        #expect(report.text() == "stdin:1: bad\n  1 | x = check(1)\n    |     ^^^^^")
        // Both may be meant by line 1.
        let unclear = try #require(try Self.report("function check(x) error('bad', 2) end", "x = check(1)"))
        #expect(unclear.excerpt == nil, "\(unclear.text())")
    }

    @Test func `more than three calls are counted`() throws {
        let report = try #require(
            try Self.report(
                "local function f(n) if n == 0 then error('deep') end f(n - 1) return 1 end f(50)"))
        let lines = report.text().split(separator: "\n")
        #expect(lines.count == 6)
        #expect(lines.last == "  in function 'f' (called at stdin:1), 48 more calls", "\(report.text())")
    }

    @Test func `a plugin's error shows the plugin's line`() throws {
        let folder = try TemporaryFolder()
        let plugin = try folder.write(
            "mine.lua", "return { kind = 'leverage',\n  run = function(bar) return bar.clos end }\n")
        let session = try Self.session()
        let code =
            "liq.load('\(SharedFolder.project.path)/examples/data/BTCUSDT'):map {lookback = '1d', leverage = '\(plugin)'}"
        let error = try #require(throws: LuaError.self) { try session.run(code, chunk: "stdin") }
        let report = ErrorText.report(of: error, in: session)
        let margin = String(repeating: " ", count: "mine.lua:2".count + 2)
        #expect(
            report.text().contains(
                "\n  mine.lua:2 |   run = function(bar) return bar.clos end }\n\(margin) | "
                    + String(repeating: " ", count: 33) + "^^^^"), "\(report.text())")
        #expect(report.place?.chunk == plugin && report.place?.line == 2)
    }

    @Test func `what a plugin says itself is no clue to what it means`() throws {
        let folder = try TemporaryFolder()
        func marked(_ line: String) throws -> String? {
            let plugin = try folder.write(
                "p.lua", "return { kind = 'leverage', run = function(bar)\n\(line) end }\n")
            let session = try Self.session()
            let code =
                "liq.load('\(SharedFolder.project.path)/examples/data/BTCUSDT'):map {lookback = '1d', leverage = '\(plugin)'}"
            let error = try #require(throws: LuaError.self) { try session.run(code, chunk: "stdin") }
            let excerpt = ErrorText.report(of: error, in: session).excerpt
            #expect(excerpt?.line == 2 && excerpt?.text == line + " end }")
            return excerpt?.marked.map { String(Array(line)[$0]) }
        }
        #expect(try marked("if bar then error(\"no 'bar' near 'then'\") end") == "error")
        #expect(try marked("bar.x.y = 1") == "x")
        #expect(try marked("return nix.y") == "nix")
    }

    @Test func `any source that fails has a report, and its mark lies in its line`() throws {
        var generator = SeededGenerator(seed: 20_261_121)
        let parts = [
            "x", "t.x", "t", "'s'", "\"", "[[", "]]", "1", "..", "=", "==", "(", ")", "{", "}", "[", "]",
            "\n",
            "\t", "local ", "function f()", " end ", "error('e')", "f()", "--", "<", "#", "日本", "\u{1b}",
            ":m()", "if ",
            " then ", "\r\n", "return ", "nil", ",", "for i=1,2 do ", "liq.price{side='x'}",
            "string.rep('x',{})",
        ]
        let session = try Self.session()
        var marked = 0
        for _ in 0..<600 {
            let code = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                parts.randomElement(using: &generator) ?? ""
            }.joined()
            session.state.limits.deadlineMilliseconds = 2000
            do { _ = try session.evaluate(code, chunk: "stdin") } catch {
                let report = ErrorText.report(of: error, in: session)
                guard let excerpt = report.excerpt else { continue }
                if let range = excerpt.marked {
                    marked += 1
                    #expect(range.lowerBound >= 0 && !range.isEmpty, "\(code.debugDescription)")
                    #expect(range.upperBound <= excerpt.text.count + 1, "\(code.debugDescription)")
                }
                #expect(!report.text(columns: 40).contains("\u{1b}"))
            }
        }
        #expect(marked > 100, "\(marked)")
    }
}

extension String {
    /// How often a text stands in this one.
    fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}

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

@Suite("SourceExcerpt") struct SourceExcerptTests {
    private func lines(_ text: String, _ marked: Range<Int>?, columns: Int = 80) -> [String] {
        SourceExcerpt(chunk: "c", line: 7, text: text, marked: marked)
            .lines(label: "7", columns: columns).split(separator: "\n").map(String.init)
    }

    @Test func `the mark stands under its characters`() {
        #expect(lines("local x = y", 10..<11) == ["  7 | local x = y", "    |           ^"])
        #expect(lines("x = (1", 6..<7) == ["  7 | x = (1", "    |       ^"])
        #expect(lines("anything", nil) == ["  7 | anything"])
    }

    @Test func `tabs, wide and combined characters keep the mark in its column`() {
        #expect(lines("\tx\ty", 3..<4) == ["  7 |     x   y", "    |         ^"])
        #expect(lines("\"日本\", y", 6..<7) == ["  7 | \"日本\", y", "    |         ^"])
        #expect(lines("e\u{301} y", 2..<3) == ["  7 | e\u{301} y", "    |   ^"])
        #expect(lines("日 y", 0..<1) == ["  7 | 日 y", "    | ^^"])
    }

    @Test func `what could drive a terminal is made visible`() {
        #expect(lines("a\u{1b}[31m b", 6..<7) == ["  7 | a\\x1b[31m b", "    |          ^"])
        #expect(lines("a\u{202e}b", nil) == ["  7 | a\\u{202e}b"])
        #expect(lines("a\u{9b}b", nil) == ["  7 | a\\x9bb"])
    }

    @Test func `a long line is cut around the mark`() {
        let text = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
        let shown = lines(text, 500..<501, columns: 60)
        #expect(shown[0].count <= 60 && shown[1].count <= 60)
        #expect(shown[0].hasPrefix("  7 | …a") && shown[0].hasSuffix("b…"))
        #expect(Array(shown[0])[shown[1].count - 1] == "X")
        #expect(lines(text, nil, columns: 60)[0].hasSuffix("a…"))
        #expect(lines(text, 1001..<1002, columns: 60)[0].hasSuffix("bb"))
    }

    @Test func `no line is wider than there is room, and each mark is below what it marks`() {
        var generator = SeededGenerator(seed: 7_112_026)
        let alphabet: [Character] = ["a", " ", "\t", "日", "e\u{301}", "\u{1b}", "é", "👩‍🚀", "(", "\u{200f}"]
        for _ in 0..<2000 {
            let count = Int.random(in: 1...120, using: &generator)
            let text = String((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
            let characters = Array(text)
            let start = Int.random(in: 0...characters.count, using: &generator)
            let end = min(characters.count + 1, start + Int.random(in: 1...9, using: &generator))
            let columns = Int.random(in: 40...100, using: &generator)
            let shown = lines(text, start..<end, columns: columns)
            #expect(shown.count == 2)
            for line in shown { #expect(TextWidth.of(line) <= columns, "\(text.debugDescription)") }
            #expect(shown[1].hasSuffix("^"))
            // The text before the mark takes as many columns as the blanks before it.
            if start < characters.count, characters[start] == "(" {
                var rest = Substring(shown[0])
                var column = 0
                while let first = rest.first, column < shown[1].prefix(while: { $0 != "^" }).count {
                    column += TextWidth.of(first)
                    rest.removeFirst()
                }
                #expect(rest.first == "(", "\(text.debugDescription) \(start)")
            }
        }
    }
}
