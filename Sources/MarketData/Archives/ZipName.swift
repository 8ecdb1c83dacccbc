import PlainText

/// The names of archive members: shown, never used as paths, and refused all the same when they look like an escape.
enum ZipName {
    /// The name as text.
    ///
    /// - Throws: ``DataError`` for absolute names, "..", backslashes, drives, control characters, invalid UTF-8.
    static func checked(_ bytes: Slice<UnsafeRawBufferPointer>, file: String) throws(DataError) -> String {
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw DataError(.badInput, file: file, "archive member \(Echo.quoted(bytes)): name is not UTF-8")
        }
        func refuse(_ why: String) -> DataError {
            DataError(.badInput, file: file, "archive member \(shown(name)) \(why)")
        }
        guard !name.isEmpty, !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw refuse("has no plain name")
        }
        if name.hasPrefix("/") || name.split(separator: "/").contains("..") {
            throw refuse("points outside the archive")
        }
        if name.contains("\\") || name.dropFirst().first == ":" {
            throw refuse("has a backslash or a drive in its name")
        }
        return name
    }

    /// A name in quotes, fit for a message.
    static func shown(_ name: String) -> String { Echo.quoted(name.utf8) }
}
