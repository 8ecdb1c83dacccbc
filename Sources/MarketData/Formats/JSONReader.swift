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
    ///   - budget: counts the rows.
    ///   - options: what is said of the file.
    ///   - sink: where trades go.
    /// - Returns: the table, or why the rows are of no known kind.
    /// - Throws: ``DataError`` for broken JSON with its line and byte, for rows that break a rule, for an exchange's error.
    static func read(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, limits: Limits, budget: RowBudget,
        options: ReadOptions, sink: @escaping () -> TradeBars
    ) throws(DataError) -> CSVReader.Outcome {
        let file = pieces.file
        if isLines(first.bytes, from: start, limits) {
            let rows = JSONRows(
                file: file, expectedRows: pieces.expectedBytes / 96, limits: limits, budget: budget,
                options: options, sink: sink, isOfLines: true)
            return try readLines(rows, pieces, first, from: start, limits)
        }
        try pieces.addRest(to: first.bytes)
        let bytes = first.bytes
        defer { withExtendedLifetime(bytes) {} }
        try TextEncoding.check(bytes.raw, offset: 0, line: 1, file: file)
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits, line: 1)
        guard scanner.peek() == UInt8(ascii: "[") else {
            return try readObject(
                bytes, from: start, file: file, limits: limits, budget: budget, options: options, sink: sink)
        }
        _ = try scanner.expect("[")
        if let next = scanner.peek(), next != UInt8(ascii: "["), next != UInt8(ascii: "{") {
            if next == UInt8(ascii: "]") {
                throw DataError(.badInput, file: file, "no data rows in the JSON array")
            }
            var all = JSONScanner(bytes, from: start, file: file, limits: limits, line: 1)
            try all.skipValue()
            return .unknown("JSON that is not an array of arrays")
        }
        var rows = JSONRows(
            file: file, expectedRows: bytes.count / 72, limits: limits, budget: budget, options: options,
            sink: sink)
        repeat {
            guard try rows.read(&scanner, bytes) else { return .unknown(rows.reason) }
        } while try scanner.expect(",", "]") == ","
        try scanner.finish()
        return try rows.finish().map { .table($0) } ?? .unknown(rows.reason)
    }

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
        _ rows: consuming JSONRows, _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int,
        _ limits: Limits
    ) throws(DataError) -> CSVReader.Outcome {
        var (next, position, line): (TextPieces.Piece?, Int, Int) = (first, start, 1)
        while let piece = next {
            try TextEncoding.check(piece.bytes.raw, offset: piece.offset, line: line, file: pieces.file)
            var scanner = JSONScanner(
                piece.bytes, from: position, file: pieces.file, limits: limits, offset: piece.offset,
                line: line)
            while scanner.peek() != nil {
                guard try rows.read(&scanner, piece.bytes) else { return .unknown(rows.reason) }
            }
            line += piece.bytes.raw.count { $0 == 10 }
            next = try pieces.next(into: piece.bytes)
            position = 0
        }
        return try rows.finish().map { .table($0) } ?? .unknown(rows.reason)
    }

    /// A single object is a row, a table as pandas writes it, or an exchange's answer: its error, or rows within it.
    private static func readObject(
        _ bytes: Bytes, from start: Int, file: String, limits: Limits, budget: RowBudget,
        options: ReadOptions, sink: @escaping () -> TradeBars
    ) throws(DataError) -> CSVReader.Outcome {
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits, line: 1)
        try scanner.skipValue()
        try scanner.finish()
        scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        let answer = try ExchangeAnswer(&scanner, bytes)
        if let error = answer.error(file: file) { throw error }
        var rows = JSONRows(
            file: file, expectedRows: 1, limits: limits, budget: budget, options: options, sink: sink,
            answer: answer)
        let place = { (place: Int) in JSONScanner(bytes, from: place, file: file, limits: limits) }
        var table = try JSONColumns(answer, bytes, from: place)
        if table == nil { table = try JSONColumns.ofObjects(bytes, place(start)) }
        if let table {
            guard table.count > 0 else { throw DataError(.badInput, file: file, "the table has no rows") }
            try rows.read(table, bytes)
        } else if let place = answer.rows {
            scanner = JSONScanner(bytes, from: place, file: file, limits: limits)
            _ = try scanner.expect("[")
            if scanner.peek() == UInt8(ascii: "]") {
                throw DataError(.badInput, file: file, "the exchange's answer holds no rows")
            }
            repeat {
                guard try rows.read(&scanner, bytes) else { return .unknown(rows.reason) }
            } while try scanner.expect(",", "]") == ","
        } else {
            scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
            guard try rows.read(&scanner, bytes) else {
                return .unknown("a JSON object, not an array of klines")
            }
        }
        return try rows.finish().map { .table($0) } ?? .unknown(rows.reason)
    }
}
