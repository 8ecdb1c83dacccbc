/// Hands out the text of a file in pieces of whole lines, so that memory stays flat however long the file is.
///
/// A line break ends a row wherever it stands, so the pieces can be read one by one. Blank lines at the end of the
/// text are left out; a line longer than a piece makes its piece longer.
final class TextPieces {
    /// Bytes of a piece: text, positions and numbers of one piece fit into the second cache together.
    static let size = 64 << 10

    /// The name of the file for messages.
    let file: String
    private let stream: any ByteStream
    /// The bytes behind the last piece, read already.
    private let rest: Bytes
    private var isAtEnd = false
    private let limits: Limits
    /// Whether the text is JSON, which may be one long line; known once the first bytes are read.
    private var isJSON: Bool?
    /// The number of bytes in all pieces so far.
    private var offset = 0
    /// Whether a file without a piece has bytes all the same: blank lines.
    private(set) var hasBlankLines = false
    /// Whether the last line was handed out, and no line feed ends it.
    private(set) var endsOpen = false
    /// What parts the fields of a line: pieces are handed out with commas in its place.
    var separator = UInt8(ascii: ",")

    /// - Throws: ``DataError`` `.limit` when memory is short.
    init(_ stream: any ByteStream, file: String, limits: Limits) throws(DataError) {
        guard let rest = Bytes(capacity: TextPieces.size) else { throw TextPieces.noMemory(file) }
        (self.stream, self.file, self.rest, self.limits) = (stream, file, rest, limits)
    }

    /// A run of whole lines.
    struct Piece {
        /// The text.
        let bytes: Bytes
        /// The number of bytes of the file before it.
        let offset: Int
    }

    /// Room for a piece.
    func makeRoom() throws(DataError) -> Bytes {
        guard let bytes = Bytes(capacity: TextPieces.size) else { throw TextPieces.noMemory(file) }
        return bytes
    }

    /// The approximate number of bytes in all.
    var expectedBytes: Int { stream.expectedBytes }

    /// The next lines.
    ///
    /// - Parameter room: is overwritten.
    /// - Returns: `nil` at the end.
    /// - Throws: what the stream throws, and ``DataError`` `.limit` when memory is short.
    func next(into room: Bytes) throws(DataError) -> Piece? {
        room.truncate(to: 0)
        guard room.append(rest.raw) else { throw TextPieces.noMemory(file) }
        rest.truncate(to: 0)
        while true {
            try fill(room)
            if let end = lines(in: room) {
                let behind = UnsafeRawBufferPointer(rebasing: room.raw[end...])
                guard rest.append(behind) else { throw TextPieces.noMemory(file) }
                room.truncate(to: end)
                break
            }
            if isAtEnd { break }
            try checkUnbroken(room)
            guard room.grow(to: 2 * room.count) else { throw TextPieces.noMemory(file) }
        }
        guard room.count > 0 else { return nil }
        endsOpen = isAtEnd && room.raw[room.count - 1] != 10
        defer { offset += room.count }
        let piece = Piece(bytes: room, offset: offset)
        try replaceSeparators(in: piece, from: 0)
        return piece
    }

    /// Writes commas in place of another separator.
    ///
    /// - Throws: ``DataError`` `.badInput` where there are commas already: decimals with a comma are not read.
    func replaceSeparators(in piece: Piece, from start: Int) throws(DataError) {
        let comma = UInt8(ascii: ",")
        guard separator != comma else { return }
        let text = piece.bytes.start
        for place in start..<piece.bytes.count {
            if text[place] == separator {
                piece.bytes.replace(place, with: comma)
            } else if text[place] == comma {
                throw DataError(
                    .badInput, file: file,
                    "a comma at byte \(piece.offset + place), but \(TextPieces.name(of: separator)) part the fields",
                    hint: "decimals need a point: sed 's/,/./g' writes them")
            }
        }
    }

    /// What a separator is called.
    static func name(of separator: UInt8) -> String {
        separator == 9 ? "tabs" : separator == UInt8(ascii: ";") ? "semicolons" : "vertical bars"
    }

    /// Adds everything that is left, blank lines included, to a piece: for formats that are not read by lines.
    func addRest(to room: Bytes) throws(DataError) {
        guard room.append(rest.raw) else { throw TextPieces.noMemory(file) }
        rest.truncate(to: 0)
        while !isAtEnd {
            try fill(room)
            try checkDocument(room)
            // A little more than is needed for what is left: what is expected is only a hint.
            let wanted = max(2 * room.count, min(stream.expectedBytes, limits.inOneGo))
            guard isAtEnd || room.grow(to: min(wanted, limits.document + 1)) else {
                throw TextPieces.noMemory(file)
            }
        }
    }

    /// Refuses text that goes on and on without a line break: it would be held as a whole.
    private func checkUnbroken(_ room: Bytes) throws(DataError) {
        if isJSON == nil {
            isJSON = JSONReader.matches(room.raw[(room.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)...])
        }
        guard isJSON != true else { return try checkDocument(room) }
        guard room.count < limits.unbroken else {
            if let place = room.raw.firstIndex(of: 0) {
                throw TextEncoding.zero(at: offset + place, line: nil, file: file)
            }
            throw DataError(
                .badInput, file: file,
                "no line with text ends in \(limits.unbroken) bytes from byte \(offset) on",
                hint: "is it text?")
        }
    }

    private func checkDocument(_ room: Bytes) throws(DataError) {
        guard room.count <= limits.document else {
            throw DataError(
                .limit, file: file, "a JSON document has more than the limit of \(limits.document) bytes",
                hint: "as JSON lines or CSV it is read piece by piece")
        }
    }

