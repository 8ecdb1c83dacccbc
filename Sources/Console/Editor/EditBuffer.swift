/// A text of one or more lines with a cursor.
///
/// Positions count characters as people see them; the cursor is before the character at its position.
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

    /// Inserts a text at the cursor, which moves to its end.
    mutating func insert(_ string: String) {
        // A combining mark joins the character before it, so the characters around it are recomputed.
        let start = max(0, cursor - 1)
        let joined = Array(String(text[start..<cursor]) + string)
        text.replaceSubrange(start..<cursor, with: joined)
        cursor = start + joined.count
    }

    /// Removes a range; the cursor moves to where it was.
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

    /// Replaces a range by a text; the cursor moves to its end.
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

    /// Where the word between blanks before a position begins.
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

/// The earlier states of a buffer, for undo; a run of typing counts as one.
struct EditHistory {
    private var past: [EditBuffer] = []
    private var isTyping = false

    /// Remembers a state before it changes; `typing` is one more character of a run, which is undone in one step.
    mutating func note(_ buffer: EditBuffer, typing: Bool = false) {
        defer { isTyping = typing }
        if typing, isTyping { return }
        guard past.last != buffer else { return }
        past.append(buffer)
        if past.count > 500 { past.removeFirst() }
    }

    /// The state before the last change.
    mutating func undo(_ buffer: EditBuffer) -> EditBuffer? {
        isTyping = false
        while let last = past.popLast() {
            if last.text != buffer.text { return last }
        }
        return nil
    }

    mutating func removeAll() { (past, isTyping) = ([], false) }
}

/// What was cut, newest last.
struct KillRing {
    private var cuts: [String] = []
    private var place = 0

    /// Adds a cut; one that directly follows another joins it, before or after.
    mutating func add(_ text: String, joining: Bool, inFront: Bool) {
        guard !text.isEmpty else { return }
        if joining, let last = cuts.popLast() {
            cuts.append(inFront ? text + last : last + text)
        } else {
            cuts.append(text)
            if cuts.count > 60 { cuts.removeFirst() }
        }
        place = cuts.count - 1
    }

    /// The cut to insert.
    var current: String? { cuts.indices.contains(place) ? cuts[place] : nil }

    /// Goes to the one before, and from the first to the last.
    mutating func rotate() { if !cuts.isEmpty { place = (place + cuts.count - 1) % cuts.count } }
}
