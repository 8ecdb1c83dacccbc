/// Sentences broken into lines between words.
package enum WrappedText {
    /// The lines of a text.
    ///
    /// A `%` stays with its number. A word that is longer than a line gets a line to itself, and is cut where there
    /// is an ellipsis to show that.
    /// - Parameters:
    ///   - text: blanks between its words count as one.
    ///   - columns: what a line may take, its indent included.
    ///   - lead: what stands before the first word, such as a label with its blanks.
    ///   - indent: blanks before each line but the first.
    ///   - ellipsis: ends a word that is cut; `nil` where none may be.
    /// - Returns: none where there are no words.
    package static func lines(
        _ text: some StringProtocol, columns: Int, lead: String = "", indent: Int = 0, ellipsis: String? = nil
    ) -> [String] {
        var words: [String] = []
        for word in text.split(separator: " ") {
            if word.hasPrefix("%"), let last = words.popLast() {
                words.append("\(last) \(word)")
            } else {
                words.append(String(word))
            }
        }
        var lines: [String] = []
        var width = 0
        for word in words {
            let word = ellipsis.map { TextWidth.cut(word, to: columns, ellipsis: $0) } ?? word
            let needed = TextWidth.of(word)
            if !lines.isEmpty, width + 1 + needed <= columns {
                lines[lines.count - 1] += " " + word
                width += 1 + needed
            } else {
                let start = lines.isEmpty ? lead : String(repeating: " ", count: indent)
                lines.append(start + word)
                width = TextWidth.of(start) + needed
            }
        }
        return lines
    }
}
