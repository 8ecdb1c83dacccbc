import PlainText

/// Walks through JSON (RFC 8259) byte by byte, strictly, without building values.
struct JSONScanner {
    /// Where the next byte to read is.
    private(set) var position: Int
    private let text: UnsafePointer<UInt8>
    private let end: Int
    private let file: String
    private let limits: Limits
    /// How many bytes of the file stand before the text.
    private let offset: Int

    init(_ bytes: Bytes, from start: Int, file: String, limits: Limits, offset: Int = 0) {
        self.offset = offset
        (text, end, position) = (bytes.start, bytes.count, start)
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
        return DataError(
            .badInput, file: file, "JSON at byte \(offset + position): \(rule), found \(Echo.quoted(found))")
    }
}
