/// A line of a source text, and what was said of it.
package struct SourcePlace: Hashable, Sendable {
    /// The chunk's name: a path, `stdin`.
    package let chunk: String
    /// From 1.
    package let line: Int
    /// What went wrong in this line; empty where it is only the function that it began in.
    package let message: String
    /// Whether the text does not parse there.
    package let isSyntax: Bool
    /// The host function that it came out of, as Lua names it: `global 'error'`; `nil` where it was the script's own.
    package let host: String?
    /// The part of the line that is wrong, where that is known.
    package let subject: ErrorSubject?

    /// A place by its parts.
    package init(
        chunk: String, line: Int, message: String = "", isSyntax: Bool = false, host: String? = nil,
        subject: ErrorSubject? = nil
    ) {
        (self.chunk, self.line, self.message) = (chunk, line, message)
        (self.isSyntax, self.host, self.subject) = (isSyntax, host, subject)
    }
}
