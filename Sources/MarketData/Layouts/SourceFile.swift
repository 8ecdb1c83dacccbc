import PlainText

/// What a `source.lua` beside data says of it: a plain Lua table, of which no code is run.
///
/// ```lua
/// return {
///    columns = { time = "date", open_interest = "oi_close" },
///    open_interest_unit = "contracts*0.01",
/// }
/// ```
/// The keys are those of ``DataOption``. Options that are given otherwise come before it.
struct SourceFile {
    /// The name of the file in the folder of the data.
    static let name = "source.lua"
    /// A larger file is refused.
    private static let largest = 64 << 10

    /// Its path.
    let path: String
    /// What it says.
    private(set) var options = ReadOptions()

    /// The file in a folder, or beside a file.
    ///
    /// - Returns: `nil` where there is none.
    /// - Throws: ``DataError`` for anything but a table of known keys with texts, with its line.
    static func beside(_ path: String, limits: Limits) throws(DataError) -> SourceFile? {
        guard path != Pipe.standardInput else { return nil }
        let entry = try FileSystem.entry(path)
        guard entry != .pipe else { return nil }
        let folder =
            entry == .folder
            ? path : path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let file = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
        return FileSystem.isThere(file) ? try SourceFile(file, limits) : nil
    }

    private init(_ path: String, _ limits: Limits) throws(DataError) {
        self.path = path
        let file = try DocumentFile(path, largest: Self.largest, limits: limits)
        defer { withExtendedLifetime(file.bytes) {} }
        var table = LuaTable(file.bytes.raw[file.start...], file: path)
        try table.word("return")
        for entry in try table.entries() {
            guard let option = DataOption.named(entry.key) else {
                let known = DataOption.all.map(\.name)
                throw DataError(
                    .badInput, file: path, line: entry.line, "'\(Echo.plain(entry.key.utf8))' is not known",
                    hint: Spelling.hint(for: entry.key, among: known)
                        ?? "known are \(known.joined(separator: ", "))")
            }
            let wrongKind = "a \(entry.isTable ? "table" : "text")"
            guard entry.isTable == option.isOfPairs else { throw refused(option, wrongKind, entry.line) }
            for pair in entry.pairs where !option.put(pair.key, pair.value, in: &options) {
                throw refused(option, "'\(Echo.plain(pair.value.utf8))'", pair.line)
            }
        }
        try table.end()
    }

    private func refused(_ option: DataOption, _ found: String, _ line: Int) -> DataError {
        DataError(
            .badInput, file: path, line: line, "\(option.name) takes \(option.rule), was \(found)",
            hint: option.isOfPairs
                ? "in a table: \(option.name) = { time = \"date\" }" : "a text: \(option.name) = \"…\"")
    }
}

extension ReadOptions {
    /// These options, and where they say nothing, those of a file beside the data.
    func over(_ source: ReadOptions) -> ReadOptions {
        var all = self
        all.columns.merge(source.columns) { own, _ in own }
        all.rows.merge(source.rows) { own, _ in own }
        all.timeUnit = timeUnit ?? source.timeUnit
        all.openInterestUnit = openInterestUnit ?? source.openInterestUnit
        all.fundingUnit = fundingUnit ?? source.fundingUnit
        return all
    }
}

/// Goes through the text of a Lua table of texts.
private struct LuaTable {
    private let text: Slice<UnsafeRawBufferPointer>
    private let file: String
    private var place: Int
    private var line = 1

    /// A key with a text, under an empty name, or with a table of texts.
    struct Entry {
        let key: String
        let line: Int
        let isTable: Bool
        var pairs: [Pair] = []
    }

    /// A text under a name.
    struct Pair {
        let key: String
        let value: String
        let line: Int
    }

    init(_ text: Slice<UnsafeRawBufferPointer>, file: String) {
        (self.text, self.file, place) = (text, file, text.startIndex)
    }

    /// The entries of the table that comes next.
    mutating func entries() throws(DataError) -> [Entry] {
        var all: [Entry] = []
        try mark("{")
        while try !ends() {
            let line = line
            let key = try key()
            var entry = Entry(key: key, line: line, isTable: peek() == UInt8(ascii: "{"))
            if entry.isTable {
                try mark("{")
                while try !ends() {
                    let line = self.line
                    let name = try self.key()
                    try checkNew(name, entry.pairs.map(\.key))
                    entry.pairs.append(Pair(key: name, value: try string(), line: line))
                    try separator()
                }
            } else {
                entry.pairs = [Pair(key: "", value: try string(), line: line)]
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
            hint: "source.lua is a plain table: return { columns = { time = \"date\" } }")
    }
}
