import PlainText

/// The completions under an entry, one of which is chosen.
struct CompletionMenu: Hashable {
    let completions: Completions
    /// `nil` before the first step into the menu.
    private(set) var selected: Int?

    private static let height = 8

    init(_ completions: Completions) { self.completions = completions }

    /// Goes on to the next one or back, round and round.
    mutating func step(_ by: Int) {
        let count = completions.items.count
        selected = selected.map { ($0 + by + count) % count } ?? (by > 0 ? 0 : count - 1)
    }

    /// The one that is chosen, or the first.
    var choice: Completion { completions.items[selected ?? 0] }

    /// A row for each of those around the one that is chosen: name, kind, help.
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
                // The name first: what it is stands back.
                guard isColored, cut.count > name + 1 else { return cut }
                return cut.prefix(name + 1) + Ink.paint(cut.dropFirst(name + 1), Ink.quiet)
            }
            return isColored ? "\u{1B}[7m\(cut)\u{1B}[0m" : ">" + cut.dropFirst()
        }
        if items.count > shown.count { rows.append(" \(shown.upperBound) of \(items.count)") }
        return rows
    }

    /// A text in so many columns: cut, or with blanks after it.
    static func fit(_ text: String, _ columns: Int) -> String {
        let line = text.replacing("\n", with: "")
        return TextWidth.padded(right: TextWidth.prefix(line, columns: columns), to: columns)
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
