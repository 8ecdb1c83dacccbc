import Testing

@testable import Console

@Suite("Keys of vi") struct ViKeysTests {
    private func read(_ keys: String...) -> LineEditor.Line {
        // An escape is one by itself when a pause follows.
        let terminal = FakeTerminal(keys + ["\r"])
        let editor = LineEditor(
            terminal, history: EntryHistory(path: nil), helper: BracketLanguage(), isColored: false)
        editor.vi = LineEditor.ViState()
        return editor.read()
    }

    @Test(arguments: [
        ("abc", "", "abc"), ("abc", "x", "ab"), ("abc", "0x", "bc"), ("abc", "hiX", "aXbc"),
        ("abc", "0aX", "aXbc"), ("abc", "IX", "Xabc"), ("abc", "0AX", "abcX"), ("one two", "0dw", "two"),
        ("one two", "db", "one o"), ("one two three", "02dw", "three"), ("one two", "0cwX", "X two"),
        ("one two", "0D", ""), ("one two", "0wD", "one "), ("one two", "0wC1", "one 1"),
        ("one two", "dd", ""),
        ("one two", "SX", "X"), ("abc", "0sX", "Xbc"), ("abc", "0rX", "Xbc"), ("abc", "02rX", "XXc"),
        ("ab, cd", "0f,d$", "ab"), ("f(a, b)", "0t,x", "f(, b)"), ("f(a, b)", "0f(d%", "f"),
        ("a.b.c", "0f.;x", "a.bc"), ("a.b.c", "F.x", "a.bc"), ("ab", "0xp", "ba"), ("ab cd", "0dwP", "ab cd"),
        ("ab", "0~", "Ab"), ("abc", "0xu", "abc"), ("one two", "0ywP", "one one two"),
        ("a b c", "0eex", "a b "),
        ("abc", "0yyp", "aabcbc"), ("one two three", "0c2wX", "X three"), ("abc", "03x", ""),
        ("abc", "z", "abc"),
    ])
    func `letters move, cut and change once escape has been pressed`(
        typed: String, keys: String, expected: String
    ) {
        #expect(read(typed, "\u{1B}", keys) == .text(expected))
    }

    @Test func `each entry begins with typing, and lines are opened`() {
        let terminal = FakeTerminal(["f(\r1)", "\u{1B}", "dd", "\u{1B}", "a2)\r", "x\r"])
        let editor = LineEditor(
            terminal, history: EntryHistory(path: nil), helper: BracketLanguage(), isColored: false)
        editor.vi = LineEditor.ViState()
        #expect(editor.read() == .text("f(2)"))
        #expect(editor.read() == .text("x"))
    }
}
