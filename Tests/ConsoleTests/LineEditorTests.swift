import TestSupport
import Testing

@testable import Console

/// Keys in, entries and screens out.
@Suite("Line editor") struct LineEditorTests {
    private static let up = "\u{1B}[A", down = "\u{1B}[B", left = "\u{1B}[D", right = "\u{1B}[C"

    private func editor(
        _ keys: [String], history: [String] = [], words: [String] = [], columns: Int = 80, rows: Int = 24
    ) -> (LineEditor, FakeTerminal) {
        let terminal = FakeTerminal(keys, columns: columns, rows: rows)
        let past = EntryHistory(path: nil)
        for text in history { past.add(EntryHistory.Entry(text: text)) }
        let helper = BracketLanguage(
            words: words.map { Completion(text: $0, kind: "name", help: "about \($0)") })
        return (LineEditor(terminal, history: past, helper: helper, isColored: true), terminal)
    }

    private func read(
        _ keys: String..., history: [String] = [], words: [String] = []
    ) -> LineEditor.Line {
        editor(keys, history: history, words: words).0.read()
    }

    @Test(arguments: [
        ("abc\r", "abc"), ("abc\u{2}\u{2}X\r", "aXbc"), ("abc\u{1}X\r", "Xabc"), ("abc\u{1}\u{5}X\r", "abcX"),
        ("abc\u{7F}\r", "ab"), ("abc\u{1}\u{4}\r", "bc"), ("one two\u{17}\r", "one "),
        ("one two\u{1}\u{B}\u{19}\u{19}\r", "one twoone two"), ("one two\u{15}x\r", "x"),
        ("one two\u{1B}\u{7F}\r", "one "), ("one two\u{1B}b\u{1B}u\r", "one TWO"),
        ("ab cd\u{1}\u{1B}f\u{1B}c\r", "ab Cd"),
        ("one two\u{1}\u{1B}d\u{1B}d\u{19}\r", "one two"), ("ab\u{14}\r", "ba"), ("abc\u{1F}\r", ""),
        ("a b\u{17}\u{17}\u{1F}\r", "a "), ("one\u{17}two\u{17}\u{19}\u{1B}y\r", "one"),
        ("\u{1B}[1~a\u{1B}[4~b\u{1B}[H\u{1B}[3~\r", "b"), ("x\u{1B}[1;5Dy\r", "yx"),
        ("é漢字\u{1B}[DA\r", "é漢A字"),
        ("e\u{301}x\u{7F}\u{7F}y\r", "y"),
    ])
    func `keys of Emacs edit a line`(keys: String, expected: String) {
        #expect(read(keys) == .text(expected))
    }

    @Test func `an entry that is not complete goes on, set in, and is edited as one`() {
        let (editor, terminal) = editor(["f = {\r", "1,\r", "}\r"])
        #expect(editor.read() == .text("f = {\n  1,\n}"))
        #expect(terminal.screen.lines == ["liq> f = {", "...>   1,", "...> }"])
        #expect(!terminal.isRaw)
        #expect(read("f = {\r1\r", Self.up, "\u{5}2\u{1B}>}\r") == .text("f = {\n  12\n}"))
    }

    @Test func `a paste of one entry waits for Enter`() {
        let paste = "\u{1B}[200~f = {\r  1,\r}\u{1B}[201~"
        #expect(read(paste, "\r") == .text("f = {\n  1,\n}"))
    }

    private func entries(_ paste: String, _ keys: String = "", count: Int) -> [LineEditor.Line] {
        let (editor, _) = editor(["\u{1B}[200~\(paste)\u{1B}[201~" + keys])
        return (0..<count).map { _ in editor.read() }
    }

    @Test func `a paste of several entries is run one by one, a copied session without what it showed`() {
        let session = "liq> x = {\r...> 1}\r2\rliq> y\rthree\rliq> \rliq> :help\r"
        #expect(entries(session, count: 3) == [.text("x = {\n1}"), .text("y"), .text(":help")])
        #expect(entries("> a\r>> b\r1\r> c\r", count: 2) == [.text("a\nb"), .text("c")])
        #expect(entries("a = (\r1)\r\rb\r", count: 2) == [.text("a = (\n1)"), .text("b")])
        // What stands at the end without a line feed waits.
        #expect(entries("a\rb", "c\r", count: 2) == [.text("a"), .text("bc")])
        // A line that is set in and begins in the middle of an expression goes on with the one before.
        #expect(entries("m = btc\r  :map{}\rx\r", count: 2) == [.text("m = btc\n  :map{}"), .text("x")])
    }

