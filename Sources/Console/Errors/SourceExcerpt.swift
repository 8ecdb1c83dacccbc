import PlainText

/// A line of a source text, with what is wrong in it marked.
package struct SourceExcerpt: Hashable, Sendable {
    /// The chunk's name: a path, `stdin`.
    package let chunk: String
    /// From 1.
    package let line: Int
    /// The line as it is.
    package let text: String
    /// The characters that are marked, from 0; `nil` where it is not clear which. May lie after the last one.
    package let marked: Range<Int>?

    /// The excerpt as it is shown, without a line feed at its end.
    ///
    /// Tabs and what could drive a terminal are made visible; a line that is too long is cut around what is marked.
    /// - Parameters:
    ///   - label: what stands before the line.
    ///   - columns: the width that all has, the label included.
    /// - Returns: a line, or two with the marks below.
    package func lines(label: String, columns: Int) -> String {
        let cells = self.cells
        let start = marked?.lowerBound ?? 0
        let end = min(marked?.upperBound ?? 0, cells.count)
        let room = max(20, columns - TextWidth.of(label) - 5)
        // A mark after the last character takes one more column.
        let behind = (marked?.upperBound ?? 0) > cells.count ? 1 : 0
        let window = Self.window(
            cells.map(\.width), around: min(start, cells.count)..<max(end, min(start, cells.count)),
            room - behind)
        let (left, right) = (window.lowerBound > 0 ? "…" : "", window.upperBound < cells.count ? "…" : "")
        var text = "  \(label) | \(left)" + cells[window].map(\.text).joined() + right
        while text.last == " " { text.removeLast() }
        guard marked != nil else { return text }
        let before =
            TextWidth.of(left)
            + cells[window.lowerBound..<min(start, window.upperBound)].reduce(0) { $0 + $1.width }
        let visible = start < end ? cells[max(start, window.lowerBound)..<min(end, window.upperBound)] : []
        let width = max(1, visible.reduce(0) { $0 + $1.width })
        let margin = String(repeating: " ", count: TextWidth.of(label) + 2)
        return text + "\n\(margin) | " + String(repeating: " ", count: before)
            + String(repeating: "^", count: width)
    }

    /// The characters as they are shown, and how many columns each takes.
    private var cells: [(text: String, width: Int)] {
        var column = 0
        return text.map { character in
            let shown = Self.shown(character, at: column)
            let width = TextWidth.of(shown)
            column += width
            return (shown, width)
        }
    }

    private static func shown(_ character: Character, at column: Int) -> String {
        if character == "\t" { return String(repeating: " ", count: 4 - column % 4) }
        let steers = character.unicodeScalars.contains { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: true
            // What joins the parts of one picture stays; what turns text round is shown.
            case .format: scalar != "\u{200D}" && !(0xE0020...0xE007F).contains(scalar.value)
            default: false
            }
        }
        guard steers else { return String(character) }
        return character.unicodeScalars.map(\.escaped).joined()
    }

    /// The cells that are shown: all, or as many as there is room for around what is marked.
    private static func window(_ widths: [Int], around marked: Range<Int>, _ room: Int) -> Range<Int> {
        guard widths.reduce(0, +) > room else { return 0..<widths.count }
        var (low, high) = (marked.lowerBound, marked.lowerBound)
        var used = 2
        func take(_ index: Int) -> Bool {
            guard widths.indices.contains(index), used + widths[index] <= room else { return false }
            used += widths[index]
            return true
        }
        while high < marked.upperBound, take(high) { high += 1 }
        // A third of what is left stands before it.
        let before = used + (room - used) / 3
        while used < before, low > 0, take(low - 1) { low -= 1 }
        while high < widths.count, take(high) { high += 1 }
        while low > 0, take(low - 1) { low -= 1 }
        return low..<high
    }
}
