import PlainText

/// The reason why market data could not be read.
package struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added, so switch with a `default`.
    package struct Code: Hashable, Sendable {
        private enum Storage: Hashable { case inputMissing, badInput, limit, io, interrupted }
        private let storage: Storage
        private init(_ storage: Storage) { self.storage = storage }

        /// There is no such file or folder.
        package static var inputMissing: Code { Code(.inputMissing) }
        /// The file breaks a rule of its format.
        package static var badInput: Code { Code(.badInput) }
        /// The file is larger, longer or deeper than ``Limits`` allow.
        package static var limit: Code { Code(.limit) }
        /// Whoever asked for the data no longer wants it.
        package static var interrupted: Code { Code(.interrupted) }
        /// The system could not read the file.
        package static var io: Code { Code(.io) }
    }

    /// The kind of failure, for programs.
    package let code: Code
    /// The file, or `archive/member`, with control characters escaped.
    package let file: String
    /// The line of the first problem, counted from 1; `nil` where lines do not help.
    package let line: Int?
    /// A text for people: the column, the rule and the value found, then how many more rows are bad.
    package let message: String
    /// Advice, where something helps.
    package let hint: String?

    package init(_ code: Code, file: String, line: Int? = nil, _ message: String, hint: String? = nil) {
        self.code = code
        self.file = Echo.name(file)
        (self.line, self.message, self.hint) = (line, message, hint)
    }

    /// `file:line: message (hint)`.
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return hint.map { "\(place): \(message) (\($0))" } ?? "\(place): \(message)"
    }
}

/// Text of unknown origin made fit for a message: control characters escaped, length bounded.
enum Echo {
    /// The longest value that a message repeats, in characters.
    static let width = 40

    /// A value in quotes.
    static func quoted(_ bytes: some Sequence<UInt8>) -> String { "'\(plain(bytes))'" }

    /// A value without quotes.
    static func plain(_ bytes: some Sequence<UInt8>) -> String {
        escaped(String(decoding: Array(bytes.prefix(width * 4 + 4)), as: UTF8.self), width)
    }

    /// A path or a member's name, kept long enough to find the file.
    static func name(_ text: String) -> String { escaped(text, 4096) }

    private static func escaped(_ text: String, _ width: Int) -> String {
        // Most names and values are plain, and Unicode's tables are slow.
        if text.utf8.count < width, text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var shown = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < width else { return shown + "…" }
            count += 1
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}
