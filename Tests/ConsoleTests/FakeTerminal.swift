import TestSupport

@testable import Console

/// A terminal whose keys are known and whose screen can be looked at.
final class FakeTerminal: EditorTerminal {
    var size: (columns: Int, rows: Int)
    private var input: [[UInt8]]
    private(set) var screen: Screen
    private(set) var isRaw = false
    private(set) var suspensions = 0
    /// All that was written, for its colours.
    private(set) var output = ""
    /// The screen before each batch of keys.
    private(set) var screens: [[String]] = []

    /// Each text of `keys` arrives at once.
    init(_ keys: [String], columns: Int = 80, rows: Int = 24) {
        size = (columns, rows)
        screen = Screen(columns: columns, rows: rows)
        input = keys.map { Array($0.utf8) }
    }

    func begin() { isRaw = true }
    func end() { isRaw = false }
    func suspend() { suspensions += 1 }

    func write(_ text: String) {
        output += text
        screen.write(text)
    }

    func read(milliseconds: Int32) -> [UInt8]? {
        // A pause between what arrives: an escape that stands alone is one.
        if milliseconds < 100 { return [] }
        screens.append(screen.lines)
        return input.isEmpty ? nil : input.removeFirst()
    }
}

/// A language in which an entry is complete when its brackets are.
struct BracketLanguage: EditorHelper {
    var words: [Completion] = []

    func isComplete(_ entry: String) -> Bool {
        entry.count { "({".contains($0) } <= entry.count { ")}".contains($0) } && !entry.hasSuffix(" do")
    }

    func completions(in text: [Character], at cursor: Int) -> Completions? {
        let start = text[..<cursor].lastIndex { !$0.isLetter }.map { $0 + 1 } ?? 0
        let typed = String(text[start..<cursor])
        let found = words.filter { $0.text.hasPrefix(typed) }
        return found.isEmpty ? nil : Completions(range: start..<cursor, items: found)
    }

    func signature(in text: [Character], at cursor: Int) -> String? {
        text.contains("{") && !text.contains("}") ? "map{leverage} → map" : nil
    }
}