    @Test func `what is left of a paste can be dropped, and a paste into an entry is part of it`() {
        let (editor, _) = editor(["\u{1B}[200~a\rb\rc\r\u{1B}[201~", "d\r"])
        #expect(editor.read() == .text("a"))
        editor.dropPaste()
        #expect(editor.read() == .text("d"))
        #expect(read("x = ", "\u{1B}[200~1\r2\u{1B}[201~", "\r") == .text("x = 1\n2"))
    }

    @Test func `ten thousand pasted lines are taken at once and leave keys fast`() {
        let lines = (0..<10_000).map { "x = \($0)" }.joined(separator: "\r")
        let (editor, _) = editor(["\u{1B}[200~\(lines)\r\u{1B}[201~", "y\r"])
        for index in 0..<10_000 {
            guard editor.read() == .text("x = \(index)") else {
                Issue.record("line \(index)")
                return
            }
        }
        #expect(editor.read() == .text("y"))
    }

    @Test func `up finds what begins like this, whole entries, and down comes back`() {
        let past = ["m = map()", "btc = load()", "m:plot {\n  wide\n}", "print(1)"]
        #expect(read("m", Self.up, "\r", history: past) == .text("m:plot {\n  wide\n}"))
        #expect(read("m", Self.up, Self.up, "\r", history: past) == .text("m = map()"))
        #expect(read("m", Self.up, Self.up, Self.down, "\r", history: past) == .text("m:plot {\n  wide\n}"))
        #expect(read("m", Self.up, Self.down, "x\r", history: past) == .text("mx"))
        #expect(read(Self.up, "\r", history: past) == .text("print(1)"))
        #expect(read("nothing", Self.up, "\r", history: past) == .text("nothing"))
    }

    @Test func `the rest of an earlier entry is shown and taken only by right, End or Ctrl-F`() {
        let past = ["btc = liq.load \"x\""]
        let (editor, terminal) = editor(["btc", "\r"], history: past)
        #expect(editor.read() == .text("btc"))
        #expect(terminal.screens[1] == ["liq> btc = liq.load \"x\""])
        #expect(terminal.screen.lines == ["liq> btc"])
        for key in [Self.right, "\u{5}", "\u{6}"] {
            #expect(read("btc", key, "\r", history: past) == .text(past[0]))
        }
        #expect(read("bt\t\r", history: past) == .text("bt"))
    }

    @Test func `Ctrl-R narrows all entries down on a screen of its own`() {
        let past = ["m = btc:map {}", "liq.price {}", "m:clusters()"]
        #expect(read("x", "\u{12}", "mclu", "\r", "\r", history: past) == .text("m:clusters()"))
        #expect(read("x", "\u{12}", "mclu", "\u{1B}", "\r", history: past) == .text("x"))
        let (editor, terminal) = editor(["\u{12}", "ma", "\u{3}", "\r"], history: past)
        #expect(editor.read() == .text(""))
        #expect(terminal.screens[2].contains("  m = btc:map {}"))
        #expect(terminal.screens[2].last == "search: ma")
        #expect(!terminal.screens[2].contains { $0.contains("price") })
    }

