/// Reads the exchange's JSON klines: an array of arrays of twelve numbers, which may be strings.
enum KlinesJSON {
    /// Reads a whole document.
    ///
    /// - Throws: ``DataError`` for broken JSON with its byte, for rows that break a rule, for an exchange's error.
    static func read(_ bytes: Bytes, from start: Int, file: String, limits: Limits) throws(DataError)
        -> CSVReader.Outcome
    {
        defer { withExtendedLifetime(bytes) {} }
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        guard scanner.peek() == UInt8(ascii: "[") else {
            return try readObject(bytes, from: start, file: file, limits: limits)
        }
        _ = try scanner.expect("[")
        if let next = scanner.peek(), next != UInt8(ascii: "[") {
            if next == UInt8(ascii: "]") {
                throw DataError(.badInput, file: file, "no data rows in the JSON array")
            }
            var all = JSONScanner(bytes, from: start, file: file, limits: limits)
            try all.skipValue()
            return .unknown("JSON that is not an array of arrays")
        }
        let table = Table(file: file, layout: .klines, placeWord: "row", firstPlace: 1)
        var rows = RowReader(table, rows: bytes.count / 72, limits: limits)
        var cells: [(start: Int, end: Int)] = []
        repeat {
            cells.removeAll(keepingCapacity: true)
            _ = try scanner.expect("[")
            repeat {
                if cells.count >= limits.columns {
                    throw DataError(.limit, file: file, "a row of JSON is too long")
                }
                cells.append(try scanner.scalar())
            } while try scanner.expect(",", "]") == ","
            if cells.contains(where: { $0.end - $0.start > limits.field }) {
                rows.skip("field longer than \(limits.field) bytes")
            } else {
                rows.read(bytes.start, count: cells.count) { cells[$0] }
            }
        } while try scanner.expect(",", "]") == ","
        try scanner.finish()
        return .table(try rows.finish())
    }

    /// An object is never data; the exchange's error is recognised by its `code` and `msg`.
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
            let name = try scanner.scalar()
            _ = try scanner.expect(":")
            let isNested = scanner.peek() == UInt8(ascii: "{") || scanner.peek() == UInt8(ascii: "[")
            if isNested {
                try scanner.skipValue()
            } else {
                let value = try scanner.scalar()
                switch String(decoding: bytes.raw[name.start..<name.end], as: UTF8.self) {
                case "code": code = Array(bytes.raw[value.start..<value.end].prefix(64))
                case "msg": text = Array(bytes.raw[value.start..<value.end].prefix(256))
                default: break
                }
            }
            isMore = try scanner.expect(",", "}") == ","
        }
        guard let code, let text else { return .unknown("a JSON object, not an array of klines") }
        throw DataError(
            .badInput, file: file,
            "file holds an exchange error (\(Echo.plain(code)) \(Echo.plain(text))), not data")
    }
}
