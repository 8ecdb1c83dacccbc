import PlainText

/// The reason why a Parquet file, or a column of it, could not be read.
package struct ParquetError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of failure; more may be added, so switch with a `default`.
    package struct Code: Hashable, Sendable {
        private enum Storage: Hashable { case badInput, unsupported, limit }
        private let storage: Storage
        private init(_ storage: Storage) { self.storage = storage }

        /// The file breaks a rule of its format.
        package static var badInput: Code { Code(.badInput) }
        /// The file is sound as far as can be seen, but this reader lacks what it takes.
        package static var unsupported: Code { Code(.unsupported) }
        /// The file is larger, longer or deeper than ``ParquetLimits`` allow.
        package static var limit: Code { Code(.limit) }
    }

    /// Where in a file something is wrong; what is not known is `nil`.
    package struct Place: Hashable, Sendable {
        /// Name of the column.
        package var column: String?
        /// Row group, counted from 1.
        package var rowGroup: Int?
        /// Page of the column in its row group, counted from 1.
        package var page: Int?
        /// Bytes before the place in the file.
        package var offset: Int?
    }

    /// The kind of failure, for programs.
    package let code: Code
    /// Where it is.
    package let place: Place
    /// A text for people: the rule and the value found.
    package let message: String
    /// Advice, where something helps.
    package let hint: String?

    init(_ code: Code, _ message: String, at place: Place = Place(), hint: String? = nil) {
        (self.code, self.place, self.message, self.hint) = (code, place, message, hint)
    }

    /// `column 'close', row group 2, page 1, byte 4,812: message (hint)`.
    package var description: String {
        let parts = [
            place.column.map { "column \(Echo.quoted($0.utf8))" },
            place.rowGroup.map { "row group \($0.grouped)" },
            place.page.map { "page \($0.grouped)" },
            place.offset.map { "byte \($0.grouped)" },
        ]
        let found = parts.compactMap(\.self).joined(separator: ", ")
        let text = found.isEmpty ? message : "\(found): \(message)"
        return hint.map { "\(text) (\($0))" } ?? text
    }

    /// The same with what its place lacks taken from `outer`.
    func placed(in outer: Place) -> ParquetError {
        let merged = Place(
            column: place.column ?? outer.column, rowGroup: place.rowGroup ?? outer.rowGroup,
            page: place.page ?? outer.page, offset: place.offset ?? outer.offset)
        return ParquetError(code, message, at: merged, hint: hint)
    }
}

extension Int {
    /// With separated thousands, for messages.
    var grouped: String { NumberText.count(self) }
}
