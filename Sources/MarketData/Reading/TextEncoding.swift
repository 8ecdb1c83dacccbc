/// Finds out whether bytes are text that the readers can take, and where it starts.
enum TextEncoding {
    /// The offset of the first character: 3 behind a UTF-8 byte order mark, else 0.
    ///
    /// - Parameters:
    ///   - bytes: the beginning of a file.
    ///   - file: its name for messages.
    /// - Throws: ``DataError`` `.badInput` for an empty file, UTF-16 and UTF-32, an HTML page.
    static func start(of bytes: Bytes, file: String) throws(DataError) -> Int {
        guard bytes.count > 0 else { throw DataError(.badInput, file: file, "file is empty (0 bytes)") }
        if let name = wideEncoding(bytes) {
            throw DataError(
                .badInput, file: file, "encoding: \(name) found, UTF-8 expected",
                hint: "save the file as UTF-8")
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
    ///   - file: its name for messages.
    /// - Throws: ``DataError`` `.badInput` for bytes that are not UTF-8.
    /// - Complexity: O(n), a few bytes a nanosecond for ASCII.
    static func check(_ bytes: UnsafeRawBufferPointer, offset: Int, file: String) throws(DataError) {
        guard let place = firstInvalid(bytes) else { return }
        throw DataError(.badInput, file: file, "encoding: not UTF-8 at byte \(offset + place)")
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
