import PlainText

/// Walks through JSON (RFC 8259) byte by byte, strictly, without building values.
struct JSONScanner {
    /// The position of the next byte.
    private(set) var position: Int
    private let text: UnsafePointer<UInt8>
    private let end: Int
    private let file: String
    private let limits: Limits
    /// The number of bytes of the file before the text.
    private let offset: Int
    /// The number of the text's first line; `nil` where errors name no line.
    private let line: Int?

    /// Walks from a start to an end, that of the bytes where `nil`.
    init(
        _ bytes: Bytes, from start: Int, to end: Int? = nil, file: String, limits: Limits, offset: Int = 0,
        line: Int? = nil
    ) {
        (self.offset, self.line) = (offset, line)
        (text, self.end, position) = (bytes.start, end ?? bytes.count, start)
        (self.file, self.limits) = (file, limits)
    }

    /// The next byte that is not white space, not consumed; `nil` at the end.
    mutating func peek() -> UInt8? {
        while position < end, [0x20, 0x0A, 0x0D, 0x09].contains(text[position]) { position += 1 }
        return position < end ? text[position] : nil
    }

    /// Consumes one mark.
    ///
    /// - Throws: ``DataError`` where something else or nothing stands there.
    mutating func expect(_ marks: Unicode.Scalar...) throws(DataError) -> Unicode.Scalar {
        guard let byte = peek() else { throw endsEarly }
        guard let mark = marks.first(where: { $0.value == UInt32(byte) }) else {
            throw unexpected("expected " + marks.map { "'\($0)'" }.joined(separator: " or "))
        }
        position += 1
        return mark
    }

    /// Consumes a scalar: the range of a number's characters, of a string's between its quotes, empty for null.
    mutating func scalar() throws(DataError) -> (start: Int, end: Int) {
        guard let byte = peek() else { throw endsEarly }
        if byte == UInt8(ascii: "\"") { return try string() }
        let start = position
        while position < end, isWord(text[position]) { position += 1 }
        guard position > start else { throw unexpected("expected a number or a string") }
        guard position < end else { throw endsEarly }
        let word = UnsafeBufferPointer(start: text + start, count: position - start)
        return word.elementsEqual("null".utf8) ? (start, start) : (start, position)
    }

    /// Consumes the name of a member: the range between its quotes.
    mutating func name() throws(DataError) -> (start: Int, end: Int) {
        guard peek() == UInt8(ascii: "\"") else {
            _ = try expect("\"")
            return (position, position)
        }
        return try string()
    }

    /// Consumes any value: the range of a scalar as ``scalar()`` gives it, of anything else as it is written.
    mutating func value() throws(DataError) -> (start: Int, end: Int) {
        guard let byte = peek(), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") else {
            return try scalar()
        }
        let start = position
        try skipValue()
        return (start, position)
    }

    /// Consumes an array of scalars.
    mutating func scalars() throws(DataError) -> [(start: Int, end: Int)] {
        var all: [(start: Int, end: Int)] = []
        _ = try expect("[")
        if peek() == UInt8(ascii: "]") {
            _ = try expect("]")
            return all
        }
        repeat { all.append(try scalar()) } while try expect(",", "]") == ","
        return all
    }

    /// Consumes an object of scalars; `nil` where a member is something else.
    mutating func scalarMembers() throws(DataError) -> [(
        name: (start: Int, end: Int), value: (start: Int, end: Int)
    )]? {
        var all: [(name: (start: Int, end: Int), value: (start: Int, end: Int))] = []
        _ = try expect("{")
        if peek() == UInt8(ascii: "}") {
            _ = try expect("}")
            return all
        }
        repeat {
            let name = try name()
            _ = try expect(":")
            if let byte = peek(), byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") { return nil }
            all.append((name, try scalar()))
        } while try expect(",", "}") == ","
        return all
    }

    /// Consumes an array and counts its elements; `nil` where another value stands there.
    mutating func elements() throws(DataError) -> Int? {
        guard peek() == UInt8(ascii: "[") else { return nil }
        _ = try expect("[")
        var count = 0
        if peek() == UInt8(ascii: "]") { return 0 }
        repeat {
            try skipValue()
            count += 1
        } while try expect(",", "]") == ","
        return count
    }

    /// Consumes any value.
    mutating func skipValue(depth: Int = 1) throws(DataError) {
        guard depth <= limits.depth else {
            throw DataError(
                .limit, file: file,
                "JSON at byte \(offset + position) is nested deeper than \(limits.depth) levels")
        }
        guard let byte = peek() else { throw endsEarly }
        let (isObject, isArray) = (byte == UInt8(ascii: "{"), byte == UInt8(ascii: "["))
        guard isObject || isArray else {
            _ = try scalar()
            return
        }
        position += 1
        let close: Unicode.Scalar = isObject ? "}" : "]"
        if let next = peek(), UInt32(next) == close.value {
            position += 1
            return
        }
        repeat {
            if isObject {
                _ = try expect("\"")
                position -= 1
                _ = try string()
                _ = try expect(":")
            }
            try skipValue(depth: depth + 1)
        } while try expect(",", close) == ","
    }

    /// Consumes the white space behind a document.
    ///
    /// - Throws: ``DataError`` where anything else follows.
    mutating func finish() throws(DataError) {
        if peek() != nil { throw unexpected("expected the end") }
    }

    private mutating func string() throws(DataError) -> (start: Int, end: Int) {
        position += 1
        let start = position
        while position < end, text[position] != UInt8(ascii: "\"") {
            guard text[position] >= 0x20 else { throw unexpected("control character in a string") }
            position += text[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < end else { throw endsEarly }
        position += 1
        return (start, position - 1)
    }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    private var endsEarly: DataError {
        DataError(
            .badInput, file: file, "JSON ends early at byte \(offset + end)",
            hint: "the download stopped, fetch it again")
    }

    private func unexpected(_ rule: String) -> DataError {
        let found = UnsafeBufferPointer(start: text + position, count: min(8, end - position))
        return error("\(rule), found \(Echo.quoted(found))")
    }

    /// An error at the position.
    func error(_ message: String) -> DataError {
        let before = UnsafeBufferPointer(start: text, count: position)
        return DataError(
            .badInput, file: file, line: line.map { $0 + before.count { $0 == 10 } },
            "JSON at byte \(offset + position): \(message)")
    }
}

/// The escapes of JSON strings (RFC 8259, section 7).
enum JSONEscapes {
    /// The characters that a string's bytes stand for; what is no escape stays as it is written, and half of a
    /// surrogate pair becomes U+FFFD.
    ///
    /// - Complexity: O(n).
    static func undone(_ raw: some RandomAccessCollection<UInt8>) -> String {
        guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
        // UTF-16, since escapes name its units: two of them may be one character.
        var units: [UInt16] = []
        var rest = Array(raw)[...]
        while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            units.append(contentsOf: String(decoding: rest[..<slash], as: UTF8.self).utf16)
            rest = rest[slash...].dropFirst()
            guard let mark = rest.popFirst() else { break }
            if mark == UInt8(ascii: "u"), let unit = hexadecimal(rest.prefix(4)) {
                units.append(unit)
                rest = rest.dropFirst(4)
            } else if let plain = single[mark] {
                units.append(UInt16(plain))
            } else {
                units.append(contentsOf: [UInt16(UInt8(ascii: "\\")), UInt16(mark)])
            }
        }
        units.append(contentsOf: String(decoding: rest, as: UTF8.self).utf16)
        return String(decoding: units, as: UTF16.self)
    }

    private static let single: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
        UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]

    /// The number of four hexadecimal digits; `nil` where they are not.
    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard digits.count == 4, !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-"))
        else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

