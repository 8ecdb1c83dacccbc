import TestSupport
import Testing

@testable import Console

@Suite("Locals at the top level") struct TopLevelLocalsTests {
    @Test(arguments: [
        ("local x = 5", "      x = 5", ["x"]),
        ("local a, b", "      a, b = nil;", ["a", "b"]),
        ("local a <const>, b = 1, 2", "      a        , b = 1, 2", ["a", "b"]),
        ("local function f(x) return x end", "      function f(x) return x end", ["f"]),
        ("x = 1 local y = x", "x = 1       y = x", ["y"]),
        ("local x\nprint(x)", "      x = nil;\nprint(x)", ["x"]),
        ("f(function() local x = 1 end)", "f(function() local x = 1 end)", []),
        ("do local x = 1 end local y = 2", "do local x = 1 end       y = 2", ["y"]),
        ("for i = 1, 2 do local x = i end", "for i = 1, 2 do local x = i end", []),
        (
            "if a then local x = 1 elseif b then local y end",
            "if a then local x = 1 elseif b then local y end", []
        ),
        ("repeat local x = 1 until x\nlocal z = 1", "repeat local x = 1 until x\n      z = 1", ["z"]),
        ("while a do local x = 1 end local z = 1", "while a do local x = 1 end       z = 1", ["z"]),
        ("local f <close> = open()", "local f <close> = open()", []),
        ("s = 'local x = 1' -- local y", "s = 'local x = 1' -- local y", []),
        ("local = 5", "local = 5", []), ("local 5", "local 5", []),
    ])
    func `they become globals of the session, those of blocks do not`(
        entry: String, text: String, names: [String]
    ) {
        let locals = TopLevelLocals(entry)
        #expect(locals.text == text)
        #expect(locals.names == names)
    }

    @Test func `constants are told apart, and assigning to one is noticed`() {
        #expect(TopLevelLocals("local a <const>, b = 1, 2").constants == ["a"])
        #expect(TopLevelLocals("local a <const> = 1 local a = 2").constants == [])
        for entry in ["a = 1", "b, a = 1, 2", "function f() a = 3 end", "if x then a = 1 end"] {
            #expect(TopLevelLocals.assigned(in: entry, among: ["a"]) == "a", "\(entry)")
        }
        for entry in [
            "a == 1", "t.a = 1", "t = {a = 1}", "local a = 1", "for a = 1, 2 do end", "b = a",
            "function f(a) a = 1 end", "f(function(x, a) a = 1 end)", "s = 'a = 1'", "ab = 1",
        ] {
            #expect(TopLevelLocals.assigned(in: entry, among: ["a"]) == nil, "\(entry)")
        }
    }

    @Test func `whatever is typed, the length of each line stays and nothing is lost`() {
        var generator = SeededGenerator(seed: 11)
        let pieces = [
            "local", "x", "=", "1", ",", "function", "end", "do", "(", ")", "{", "}", "<const>", "<close>",
            "\n",
            "'a'", "--c\n", "if", "then", "f", "return", "repeat", "until", "[[", "]]",
        ]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0..<14, using: &generator)).map { _ in
                pieces.randomElement(using: &generator) ?? ""
            }.joined(separator: " ")
            let result = TopLevelLocals(text).text
            #expect(result.count >= text.count, "\(text)")
            #expect(result.count(where: { $0 == "\n" }) == text.count(where: { $0 == "\n" }), "\(text)")
            // Blanking out takes `local` and attributes alone.
            #expect(result.filter { $0 == "'" || $0 == "(" } == text.filter { $0 == "'" || $0 == "(" })
        }
    }
}

@Suite("Names without a value") struct UnknownNamesTests {
    @Test(arguments: [
        ("btc:map{leverage=retail}", ["retail"]), ("x = y", ["y"]), ("f(a, b)", ["a", "b"]), ("t.a.b", []),
        ("t[k] == k", ["k"]), ("t = {a = 1, b == 2}", ["b"]), ("a, b = 1, 2", []),
        ("t:m(nope)", ["nope"]),
        ("local a = 1 print(a)", []), ("function g(a) return a end", []),
        ("for i = 1, 2 do print(i) end", []),
        ("s = 'nope' -- nope", []), ("a == b", ["a", "b"]),
    ])
    func `are found where they are used`(entry: String, names: [String]) {
        #expect(UnknownNames(in: entry) { ["btc", "f", "t", "print", "map"].contains($0) }.names == names)
    }
}