    @Test func `Tab puts in what is common, then shows a menu with help`() {
        let words = ["heatmap", "heat", "map"]
        #expect(read("ma\t\r", words: words) == .text("map"))
        let (editor, terminal) = editor(["h\t", "\t", "\t", "\t", "\r", "\r"], words: words)
        #expect(editor.read() == .text("heat"))
        #expect(
            terminal.screens[2] == [
                "liq> heat", " heatmap  name  about heatmap", " heat     name  about heat",
            ])
        #expect(terminal.output.contains("\u{1B}[7m heat     name  about heat\u{1B}[0m"))
        #expect(read("h\t\t", "m", "\r", words: words) == .text("heatm"))
        #expect(read("h\t\t", "\u{1B}", "\r", words: words) == .text("heat"))
    }

    @Test func `Ctrl-C drops the entry, Ctrl-D leaves an empty one, a closed terminal ends`() {
        #expect(read("abc\u{3}") == .interrupted)
        #expect(read("\u{4}") == .end)
        #expect(read("abc") == .end)
        let (editor, terminal) = editor(["ab\u{1A}c\r"])
        #expect(editor.read() == .text("abc"))
        #expect(terminal.suspensions == 1)
    }

    @Test func `a long line goes on below, and the cursor with it`() {
        let (editor, terminal) = editor(["0123456789abcdef", Self.left, "X\r"], columns: 12)
        #expect(editor.read() == .text("0123456789abcdeXf"))
        #expect(terminal.screen.lines == ["liq> 0123456", "789abcdeXf"])
        let (wide, other) = self.editor(["漢字漢字漢字\r"], columns: 12)
        #expect(wide.read() == .text("漢字漢字漢字"))
        #expect(other.screen.lines == ["liq> 漢字漢", "字漢字"])
    }

    @Test func `of an entry higher than the screen the rows around the cursor are shown`() {
        let lines = (1...60).map { "line\($0)\($0 == 1 ? " {" : "")" }.joined(separator: "\n")
        let (editor, terminal) = editor(["\u{1B}[200~\(lines)\u{1B}[201~", "\u{1B}<", "\u{3}"], rows: 10)
        #expect(editor.read() == .interrupted)
        #expect(terminal.screens[1].last == "...> line60")
        #expect(terminal.screens[2].first == "liq> line1 {")
    }

    @Test func `a signature stands under a call, words have colours, brackets find each other`() {
        let (editor, terminal) = editor(["map{ if 'a' 12 --c", "}", "\r"])
        #expect(editor.read() == .text("map{ if 'a' 12 --c}"))
        #expect(terminal.screens[1].last == "map{leverage} → map")
        for piece in ["\u{1B}[35mif", "\u{1B}[32m'a'", "\u{1B}[36m12", "\u{1B}[90m--c"] {
            #expect(terminal.output.contains(piece), "\(piece.debugDescription)")
        }
    }
}

@Suite("Keys of a terminal") struct KeyParserTests {
    private func keys(_ text: String, isFinal: Bool = true) -> [Key] {
        var parser = KeyParser()
        parser.feed(text.utf8)
        var keys: [Key] = []
        while let key = parser.next(isFinal: isFinal) { keys.append(key) }
        return keys
    }

    @Test func `sequences of xterm and its kin`() {
        #expect(
            keys("\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[1;3D") == [
                Key(.up), Key(.down), Key(.right, .control), Key(.left, .alt),
            ])
        #expect(
            keys("\u{1B}[3~\u{1B}[5~\u{1B}[H\u{1B}[Z\u{1B}x") == [
                Key(.delete), Key(.pageUp), Key(.home), Key(.tab, .shift), .alt("x"),
            ])
        #expect(
            keys("\r\t\u{7F}\u{1}é漢") == [
                Key(.enter), Key(.tab), Key(.backspace), .control("a"), .character("é"), .character("漢"),
            ])
        #expect(keys("\u{1B}[99~\u{1B}[?1c").map(\.code) == [.unknown, .unknown])
    }

    @Test func `an escape alone is a key once nothing follows`() {
        #expect(keys("\u{1B}", isFinal: false) == [])
        #expect(keys("\u{1B}") == [Key(.escape)])
    }

    @Test func `any bytes give keys and come to an end`() {
        var random = SystemRandomNumberGenerator()
        let seed = random.next()
        var state = seed
        for _ in 0..<2000 {
            var parser = KeyParser()
            parser.feed(
                (0..<40).map { _ -> UInt8 in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return [0x1B, 0x5B, 0x32, 0x7E, UInt8(truncatingIfNeeded: state >> 33)][
                        Int(state >> 60) % 5]
                })
            var count = 0
            while parser.next(isFinal: true) != nil, count < 100 { count += 1 }
            #expect(count <= 41, "seed \(seed)")
        }
    }

    @Test func `a paste comes as one, however it is cut`() {
        var parser = KeyParser()
        var found: [Key] = []
        for byte in "\u{1B}[200~a\r\nb\u{1B}[201~c".utf8 {
            parser.feed([byte])
            while let key = parser.next() { found.append(key) }
        }
        #expect(found == [Key(.paste("a\nb")), .character("c")])
    }
}

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
