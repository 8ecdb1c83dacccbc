import PlainText

/// Reads JSON: an array of rows, or a row a line.
///
/// Rows are the exchange's klines (arrays of twelve numbers, which may be strings), candles as ccxt gives them (arrays
/// of six), or objects. Lines are read as they come; a document is held as a whole.
enum JSONReader {
    /// Whether a text begins like JSON.
    static func matches(_ text: Slice<UnsafeRawBufferPointer>) -> Bool {
        let mark = text.first { ![0x20, 0x0A, 0x0D, 0x09].contains($0) }
        return mark == UInt8(ascii: "{") || mark == UInt8(ascii: "[")
    }

    /// Reads a whole text.
    ///
    /// - Parameters:
    ///   - pieces: of the text, the first taken already.
    ///   - first: the first piece; its memory is used again.
    ///   - start: where the text starts.
    ///   - limits: of fields, columns and depth.
    /// - Returns: the table, or why the rows are of no known kind.
    /// - Throws: ``DataError`` for broken JSON with its byte, for rows that break a rule, for an exchange's error.
    static func read(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, limits: Limits
    ) throws(DataError) -> CSVReader.Outcome {
        let file = pieces.file
        if isLines(first.bytes, from: start, limits) {
            return try readLines(pieces, first, from: start, limits)
        }
        try pieces.addRest(to: first.bytes)
        let bytes = first.bytes
        defer { withExtendedLifetime(bytes) {} }
        try TextEncoding.check(bytes.raw, offset: 0, file: file)
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        guard scanner.peek() == UInt8(ascii: "[") else {
            return try readObject(bytes, from: start, file: file, limits: limits)
        }
        _ = try scanner.expect("[")
        if let next = scanner.peek(), next != UInt8(ascii: "["), next != UInt8(ascii: "{") {
            if next == UInt8(ascii: "]") {
                throw DataError(.badInput, file: file, "no data rows in the JSON array")
            }
            var all = JSONScanner(bytes, from: start, file: file, limits: limits)
            try all.skipValue()
            return .unknown("JSON that is not an array of arrays")
        }
        var rows = JSONRows(file: file, expectedRows: bytes.count / 72, limits: limits)
        repeat {
            guard try rows.read(&scanner, bytes) else { return .unknown(noKind) }
        } while try scanner.expect(",", "]") == ","
        try scanner.finish()
        return try rows.finish().map { .table($0) } ?? .unknown(noKind)
    }

    private static let noKind = "JSON objects of no known kind"

    /// Whether a second value starts on a line behind that of the first.
    private static func isLines(_ bytes: Bytes, from start: Int, _ limits: Limits) -> Bool {
        var scanner = JSONScanner(bytes, from: start, file: "", limits: limits)
        do throws(DataError) { try scanner.skipValue() } catch { return false }
        let end = scanner.position
        guard let next = scanner.peek() else { return false }
        return (next == UInt8(ascii: "{") || next == UInt8(ascii: "["))
            && bytes.raw[end..<scanner.position].contains(10)
    }

    private static func readLines(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, _ limits: Limits
    ) throws(DataError) -> CSVReader.Outcome {
        var rows = JSONRows(file: pieces.file, expectedRows: pieces.expectedBytes / 96, limits: limits)
        var (next, position): (TextPieces.Piece?, Int) = (first, start)
        while let piece = next {
            try TextEncoding.check(piece.bytes.raw, offset: piece.offset, file: pieces.file)
            var scanner = JSONScanner(
                piece.bytes, from: position, file: pieces.file, limits: limits, offset: piece.offset)
            while scanner.peek() != nil {
                guard try rows.read(&scanner, piece.bytes) else { return .unknown(noKind) }
            }
            next = try pieces.next(into: piece.bytes)
            position = 0
        }
        return try rows.finish().map { .table($0) } ?? .unknown(noKind)
    }

    /// A single object is a row or nothing; the exchange's error is recognised by its `code` and `msg`.
    private static func readObject(
        _ bytes: Bytes, from start: Int, file: String, limits: Limits
    ) throws(DataError) -> CSVReader.Outcome {
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        try scanner.skipValue()
        try scanner.finish()
        scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        _ = try scanner.expect("{")
        var (code, text): ([UInt8]?, [UInt8]?)
        var isMore = scanner.peek() != UInt8(ascii: "}")
        while isMore {
            let name = try scanner.name()
            _ = try scanner.expect(":")
            let value = try scanner.value()
            switch String(decoding: bytes.raw[name.start..<name.end], as: UTF8.self) {
            case "code": code = Array(bytes.raw[value.start..<value.end].prefix(64))
            case "msg": text = Array(bytes.raw[value.start..<value.end].prefix(256))
            default: break
            }
            isMore = try scanner.expect(",", "}") == ","
        }
        if let code, let text {
            throw DataError(
                .badInput, file: file,
                "file holds an exchange error (\(Echo.plain(code)) \(Echo.plain(text))), not data")
        }
        var rows = JSONRows(file: file, expectedRows: 1, limits: limits)
        scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        guard try rows.read(&scanner, bytes), let table = try rows.finish() else {
            return .unknown("a JSON object, not an array of klines")
        }
        return .table(table)
    }
}
