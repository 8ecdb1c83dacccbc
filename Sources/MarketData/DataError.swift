import PlainText

/// The reason why market data could not be read.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added, so switch with a `default`.
    public struct Code: Hashable, Sendable {
        private enum Storage: Hashable { case inputMissing, badInput, limit, io, interrupted }
        private let storage: Storage
        private init(_ storage: Storage) { self.storage = storage }

        /// There is no such file or folder.
        public static var inputMissing: Code { Code(.inputMissing) }
        /// The file breaks a rule of its format.
        public static var badInput: Code { Code(.badInput) }
        /// The file is larger, longer or deeper than ``Limits`` allow.
        public static var limit: Code { Code(.limit) }
        /// Whoever asked for the data no longer wants it.
        public static var interrupted: Code { Code(.interrupted) }
        /// The system could not read the file.
        public static var io: Code { Code(.io) }
    }

    /// The kind of failure, for programs.
    public let code: Code
    /// The file, or `archive/member`, with control characters escaped.
    public let file: String
    /// The line of the first problem, counted from 1; `nil` where lines do not help.
    public let line: Int?
    /// A text for people: the column, the rule and the value found, then how many more rows are bad.
    public let message: String
    /// Advice, where something helps.
    public let hint: String?

    package init(_ code: Code, file: String, line: Int? = nil, _ message: String, hint: String? = nil) {
        self.code = code
        self.file = Echo.name(file)
        // What a file holds may be part of what is wrong with it.
        (self.line, self.message) = (line, message.escapingControls())
        self.hint = hint?.escapingControls()
    }

    /// `file:line: message (hint)`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return hint.map { "\(place): \(message) (\($0))" } ?? "\(place): \(message)"
    }
}
