package import Engine
import Plugins
import Scripting

/// An error with everything that helps to mend it.
package struct ErrorReport: Sendable {
    /// A call that led to it.
    package struct Call: Hashable, Sendable {
        /// As Lua names it: `function 'f'`, `method 'run'`, `function <stdin:3>`.
        package let function: String
        /// Where it was called.
        package let chunk: String
        /// From 1.
        package let line: Int
    }

    /// What went wrong, with its place in front where it has one.
    package let message: String
    /// Where it happened: in a plugin's file, else in the script.
    package let place: SourcePlace?
    /// The line, where its text is known.
    package let excerpt: SourceExcerpt?
    /// Whether the excerpt is of another text than the place in front of the message.
    package let isElsewhere: Bool
    /// What to do about it, where something helps.
    package let hint: String?
    /// The calls that led there, innermost first.
    package let calls: [Call]
    /// How many more there were.
    package let omittedCalls: Int

    /// How many calls are shown.
    private static let shownCalls = 3

    /// The report as people read it.
    ///
    /// - Parameter columns: width of the lines of source.
    /// - Returns: several lines, without a line feed at the end.
    package func text(columns: Int = 100) -> String {
        var lines = [message]
        if let excerpt {
            // The message has the whole path.
            let file = excerpt.chunk.split(separator: "/").last.map(String.init) ?? excerpt.chunk
            let label = isElsewhere ? "\(file):\(excerpt.line)" : "\(excerpt.line)"
            lines.append(excerpt.lines(label: label, columns: columns))
        }
        // A hint that the message ends with is not told again.
        if let hint, !message.contains(hint) { lines.append("  \(hint)") }
        var shown = calls.prefix(Self.shownCalls).map {
            "  in \($0.function) (called at \($0.chunk):\($0.line))"
        }
        let rest = calls.count - shown.count + omittedCalls
        if rest > 0, let last = shown.popLast() {
            shown.append("\(last), \(rest) more \(rest == 1 ? "call" : "calls")")
        }
        return (lines + shown).joined(separator: "\n")
    }
}
