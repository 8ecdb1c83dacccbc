import Testing

@testable import Console

@Suite("Session as a script") struct SessionLogTests {
    private func log(_ entries: String...) -> SessionLog {
        var log = SessionLog()
        for (index, text) in entries.enumerated() {
            log.add(
                SessionLog.Entry(text, number: index + 1) { !$0.contains(" = ") && !$0.hasPrefix("for") })
        }
        return log
    }

    @Test func `expressions are shown, statements stand as they are`() {
        let script = log("local x = 5", "x + 1", "x * 2;", "for i = 1, 2 do print(i) end", "x -- note")
            .script(
                version: "liq 9")
        #expect(
            script == """
                -- A session of liq 9. Again: liq run FILE

                x = 5
                liq.show(x + 1)
                _ = x * 2
                for i = 1, 2 do print(i) end
                liq.show(x -- note
                )

                """)
    }

    @Test func `where results are used by their names they are kept`() {
        let script = log("6 * 7", "_ + 1", "y = _1").script(version: "liq")
        #expect(script.contains("local function keep"))
        #expect(script.contains("liq.show(keep(1, 6 * 7))\nliq.show(keep(2, _ + 1))\ny = _1\n"))
    }
}

@Suite("Help questions") struct HelpQuestionTests {
    @Test(arguments: [
        ("?map", "map", false), ("map?", "map", false), ("f??", "f", true), ("??f", "f", true),
        (" m:at? ", "m:at", false), ("? liq.load", "liq.load", false), ("?", "", false),
        ("crowded-side-pays??", "crowded-side-pays", true),
    ])
    func `a question mark asks`(entry: String, word: String, wantsSource: Bool) {
        #expect(HelpQuestion(entry)?.word == word)
        #expect(HelpQuestion(entry)?.wantsSource == wantsSource)
    }

    @Test(arguments: ["x = 1", "f(1)?", "print('?')", "a\n?b", ""])
    func `code is no question`(entry: String) {
        #expect(HelpQuestion(entry) == nil)
    }

    @Test func `the source of a function ends with its own end`() {
        let source = """
            x = 1
            function f(a)
              if a then return function() end end
              repeat until true
            end
            y = function() return 1 end z = 2
            """
        #expect(
            FunctionSource(in: source, from: 2)?.text
                == "function f(a)\n  if a then return function() end end\n  repeat until true\nend")
        #expect(FunctionSource(in: source, from: 6)?.text == "y = function() return 1 end")
        #expect(FunctionSource(in: source, from: 9) == nil)
        #expect(FunctionSource(in: "function f(", from: 1) == nil)
    }
}
