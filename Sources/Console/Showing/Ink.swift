/// The console's own colours: few, and never the only sign of anything.
enum Ink {
    static let quiet = "\u{1B}[90m", bold = "\u{1B}[1m", error = "\u{1B}[31m", name = "\u{1B}[36m"
    private static let end = "\u{1B}[0m"

    static func paint(_ text: some StringProtocol, _ ink: String) -> String { ink + text + end }

    /// Help: names of what is told of in bold, commands and calls in colour.
    static func help(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.hasPrefix("  :"), let end = line.firstRange(of: "  ", after: 3) {
                return "  " + paint(line[line.index(line.startIndex, offsetBy: 2)..<end], name) + line[end...]
            }
            guard let first = line.first, first != " " else { return String(line) }
            if let arrow = line.firstRange(of: " → ") {
                return paint(line[..<arrow.lowerBound], name) + line[arrow.lowerBound...]
            }
            if line.hasPrefix(":") { return paint(line, name) }
            guard let colon = line.firstIndex(of: ":"), !line[..<colon].contains(" ") else {
                return String(line)
            }
            return paint(line[..<colon], bold) + line[colon...]
        }.joined(separator: "\n")
    }

    /// An error: what went wrong, and the marks under the line, in red.
    static func error(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map { place, line in
            let isMark = line.contains("^") && line.allSatisfy { " |^".contains($0) }
            return place == 0 || isMark ? paint(line, error) : String(line)
        }.joined(separator: "\n")
    }
}

extension Substring {
    /// Where a text is first found behind so many characters.
    fileprivate func firstRange(of text: String, after count: Int) -> Index? {
        guard let start = index(startIndex, offsetBy: count, limitedBy: endIndex) else { return nil }
        return self[start...].firstRange(of: text)?.lowerBound
    }
}