/// A small JSON document as values; numbers keep their text, so that each reader says what it accepts.
enum JSONValue {
    /// An object; members in the order of the text.
    case object([(name: String, value: JSONValue)])
    /// An array.
    case array([JSONValue])
    /// A string.
    case string(String)
    /// A number, `true`, `false` or anything else without quotes.
    case word(String)
    /// `null`.
    case null

    /// Reads a whole document.
    ///
    /// - Throws: ``DataError`` for broken JSON with its byte, and for nesting beyond ``Limits/depth``.
    init(_ bytes: Bytes, from start: Int, file: String, limits: Limits) throws(DataError) {
        defer { withExtendedLifetime(bytes) {} }
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        // The scanner's own walk holds the limit of depth, so that the one below cannot go deeper.
        try scanner.skipValue()
        try scanner.finish()
        scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        self = try Self.value(&scanner, bytes)
    }

    private static func value(_ scanner: inout JSONScanner, _ bytes: Bytes) throws(DataError) -> JSONValue {
        switch scanner.peek() {
        case UInt8(ascii: "{"):
            _ = try scanner.expect("{")
            var members: [(name: String, value: JSONValue)] = []
            if scanner.peek() == UInt8(ascii: "}") {
                _ = try scanner.expect("}")
                return .object(members)
            }
            repeat {
                let name = try scanner.scalar()
                _ = try scanner.expect(":")
                members.append((text(bytes, name), try value(&scanner, bytes)))
            } while try scanner.expect(",", "}") == ","
            return .object(members)
        case UInt8(ascii: "["):
            _ = try scanner.expect("[")
            var elements: [JSONValue] = []
            if scanner.peek() == UInt8(ascii: "]") {
                _ = try scanner.expect("]")
                return .array(elements)
            }
            repeat { elements.append(try value(&scanner, bytes)) } while try scanner.expect(",", "]") == ","
            return .array(elements)
        case UInt8(ascii: "\""): return .string(text(bytes, try scanner.scalar()))
        default:
            let range = try scanner.scalar()
            return range.start == range.end ? .null : .word(text(bytes, range))
        }
    }

    private static func text(_ bytes: Bytes, _ range: (start: Int, end: Int)) -> String {
        JSONEscapes.undone(bytes.raw[range.start..<range.end])
    }
}

extension JSONValue {
    /// A member of an object; `nil` where there is none, it is `null`, or this is no object.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self, let found = members.first(where: { $0.name == name }) else {
            return nil
        }
        if case .null = found.value { return nil }
        return found.value
    }

    /// The elements of an array; `nil` for anything else.
    var elements: [JSONValue]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// The members of an object; `nil` for anything else.
    var members: [(name: String, value: JSONValue)]? {
        if case .object(let members) = self { return members }
        return nil
    }

    /// The text of a string or word that is not empty.
    var text: String? {
        switch self {
        case .string(let text), .word(let text): text.isEmpty ? nil : text
        default: nil
        }
    }

    /// Whether a word is a number of RFC 8259, section 6.
    static func isNumber(_ word: String) -> Bool {
        var rest = Substring(word)
        func digits() -> Int {
            let found = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(found.count)
            return found.count
        }
        if rest.first == "-" { rest.removeFirst() }
        let startsWithZero = rest.first == "0"
        let whole = digits()
        guard whole > 0, !(startsWithZero && whole > 1) else { return false }
        if rest.first == "." {
            rest.removeFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == "e" || rest.first == "E" {
            rest.removeFirst()
            if rest.first == "+" || rest.first == "-" { rest.removeFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
