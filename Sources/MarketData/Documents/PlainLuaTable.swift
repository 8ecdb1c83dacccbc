import PlainText

/// A file that returns a plain Lua table of texts, of which no code is run: `source.lua` of data, `pack.lua` of a model.
///
/// ```lua
/// return {
///    id = "mine", options = { births = "0" },   -- texts, and tables of texts
/// }
/// ```
package struct PlainLuaTable {
    /// What it holds, in the order of the file.
    package let entries: [Entry]
    /// The SHA-256 of the file's text in hexadecimal.
    package let hash: String
    /// A larger file is refused.
    private static let largest = 64 << 10

    /// A key with a text, under an empty name, or with a table of texts.
    package struct Entry {
        package let key: String
        package let line: Int
        package let isTable: Bool
        package fileprivate(set) var pairs: [Pair] = []
    }

    /// A text under a name.
    package struct Pair {
        package let key: String
        package let value: String
        package let line: Int
    }

    /// Reads a file.
    ///
    /// - Throws: ``DataError`` for anything but a table of texts, with its line; `hint` says what such a file looks like.
    package init(_ path: String, hint: String) throws(DataError) {
        try self.init(path, limits: Limits(), hint: hint)
    }

    init(_ path: String, limits: Limits, hint: String) throws(DataError) {
        let file = try DocumentFile(path, largest: Self.largest, limits: limits)
        defer { withExtendedLifetime(file.bytes) {} }
        let text = file.bytes.raw[file.start...]
        var table = LuaTableText(text, file: path, hint: hint)
        try table.word("return")
        entries = try table.entries()
        try table.end()
        hash = ContentHash.sha256(text)
    }
}

/// Goes through the text of a Lua table of texts.
private struct LuaTableText {
    private let text: Slice<UnsafeRawBufferPointer>
    private let file: String
    private let hint: String
    private var place: Int
    private var line = 1

    init(_ text: Slice<UnsafeRawBufferPointer>, file: String, hint: String) {
        (self.text, self.file, self.hint, place) = (text, file, hint, text.startIndex)
    }

    /// The entries of the table that comes next.
    mutating func entries() throws(DataError) -> [PlainLuaTable.Entry] {
        var all: [PlainLuaTable.Entry] = []
        try mark("{")
        while try !ends() {
            let line = line
            let key = try key()
            var entry = PlainLuaTable.Entry(key: key, line: line, isTable: peek() == UInt8(ascii: "{"))
            if entry.isTable {
                try mark("{")
                while try !ends() {
                    let line = self.line
                    let name = try self.key()
                    try checkNew(name, entry.pairs.map(\.key))
                    entry.pairs.append(PlainLuaTable.Pair(key: name, value: try string(), line: line))
                    try separator()
                }
            } else {
                entry.pairs = [PlainLuaTable.Pair(key: "", value: try string(), line: line)]
            }
            try checkNew(key, all.map(\.key))
            all.append(entry)
            try separator()
        }
        return all
    }

    private func checkNew(_ key: String, _ others: [String]) throws(DataError) {
        guard !others.contains(key) else { throw error("'\(Echo.plain(key.utf8))' is there twice") }
    }

    /// A word of the language.
    mutating func word(_ expected: String) throws(DataError) {
        guard name() == expected else { throw error("expected '\(expected)'") }
    }

    /// Nothing but blanks and comments may follow.
    mutating func end() throws(DataError) {
        guard peek() == nil else { throw error("expected the end") }
    }

    private mutating func ends() throws(DataError) -> Bool {
        guard peek() == UInt8(ascii: "}") else { return false }
        place += 1
        return true
    }

    private mutating func separator() throws(DataError) {
        switch peek() {
        case UInt8(ascii: ","), UInt8(ascii: ";"): place += 1
        case UInt8(ascii: "}"): break
        default: throw error("expected ',' or '}'")
        }
    }

    private mutating func mark(_ mark: Unicode.Scalar) throws(DataError) {
        guard let byte = peek(), UInt32(byte) == mark.value else { throw error("expected '\(mark)'") }
        place += 1
    }

    /// `name =` or `["name"] =`.
    private mutating func key() throws(DataError) -> String {
        let key: String
        if peek() == UInt8(ascii: "[") {
            try mark("[")
            key = try string()
            try mark("]")
        } else {
            key = name()
            guard QuotedText.isName(key) else { throw error("expected a name, such as columns") }
        }
        try mark("=")
        return key
    }

    private mutating func name() -> String {
        _ = peek()
        let start = place
        while place < text.endIndex, QuotedText.isName("a" + String(UnicodeScalar(text[place]))) {
            place += 1
        }
        return String(decoding: text[start..<place], as: UTF8.self)
    }

    private mutating func string() throws(DataError) -> String {
        guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            throw error("expected a text in quotes")
        }
        let start = place + 1
        place = start
        while place < text.endIndex, text[place] != quote, text[place] != 10 {
            guard text[place] != UInt8(ascii: "\\") else {
                throw error("a text with a backslash is not read here")
            }
            place += 1
        }
        guard place < text.endIndex, text[place] == quote else { throw error("a text without its end") }
        defer { place += 1 }
        return String(decoding: text[start..<place], as: UTF8.self)
    }

    /// The next byte that is neither blank nor of a comment; `nil` at the end.
    private mutating func peek() -> UInt8? {
        while place < text.endIndex {
            let byte = text[place]
            if byte == 10 { line += 1 }
            if byte == UInt8(ascii: "-"), place + 1 < text.endIndex, text[place + 1] == byte {
                while place < text.endIndex, text[place] != 10 { place += 1 }
            } else if byte == 32 || byte == 9 || byte == 13 || byte == 10 {
                place += 1
            } else {
                return byte
            }
        }
        return nil
    }

    private func error(_ rule: String) -> DataError {
        let found =
            place < text.endIndex ? ", found \(Echo.quoted(text[place...].prefix(12)))" : ", the file ends"
        return DataError(
            .badInput, file: file, line: line, rule + found,
            hint: hint)
    }
}
