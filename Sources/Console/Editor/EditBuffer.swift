/// A text of one or more lines with a cursor.
///
/// Positions count characters as people see them; the cursor stands before the character at its position.
struct EditBuffer: Hashable, Sendable {
    private(set) var text: [Character] = []
    private(set) var cursor = 0

    init(_ text: String = "") {
        self.text = Array(text)
        cursor = self.text.count
    }

    var string: String { String(text) }
    var isEmpty: Bool { text.isEmpty }
    var isAtEnd: Bool { cursor == text.count }
    var before: String { String(text[..<cursor]) }

    mutating func move(to position: Int) { cursor = max(0, min(text.count, position)) }

    /// Puts a text at the cursor, which stands behind it then.
    mutating func insert(_ string: String) {
        // A mark joins the character before it, so that the characters around are made anew.
        let start = max(0, cursor - 1)
        let joined = Array(String(text[start..<cursor]) + string)
        text.replaceSubrange(start..<cursor, with: joined)
        cursor = start + joined.count
    }

    /// Takes a range out; the cursor moves to where it was.
    ///
    /// - Returns: what it held.
    @discardableResult
    mutating func remove(_ range: Range<Int>) -> String {
        let range = range.clamped(to: 0..<text.count)
        let removed = String(text[range])
        text.removeSubrange(range)
        cursor = range.lowerBound
        return removed
    }

    /// Puts a text in place of a range; the cursor stands behind it.
    mutating func replace(_ range: Range<Int>, with string: String) {
        remove(range)
        insert(string)
    }

    // MARK: Lines

    /// The first position of the line that holds one.
    func lineStart(_ position: Int) -> Int {
        (text[..<position].lastIndex(of: "\n") ?? -1) + 1
    }

    /// The position of the line feed that ends a line, or the end of the text.
    func lineEnd(_ position: Int) -> Int { text[position...].firstIndex(of: "\n") ?? text.count }

    var isOnFirstLine: Bool { lineStart(cursor) == 0 }
    var isOnLastLine: Bool { lineEnd(cursor) == text.count }

    /// Moves to the same column of another line, or to its end where it is shorter.
    mutating func moveLines(_ count: Int) {
        let column = cursor - lineStart(cursor)
        var start = lineStart(cursor)
        for _ in 0..<abs(count) {
            if count < 0 {
                guard start > 0 else { break }
                start = lineStart(start - 1)
            } else {
                let end = lineEnd(start)
                guard end < text.count else { break }
                start = end + 1
            }
        }
        cursor = min(start + column, lineEnd(start))
    }

    /// The blanks that a line begins with, up to a position.
    func indentation(_ position: Int) -> String {
        String(text[lineStart(position)..<position].prefix { $0 == " " || $0 == "\t" })
    }

    // MARK: Words

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_"
    }

    /// Where the word before a position begins.
    func wordStart(_ position: Int) -> Int {
        var place = position
        while place > 0, !Self.isWord(text[place - 1]) { place -= 1 }
        while place > 0, Self.isWord(text[place - 1]) { place -= 1 }
        return place
    }

    /// Where the word after a position ends.
    func wordEnd(_ position: Int) -> Int {
        var place = position
        while place < text.count, !Self.isWord(text[place]) { place += 1 }
        while place < text.count, Self.isWord(text[place]) { place += 1 }
        return place
    }

    /// Where what stands between blanks before a position begins.
    func blankStart(_ position: Int) -> Int {
        var place = position
        while place > 0, text[place - 1].isWhitespace { place -= 1 }
        while place > 0, !text[place - 1].isWhitespace { place -= 1 }
        return place
    }

    // MARK: Brackets

    private static let pairs: [Character: Character] = ["(": ")", "[": "]", "{": "}"]

    /// The two positions of the bracket at the cursor, or before it, and its partner.
    func matchingBrackets(skipping isSkipped: (Int) -> Bool) -> (Int, Int)? {
        for place in [cursor, cursor - 1] where text.indices.contains(place) && !isSkipped(place) {
            if let close = Self.pairs[text[place]], let other = partner(place, close, 1, isSkipped) {
                return (place, other)
            }
            if let open = Self.pairs.first(where: { $0.value == text[place] })?.key,
                let other = partner(place, open, -1, isSkipped)
            {
                return (place, other)
            }
        }
        return nil
    }

    private func partner(
        _ place: Int, _ wanted: Character, _ step: Int, _ isSkipped: (Int) -> Bool
    ) -> Int? {
        let own = text[place]
        var (depth, at) = (0, place)
        while text.indices.contains(at) {
            if !isSkipped(at) {
                if text[at] == own { depth += 1 }
                if text[at] == wanted { depth -= 1 }
                if depth == 0 { return at }
            }
            at += step
        }
        return nil
    }
}