    private func fill(_ room: Bytes) throws(DataError) {
        while !isAtEnd, room.free.count > 0 {
            let step = try stream.read(into: room.free)
            if step == 0 { isAtEnd = true } else { room.add(step) }
        }
    }

    /// The end of the last whole line that is not blank; `nil` where more must be read to know.
    private func lines(in room: Bytes) -> Int? {
        let text = room.start
        func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
        var last = room.count
        if !isAtEnd {
            while last > 0, text[last - 1] != 10 { last -= 1 }
        }
        while last > 0, isBreak(text[last - 1]) { last -= 1 }
        // Only blank lines: they count when a row follows, and are nothing at the end.
        if last == 0 {
            guard isAtEnd else { return nil }
            hasBlankLines = hasBlankLines || room.count > 0
            return 0
        }
        while last < room.count, text[last] == 13 { last += 1 }
        return min(room.count, last + 1)
    }

    private static func noMemory(_ file: String) -> DataError {
        DataError(.limit, file: file, "no memory for a line")
    }
}

/// Finds out whether bytes are text that the readers can take, and where it starts.
enum TextEncoding {
    /// The offset of the first character: 3 behind a UTF-8 byte order mark, else 0.
    ///
    /// - Parameters:
    ///   - bytes: the beginning of a file.
    ///   - file: its name for messages.
    /// - Returns: the offset.
    /// - Throws: ``DataError`` `.badInput` for an empty file, UTF-16 and UTF-32, an HTML page.
    static func start(of bytes: Bytes, file: String) throws(DataError) -> Int {
        guard bytes.count > 0 else { throw DataError(.badInput, file: file, "file is empty (0 bytes)") }
        if let name = wideEncoding(bytes) {
            throw DataError(
                .badInput, file: file, "encoding: \(name) found, UTF-8 expected",
                hint: "iconv -f \(name) -t UTF-8 OLD > NEW writes it as UTF-8")
        }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        guard start < bytes.count else {
            throw DataError(.badInput, file: file, "file is empty (a byte order mark only)")
        }
        if looksLikeHTML(bytes, from: start) {
            throw DataError(
                .badInput, file: file, "file looks like an HTML page, not data", hint: "download it again")
        }
        return start
    }

    /// Checks whole lines of text.
    ///
    /// - Parameters:
    ///   - bytes: the lines.
    ///   - offset: how many bytes of the file stand before them.
    ///   - line: the number of the first line; `nil` where lines do not help.
    ///   - file: its name for messages.
    /// - Throws: ``DataError`` `.badInput` for bytes that are not UTF-8, and for zero bytes.
    /// - Complexity: O(n), a few bytes a nanosecond for ASCII.
    static func check(
        _ bytes: UnsafeRawBufferPointer, offset: Int, line: Int? = nil, file: String
    ) throws(DataError) {
        guard let place = firstInvalid(bytes) else { return }
        let line = line.map { $0 + bytes[..<place].count { $0 == 10 } }
        throw bytes[place] == 0
            ? zero(at: offset + place, line: line, file: file)
            : DataError(
                .badInput, file: file, line: line, "encoding: not UTF-8 at byte \(offset + place)",
                hint: "text of Windows or Latin-1: iconv -f LATIN1 -t UTF-8 OLD > NEW writes it as UTF-8")
    }

    /// An error for a zero byte, which is no text.
    static func zero(at place: Int, line: Int?, file: String) -> DataError {
        DataError(
            .badInput, file: file, line: line, "a zero byte (NUL) at byte \(place): this is no text",
            hint: "a disk that was full, or a crash, leaves zeros: fetch it again")
    }

    private static func wideEncoding(_ bytes: Bytes) -> String? {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]) || bytes.starts(with: [0, 0, 0xFE, 0xFF]) {
            return "UTF-32"
        }
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return "UTF-16" }
        guard bytes.count >= 4 else { return nil }
        let head = (0..<4).map { bytes.raw[$0] == 0 }
        return head == [false, true, false, true] || head == [true, false, true, false] ? "UTF-16" : nil
    }

    private static func looksLikeHTML(_ bytes: Bytes, from start: Int) -> Bool {
        let head = bytes.raw[start..<min(bytes.count, start + 256)]
        let text = String(decoding: head, as: UTF8.self).lowercased().drop { $0.isWhitespace }
        return ["<!doctype", "<html", "<head", "<body", "<?xml"].contains { text.hasPrefix($0) }
    }

    /// The offset of the first byte that is not part of UTF-8 text, or of a zero byte; `nil` where there is none.
    private static func firstInvalid(_ raw: UnsafeRawBufferPointer) -> Int? {
        var (high, zero): (UInt64, UInt64) = (0, 0)
        let words = raw.count / 8
        for i in 0..<words {
            let word = raw.loadUnaligned(fromByteOffset: i * 8, as: UInt64.self)
            high |= word
            zero |= (word &- 0x0101_0101_0101_0101) & ~word
        }
        for i in (words * 8)..<raw.count {
            high |= UInt64(raw[i])
            if raw[i] == 0 { zero = .max }
        }
        if zero & 0x8080_8080_8080_8080 != 0, let offset = raw.firstIndex(of: 0) { return offset }
        guard high & 0x8080_8080_8080_8080 != 0 else { return nil }
        var (decoder, offset) = (UTF8.ForwardParser(), 0)
        var iterator = raw.makeIterator()
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid(let scalar): offset += scalar.count
            case .emptyInput: return nil
            case .error: return offset
            }
        }
    }
}
