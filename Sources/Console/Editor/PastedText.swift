/// A text of several lines that was pasted or piped in: code, or a session that was copied with its prompts.
struct PastedText {
    /// Its entries, in order.
    private(set) var entries: [String] = []
    /// Whether the last entry stands without a line feed: it may not be finished.
    let isOpen: Bool

    /// A text.
    ///
    /// Of a session, which begins with a prompt, lines with prompts were typed, and the others, which are output, are left
    /// out; each first prompt begins an entry. Other lines make entries as if they were typed: an entry ends where its code is
    /// complete, unless the next line is set in and goes on with it.
    init(_ text: String, isComplete: (String) -> Bool) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        isOpen = !text.hasSuffix("\n")
        guard let first = lines.first, Self.typed(first) != nil else {
            take(lines, isComplete)
            return
        }
        for line in lines {
            guard let (code, begins) = Self.typed(line) else { continue }
            if begins || entries.isEmpty {
                entries.append(String(code))
            } else {
                entries[entries.count - 1] += "\n" + code
            }
        }
        entries.removeAll { $0.allSatisfy(\.isWhitespace) }
    }

    /// What was typed behind a prompt, and whether the prompt begins an entry; `nil` without one.
    static func typed(_ line: Substring) -> (code: Substring, begins: Bool)? {
        for (prompt, begins) in [("liq>", true), ("...>", false), (">>", false), (">", true)] {
            if line == prompt { return ("", begins) }
            if line.hasPrefix(prompt + " ") { return (line.dropFirst(prompt.count + 1), begins) }
        }
        return nil
    }

    private mutating func take(_ lines: [Substring], _ isComplete: (String) -> Bool) {
        var entry = ""
        for (index, line) in lines.enumerated() {
            if entry.isEmpty, line.allSatisfy(\.isWhitespace) { continue }
            entry += entry.isEmpty ? String(line) : "\n" + line
            let next = index + 1 < lines.count ? lines[index + 1] : ""
            if !Self.goesOn(next), isComplete(entry) {
                entries.append(entry)
                entry = ""
            }
        }
        if !entry.isEmpty { entries.append(entry) }
    }

    /// Whether a line is set in and begins with what only stands in the middle of an expression.
    private static func goesOn(_ line: Substring) -> Bool {
        let code = line.drop { $0 == " " || $0 == "\t" }
        guard code.startIndex != line.startIndex, let first = code.first else { return false }
        return ":.+*/%^,)}]<>=~".contains(first) || code.hasPrefix("and ") || code.hasPrefix("or ")
    }
}
