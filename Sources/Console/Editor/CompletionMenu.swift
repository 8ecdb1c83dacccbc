import PlainText

/// A text that could be typed at the cursor.
struct Completion: Hashable, Sendable {
    /// The text to insert.
    var text: String
    /// What it is: `function`, `option`, `file`, …
    var kind: String
    /// A line of help.
    var help: String = ""
}

/// Completions of one place.
struct Completions: Hashable, Sendable {
    /// The range that they replace.
    var range: Range<Int>
    var items: [Completion]

    /// The beginning that all of them share.
    var common: String {
        guard var common = items.first?.text else { return "" }
        for item in items { common = common.commonPrefix(with: item.text) }
        return common
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}

/// What an editor asks about the language that is typed.
protocol EditorHelper {
    /// Whether an entry is complete; otherwise Enter begins a new line.
    func isComplete(_ entry: String) -> Bool
    /// The completions at a position; `nil` where there are none.
    func completions(in text: [Character], at cursor: Int) -> Completions?
    /// A line of help about the call around the cursor; `nil` outside of known calls.
    func signature(in text: [Character], at cursor: Int) -> String?
}

/// How well typed letters match a text, in order: better the more of them are together or begin words.
enum FuzzyMatch {
    /// - Returns: higher is better; `nil` where a letter is missing.
    static func score(_ letters: String, in text: String) -> Int? {
        let wanted = Array(letters.lowercased())
        guard !wanted.isEmpty else { return 0 }
        var (score, next, last, previous) = (0, 0, -2, Character(" "))
        for (place, character) in text.enumerated() {
            defer { previous = character }
            guard next < wanted.count, String(character).lowercased() == String(wanted[next]) else {
                continue
            }
            score += place == last + 1 ? 4 : 1
            if !(previous.isLetter || previous.isNumber) { score += 3 }
            (next, last) = (next + 1, place)
        }
        return next == wanted.count ? score * 100 - min(text.count, 99) : nil
    }
}

/// The completions under an entry, one of which is chosen.
struct CompletionMenu: Hashable {
    let completions: Completions
    /// `nil` before the first step into the menu.
    private(set) var selected: Int?

    private static let height = 8

    init(_ completions: Completions) { self.completions = completions }

    /// Goes to the next one or back, and from the last to the first.
    mutating func step(_ by: Int) {
        let count = completions.items.count
        selected = selected.map { ($0 + by + count) % count } ?? (by > 0 ? 0 : count - 1)
    }

    /// The chosen one, or the first.
    var choice: Completion { completions.items[selected ?? 0] }

    /// A row for each of the completions around the chosen one: name, kind, help.
    func rows(columns: Int, isColored: Bool) -> [String] {
        let items = completions.items
        let first = max(0, min((selected ?? 0) - Self.height / 2, items.count - Self.height))
        let shown = first..<min(items.count, first + Self.height)
        let name = min(40, items[shown].map { TextWidth.of($0.text) }.max() ?? 0)
        let kind = items[shown].map { TextWidth.of($0.kind) }.max() ?? 0
        var rows = shown.map { place in
            let item = items[place]
            let line = " " + Self.fit(item.text, name) + "  " + Self.fit(item.kind, kind) + "  " + item.help
            let cut = Self.fit(line, columns - 1).trimmingEnd
            guard place == selected else {
                // The name is bright, its kind and help are dim.
                guard isColored, cut.count > name + 1 else { return cut }
                return cut.prefix(name + 1) + Ink.paint(cut.dropFirst(name + 1), Ink.quiet)
            }
            return isColored ? "\u{1B}[7m\(cut)\u{1B}[0m" : ">" + cut.dropFirst()
        }
        if items.count > shown.count { rows.append(" \(shown.upperBound) of \(items.count)") }
        return rows
    }

    /// A text in so many columns: cut, which a mark at its end says, or with blanks after it.
    static func fit(_ text: String, _ columns: Int) -> String {
        let line = text.replacing("\n", with: "")
        guard TextWidth.of(line) > columns, columns > 1 else {
            return TextWidth.padded(right: TextWidth.prefix(line, columns: columns), to: columns)
        }
        return TextWidth.padded(right: TextWidth.prefix(line, columns: columns - 1), to: columns - 1) + "…"
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

/// Tab.
extension LineEditor {
    /// Inserts the beginning that all completions share; shows them where there is none.
    func complete() {
        let start = buffer.lineStart(buffer.cursor)
        if buffer.text[start..<buffer.cursor].allSatisfy(\.isWhitespace), buffer.text.contains("\n") {
            undo.note(buffer)
            return buffer.insert("  ")
        }
        guard let found = helper.completions(in: buffer.text, at: buffer.cursor), !found.items.isEmpty else {
            return
        }
        let typed = String(buffer.text[found.range])
        if found.items.count == 1 || found.common.count > typed.count && found.common.hasPrefix(typed) {
            undo.note(buffer)
            buffer.replace(found.range, with: found.items.count == 1 ? found.items[0].text : found.common)
            return
        }
        menu = CompletionMenu(found)
    }

    /// Keys while the menu is open.
    ///
    /// - Returns: not `nil` where the key was taken.
    func takeInMenu(_ key: Key) -> Line?? {
        guard var open = menu else { return nil }
        switch key {
        case Key(.tab), Key(.down), .control("n"): open.step(1)
        case Key(.tab, .shift), Key(.up), .control("p"): open.step(-1)
        case Key(.escape), .control("g"):
            menu = nil
            return .some(nil)
        case Key(.enter), Key(.right):
            menu = nil
            guard open.selected != nil else { return nil }
            undo.note(buffer)
            buffer.replace(open.completions.range, with: open.choice.text)
            return .some(nil)
        default:
            menu = nil
            guard case .character = key.code, key.modifiers.isEmpty else { return nil }
            // Typing narrows down the menu.
            _ = take(key)
            if let found = helper.completions(in: buffer.text, at: buffer.cursor), found.items.count > 1 {
                menu = CompletionMenu(found)
            }
            return .some(nil)
        }
        menu = open
        return .some(nil)
    }
}
