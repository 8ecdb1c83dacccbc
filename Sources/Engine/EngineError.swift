import PlainText

/// Why the host could not do what a script, a plugin or a command asked for.
public struct EngineError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added, so switch with a `default`.
    public struct Code: Hashable, Sendable {
        private enum Storage: Hashable {
            case usage, script, pluginInvalid, pluginMissing, limit, interrupted, inputMissing, cannotCreate
            case badInput, refused
        }
        private let storage: Storage
        private init(_ storage: Storage) { self.storage = storage }

        /// An argument or option is wrong.
        public static var usage: Code { Code(.usage) }
        /// A script failed by its own error.
        public static var script: Code { Code(.script) }
        /// A plugin does not load, fails, or gives a result that breaks its contract.
        public static var pluginInvalid: Code { Code(.pluginInvalid) }
        /// No plugin has the id that was asked for.
        public static var pluginMissing: Code { Code(.pluginMissing) }
        /// Time, memory or instructions ran out.
        public static var limit: Code { Code(.limit) }
        /// Ctrl-C.
        public static var interrupted: Code { Code(.interrupted) }
        /// A file that was named is not there or cannot be read.
        public static var inputMissing: Code { Code(.inputMissing) }
        /// A file that was given breaks a rule.
        public static var badInput: Code { Code(.badInput) }
        /// It could be done, but would overwrite a file or run what is not trusted.
        public static var refused: Code { Code(.refused) }
        /// An output file cannot be written.
        public static var cannotCreate: Code { Code(.cannotCreate) }
    }

    /// For programs.
    public let code: Code
    /// For people: what, where, the rule, the value found.
    public let message: String
    /// What to do about it, where something helps.
    public let hint: String?
    /// Where in a plugin's source it happened, where that is known.
    package let place: SourcePlace?
    /// The part of the caller's line that is wrong; `nil` if it is the whole call.
    package let subject: ErrorSubject?

    /// An error by its fields; what would drive a terminal or fill it is made visible and cut.
    package init(
        _ code: Code, _ message: String, hint: String? = nil, place: SourcePlace? = nil,
        subject: ErrorSubject? = nil
    ) {
        self.code = code
        self.place = place
        self.subject = subject
        self.message = Self.shown(message)
        self.hint = hint.map(Self.shown)
    }

    /// The same error with the part of the line that it is about, unless it names one.
    func about(_ subject: ErrorSubject) -> EngineError {
        EngineError(code, message, hint: hint, place: place, subject: self.subject ?? subject)
    }

    private static func shown(_ text: String) -> String { text.cut(toBytes: 4096).escapingControls() }

    /// The message, then the hint.
    public var description: String { hint.map { "\(message) (\($0))" } ?? message }
}

/// The part of a script's line that an error is about, which a console underlines.
package enum ErrorSubject: Hashable, Sendable {
    /// A value as it was written; where it is no text or is not found, the argument that it was given for.
    case value(String?, of: String? = nil)
    /// The name of an argument, option or parameter.
    case name(String)
    /// A field or method that a value does not have.
    case member(String)
    /// An argument by its place, from 1, and the function.
    case argument(Int, of: String)
    /// The index in brackets after a value.
    case index
    /// The call as a whole.
    case call
}

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
