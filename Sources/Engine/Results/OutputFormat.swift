package import Charts
import PlainText

/// A form in which results of a type are written: one row of the type's table.
package struct OutputFormat<Result>: Sendable {
    /// Its name, as `--format` takes it.
    package let name: String
    /// What names of such files end in, without the dot; `nil` where only the name chooses it.
    package let ending: String?
    /// Whether it is for people: such a text has all notes in it.
    package let isForPeople: Bool
    /// What it does with notional that is kept rung by rung.
    package let rungs: Rungs
    private let write: @Sendable (Result, TerminalStyle, String) throws -> [UInt8]
    /// Gives the table without comment lines; `nil` for what is no table.
    private let plain: (@Sendable (Result) throws -> PlainTable)?

    /// Whether it is a table that can be written without comment lines.
    package var hasPlainTable: Bool { plain != nil }

    /// What a format does with notional that is kept rung by rung.
    package enum Rungs: Sendable {
        /// It writes sums over the rungs.
        case summed
        /// It keeps the rungs if there are any.
        case kept
        /// It cannot do without.
        case needed
    }

    /// A format by its parts.
    ///
    /// - Parameters:
    ///   - name: as `--format` takes it.
    ///   - ending: what names of such files end in, without the dot.
    ///   - isForPeople: whether it is for people.
    ///   - rungs: what it does with notional by rung.
    ///   - plain: gives the table without comment lines.
    ///   - write: gives the bytes; is given the style of text and the name of the file, for messages.
    init(
        _ name: String, ending: String? = nil, isForPeople: Bool = false, rungs: Rungs = .summed,
        plain: (@Sendable (Result) throws -> PlainTable)? = nil,
        _ write: @escaping @Sendable (Result, TerminalStyle, String) throws -> [UInt8]
    ) {
        (self.name, self.ending, self.isForPeople) = (name, ending, isForPeople)
        (self.rungs, self.plain, self.write) = (rungs, plain, write)
    }

    /// A format that is text.
    static func text(
        _ name: String, ending: String, _ text: @escaping @Sendable (Result) throws -> String
    ) -> OutputFormat {
        OutputFormat(name, ending: ending) { result, _, _ in Array(try text(result).utf8) }
    }

    /// CSV, with its assumptions in comment lines or without.
    static func table(
        _ csv: @escaping @Sendable (Result) throws -> [UInt8],
        plain: @escaping @Sendable (Result) throws -> PlainTable
    ) -> OutputFormat { table("csv", csv, plain: plain) }

    /// CSV with other rows than the usual table, under its own name.
    static func table(
        _ name: String, _ csv: @escaping @Sendable (Result) throws -> [UInt8],
        plain: @escaping @Sendable (Result) throws -> PlainTable
    ) -> OutputFormat {
        OutputFormat(name, ending: name == "csv" ? name : nil, plain: plain) { result, _, _ in
            try csv(result)
        }
    }

    /// The text for people.
    static func picture(_ text: @escaping @Sendable (Result, TerminalStyle) throws -> String) -> OutputFormat
    {
        OutputFormat("text", ending: "txt", isForPeople: true) { result, style, _ in
            Array(try text(result, style).utf8)
        }
    }

    /// A result in this format.
    ///
    /// - Parameters:
    ///   - result: the result.
    ///   - style: how text for people is drawn; a page of 100 columns where `nil`.
    ///   - path: the file that it is for, named in errors.
    /// - Returns: what the file is to hold.
    /// - Throws: ``EngineError`` where the format cannot hold it.
    package func bytes(
        of result: Result, style: TerminalStyle? = nil, path: String = "standard output"
    ) throws -> [UInt8] {
        try write(result, style ?? .plain(columns: 100), path)
    }

    /// A result as a table without comment lines; `nil` where the format has none.
    package func plainTable(of result: Result) throws -> PlainTable? { try plain?(result) }
}

/// A result that can be written: its type has a table of formats, which the command line, scripts and documents read.
package protocol WritableResult {
    /// What a message calls it: `a map`.
    static var noun: String { get }
    /// In the order in which help lists them; the first is the text for people.
    static var formats: [OutputFormat<Self>] { get }
}

extension WritableResult {
    /// The names of its formats.
    package static var formatNames: [String] { formats.map(\.name) }

    /// The endings of its files, with dots.
    package static var endings: [String] { formats.compactMap { $0.ending.map { "." + $0 } } }

    /// What `--format` takes, as help says it.
    package static var formatHelp: String {
        "\(list(formatNames)); by default what --out ends in, else \(formats[0].name)."
    }

    /// The format of a name, or else of a path's ending.
    ///
    /// - Parameters:
    ///   - name: as `--format` takes it.
    ///   - path: the file that is written; the first format where there is neither name nor file.
    /// - Returns: a row of ``formats``.
    /// - Throws: ``EngineError`` `.usage` where neither says one.
    package static func format(named name: String?, path: String?) throws(EngineError) -> OutputFormat<Self> {
        if let name {
            guard let format = formats.first(where: { $0.name == name }) else {
                throw EngineError(
                    .usage, "no format '\(name)': \(noun) is written as \(list(formatNames))",
                    hint: Spelling.hint(for: name, among: formatNames), subject: .value(name, of: "format"))
            }
            return format
        }
        guard let path else { return formats[0] }
        let file = path.split(separator: "/").last ?? ""
        let ending = file.split(separator: ".").last.map(String.init)
        guard let format = formats.first(where: { $0.ending != nil && $0.ending == ending }) else {
            throw EngineError(
                .usage, "the ending of '\(path)' names no format: \(noun) is written as \(list(endings))",
                subject: .value(path))
        }
        return format
    }

    /// Writes it to a file.
    ///
    /// - Throws: ``EngineError`` where no format has this ending, the format cannot hold the result, or the file cannot
    ///   be written.
    package func write(to path: String, format name: String? = nil) throws {
        let format = try Self.format(named: name, path: path)
        try TextFile.write(format.bytes(of: self, path: path), to: path)
    }

    private static func list(_ names: [String]) -> String {
        names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }
}
