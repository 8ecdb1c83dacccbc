/// A screen of earlier entries, narrowed down by the letters that are typed.
struct HistorySearch {
    private let history: EntryHistory
    private let terminal: any EditorTerminal
    private var letters = ""
    private var selected = 0

    init(_ history: EntryHistory, _ terminal: any EditorTerminal) {
        (self.history, self.terminal) = (history, terminal)
    }

    /// Runs until an entry is chosen, or none.
    mutating func run(_ nextKey: () -> Key?) -> String? {
        terminal.write("\u{1B}[?1049h")
        defer { terminal.write("\u{1B}[?1049l") }
        while true {
            let found = history.matches(letters)
            selected = max(0, min(selected, found.count - 1))
            draw(found)
            guard let key = nextKey() else { return nil }
            switch key {
            case Key(.enter), Key(.tab), Key(.right): return found.isEmpty ? nil : found[selected].text
            case Key(.escape), .control("c"), .control("g"), .control("d"): return nil
            case Key(.up), .control("p"), .control("r"): selected += 1
            case Key(.down), .control("n"), .control("s"): selected -= 1
            case Key(.pageUp): selected += 10
            case Key(.pageDown): selected -= 10
            case Key(.backspace): letters = String(letters.dropLast())
            case .control("u"), .control("w"): letters = ""
            default:
                guard case .character(let character) = key.code, key.modifiers.isEmpty else { continue }
                letters.append(character)
                selected = 0
            }
        }
    }

    /// The best at the bottom, next to what is typed; the text of the chosen one above it all, as far as it goes.
    private func draw(_ found: [EntryHistory.Entry]) {
        let (columns, rows) = terminal.size
        let chosen = found.isEmpty ? [] : found[selected].text.split(separator: "\n").prefix(rows / 3)
        let room = max(1, rows - 3 - chosen.count)
        let first = max(0, selected - room + 1)
        var lines = found.dropFirst(first).prefix(room).enumerated().map { place, entry in
            let text = entry.text.replacing("\n", with: " ⏎ ")
            let line = CompletionMenu.fit((entry.failed ? "✗ " : "  ") + text, columns - 1)
            return first + place == selected ? "\u{1B}[7m\(line)\u{1B}[0m" : line
        }
        lines += Array(repeating: "", count: max(0, room - lines.count))
        let preview = chosen.map { "\u{1B}[90m\(CompletionMenu.fit(String($0), columns - 1))\u{1B}[0m" }
        let rule = "\(found.count) entries; Enter takes one, Esc none, ↑ older"
        let screen =
            preview + lines.reversed() + [CompletionMenu.fit(rule, columns - 1), "search: \(letters)"]
        terminal.write("\u{1B}[H\u{1B}[2J" + screen.joined(separator: "\r\n"))
    }
}
