import PlainText
import TestSupport
import Testing

@testable import Console

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
