import PlainText

/// Why market data could not be read.
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

    /// For programs.
    package let code: Code
    /// The file, or `archive/member`, with control characters escaped.
    package let file: String
    /// The line of the first problem, counted from 1; `nil` where lines do not help.
    package let line: Int?
    /// For people: the column, the rule and the value found, then how many more rows are bad.
    package let message: String
    /// What to do about it, where something helps.
    package let hint: String?

    init(_ code: Code, file: String, line: Int? = nil, _ message: String, hint: String? = nil) {
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
