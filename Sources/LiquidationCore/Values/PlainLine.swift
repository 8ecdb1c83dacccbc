/// One line of text that is safe to show and to write, wherever it came from.
///
/// Texts of plugins, data files and parts reach every output: a line feed in one could forge the rows of a table, a
/// control character could drive the terminal, a mark of direction could turn a line round. Such characters are written
/// as `\u{a}` when a line is made, so that nothing that writes lines has to think of it.
public struct PlainLine: Hashable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
    /// The line.
    public let text: String

    /// The line of a text of any origin; a text that is plain stays as it is.
    /// - Complexity: O(length).
    public init(_ text: String) {
        self.text =
            text.unicodeScalars.allSatisfy(\.isPlain)
            ? text
            : text.unicodeScalars.reduce(into: "") { line, scalar in
                if scalar.isPlain {
                    line.unicodeScalars.append(scalar)
                } else {
                    line += "\\u{\(String(scalar.value, radix: 16))}"
                }
            }
    }

    /// The line of a literal, and of what is put into one.
    public init(stringLiteral text: String) { self.init(text) }

    /// The line.
    public var description: String { text }
}

extension Unicode.Scalar {
    /// Whether it shows as itself: no control, no line end, no mark of direction or format.
    public var isPlain: Bool {
        if isASCII { return (0x20..<0x7F).contains(value) }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            false
        default: true
        }
    }
}
