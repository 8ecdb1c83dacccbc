/// Text as it was copied from somewhere.
enum PastedText {
    private static let prompts = ["liq> ", "...> ", "> ", ">> "]

    /// Without the prompts of a session that was copied: where the first line has one, lines with one are what was
    /// typed, and the others are what was answered.
    static func withoutPrompts(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        func typed(_ line: Substring) -> Substring? {
            prompts.first { line.hasPrefix($0) }.map { line.dropFirst($0.count) }
        }
        guard let first = lines.first, typed(first) != nil else { return text }
        return lines.compactMap(typed).joined(separator: "\n")
    }
}
