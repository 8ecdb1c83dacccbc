package import Charts
import Glibc

/// The terminal that output goes to, if it is one.
package enum Terminal {
    /// Whether a descriptor is a terminal.
    package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// How pictures are drawn on standard output: to the terminal's size where there is one, plain elsewhere.
    ///
    /// - Parameters:
    ///   - ascii: only ASCII characters; by default where the locale is not UTF-8.
    ///   - color: by default on terminals, unless `NO_COLOR` is set or `TERM` is `dumb`.
    ///   - columns: width; by default the terminal's, 100 in a pipe.
    /// - Returns: the style.
    package static func style(
        ascii: Bool? = nil, color: Bool? = nil, columns: Int? = nil
    ) -> TerminalStyle {
        let terminal = isTerminal(STDOUT_FILENO)
        let size = terminal ? size() : nil
        let width = columns ?? size?.columns ?? 100
        return TerminalStyle(
            columns: min(max(width, 60), 400), rows: columns == nil ? size?.rows : nil,
            unicode: !(ascii ?? !isUTF8), color: color ?? (terminal && isColorWanted),
            depth: terminal ? depth(term: variable("TERM"), colorTerm: variable("COLORTERM")) : .direct)
    }

    /// How many colours a terminal says it has; sixteen where it says nothing.
    package static func depth(term: String?, colorTerm: String?) -> ColorDepth {
        if let colorTerm, ["truecolor", "24bit"].contains(colorTerm) { return .direct }
        let term = term ?? ""
        return term.hasSuffix("-direct") ? .direct : term.contains("256color") ? .indexed : .ansi
    }

    /// Whether a terminal's locale has UTF-8. What goes elsewhere is UTF-8 whatever the locale, so that cron and a shell give the
    /// same bytes; `--ascii` is for places that need less.
    private static var isUTF8: Bool {
        guard isTerminal(STDOUT_FILENO) else { return true }
        for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
            guard let value = variable(name), !value.isEmpty else { continue }
            let upper = value.uppercased()
            return upper.contains("UTF-8") || upper.contains("UTF8")
        }
        return false
    }

    /// Whether keys can be read one by one and the line redrawn: not on a dumb terminal, nor where
    /// `LIQ_EDITOR` is `off`.
    static var canEdit: Bool {
        isTerminal(STDOUT_FILENO) && variable("TERM") != "dumb" && (variable("TERM") ?? "") != ""
            && variable("LIQ_EDITOR") != "off"
    }

    private static var isColorWanted: Bool {
        (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
    }

    /// Columns and rows of standard output; `nil` where it is no terminal.
    static func size() -> (columns: Int, rows: Int)? {
        var window = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0 else { return nil }
        return (Int(window.ws_col), Int(window.ws_row))
    }

    private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
}

/// The console's own colours: few, and never the only sign of anything.
enum Ink {
    static let quiet = "\u{1B}[90m", bold = "\u{1B}[1m", error = "\u{1B}[31m", name = "\u{1B}[36m"
    private static let end = "\u{1B}[0m"

    static func paint(_ text: some StringProtocol, _ ink: String) -> String { ink + text + end }

    /// Help: its subjects in bold, commands and calls in colour.
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
