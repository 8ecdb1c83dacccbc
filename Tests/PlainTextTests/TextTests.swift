import PlainText
import Testing

@Suite("Wrapped text") struct WrappedTextTests {
    @Test func `lines break between words and go on under the first word`() {
        #expect(
            WrappedText.lines("a formula of five words", columns: 16, lead: "price  ", indent: 7) == [
                "price  a formula", "       of five", "       words",
            ])
        #expect(WrappedText.lines("  ", columns: 10).isEmpty)
    }

    @Test func `a percent sign stays with its number`() {
        #expect(WrappedText.lines("about 5 %", columns: 8) == ["about", "5 %"])
    }

    @Test func `a long word is cut only with an ellipsis`() {
        #expect(WrappedText.lines("a 0123456789", columns: 6) == ["a", "0123456789"])
        #expect(WrappedText.lines("a 0123456789", columns: 6, ellipsis: "…") == ["a", "01234…"])
    }

    @Test func `wide characters take two columns`() {
        #expect(WrappedText.lines("価格 価格", columns: 8) == ["価格", "価格"])
        #expect(TextWidth.padded(right: "価", to: 4) == "価  ")
        #expect(TextWidth.padded(left: "価", to: 4) == "  価")
        #expect(TextWidth.cut("価格価格", to: 6, ellipsis: "…") == "価格…")
        #expect(TextWidth.cut("abc", to: 3, ellipsis: "…") == "abc")
    }
}

@Suite("ASCII text") struct ASCIITextTests {
    @Test func `known signs keep their meaning`() {
        #expect(ASCIIText.of("BTCUSDT · long") == "BTCUSDT | long")
        #expect(ASCIIText.of("value(P)·0.4 % − 50") == "value(P)*0.4 % - 50")
        #expect(ASCIIText.of("1.5 ≤ x → Ⓢ …") == "1.5 <= x -> S ...")
        #expect(ASCIIText.of("für") == "f?r")
        #expect(ASCIIText.of("plain") == "plain")
    }
}

@Suite("Escaped text") struct EscapedTextTests {
    @Test func `what could drive a terminal is shown`() {
        #expect("a\u{1B}[2J\tb\nc\u{9B}".escapingControls() == "a\\x1b[2J\tb\nc\\x9b")
        #expect(Echo.quoted("a\u{1B}\u{202E}".utf8) == "'a\\u{1b}\\u{202e}'")
        #expect(QuotedText.quoted("a\"\u{1B}1\n") == "\"a\\\"\\0271\\n\"")
    }

    @Test func `a long value is cut in a message`() {
        #expect(Echo.plain(String(repeating: "x", count: 50).utf8) == String(repeating: "x", count: 40) + "…")
    }

    @Test(arguments: [("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("", "")])
    func `a field is quoted where it has to be`(text: String, field: String) {
        #expect(CSVField.quoted(text) == field)
    }
}

@Suite("Spelling") struct SpellingTests {
    @Test(
        arguments: [
            ("leverge", "leverage"), ("entry", "entry"), ("fuding", "funding"), ("xyz", nil), ("ab", nil),
            ("", nil),
        ] as [(String, String?)])
    func `the nearest word within two edits is found`(word: String, nearest: String?) {
        #expect(Spelling.nearest(to: word, in: ["funding", "leverage", "entry", "cd"]) == nearest)
    }

    @Test func `of two words that are as near the first by bytes is taken`() {
        #expect(Spelling.nearest(to: "cat", in: ["hat", "bat"]) == "bat")
    }

    @Test func `very long words are not compared`() {
        let long = String(repeating: "x", count: 65)
        #expect(Spelling.nearest(to: long, in: [long]) == nil)
    }
}

@Suite("System clock") struct SystemClockTests {
    @Test func `a monotonic clock never goes back`() {
        let first = SystemClock.monotonic.nanoseconds
        #expect(SystemClock.monotonic.nanoseconds >= first)
        #expect(SystemClock.processor.seconds > 0)
    }
}
