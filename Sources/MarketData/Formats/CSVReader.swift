import PlainText

/// Reads the known kinds of CSV files.
enum CSVReader {
    /// What a text turned out to be.
    enum Outcome {
        /// One of the known kinds, every row good.
        case table(Table)
        /// Columns that fit no known kind.
        case unknown(String)
    }

    /// Reads a whole file or archive member.
    ///
    /// - Parameters:
    ///   - pieces: of the text, the first taken already.
    ///   - first: the first piece.
    ///   - start: where the first line starts.
    ///   - limits: of lines, fields and columns.
    ///   - threads: how many may take part.
    ///   - sink: where trades go.
    /// - Returns: the table, or why the columns are of no known kind.
    /// - Throws: ``DataError`` that names the first bad rows.
    static func read(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, limits: Limits, threads: Int,
        sink: () -> any TradeSink
    ) throws(DataError) -> Outcome {
        let header: Header
        do {
            header = try Header(pieces, first, from: start, limits)
        } catch {
            // Text in another encoding is the better answer, wherever it stands.
            try checkEncoding(pieces, first)
            throw error
        }
        guard let layout = header.layout else {
            try checkEncoding(pieces, first)
            return .unknown(header.reason)
        }
        let table = Table(
            file: pieces.file, layout: layout, placeWord: "line", firstPlace: layout.hasHeader ? 2 : 1)
        let reading = PieceReading(
            table, pieces, first, limits: limits, threads: threads,
            sink: layout.kind == .trades ? sink() : nil)
        guard let table = try reading.read(first, from: layout.hasHeader ? header.end : start) else {
            throw DataError(.badInput, file: pieces.file, "no data rows, only a header")
        }
        return .table(table)
    }

    /// What the first line shows.
    private struct Header {
        /// `nil` where the columns are of no known kind.
        let layout: Layout?
        /// Why the columns are of no known kind.
        let reason: String
        /// Where the line behind it starts.
        let end: Int

        init(
            _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, _ limits: Limits
        ) throws(DataError) {
            let (file, text) = (pieces.file, first.bytes.start)
            var splitter = RowSplitter(limits: limits)
            if let fault = splitter.split(text, from: start, end: first.bytes.count) {
                throw DataError(.badInput, file: file, line: 1, describe(fault, limits))
            }
            end = splitter.next
            try TextEncoding.check(
                UnsafeRawBufferPointer(rebasing: first.bytes.raw[start..<end]), offset: start, file: file)
            let header = (0..<splitter.count).map { index in
                let (start, end) = splitter[index]
                return String(
                    decoding: UnsafeBufferPointer(start: text + start, count: end - start), as: UTF8.self)
            }
            if isNumber(header.first) {
                let isKline =
                    header.count == Layout.klines.fields.count && header.prefix(5).allSatisfy(isNumber)
                layout = isKline ? .klines : isTrade(header) ? .trades(columns: header.count) : nil
                reason = "no header, and \(header.count) columns instead of the 12 of klines"
            } else {
                layout = try Layout.recognise(header, file: file)
                reason = "columns " + header.prefix(8).map { Echo.plain($0.utf8) }.joined(separator: ", ")
            }
        }
    }

    /// Seven columns of which the seventh is a flag, or eight of which the last two are.
    private static func isTrade(_ header: [String]) -> Bool {
        (7...8).contains(header.count) && header.prefix(6).allSatisfy(isNumber)
            && header.dropFirst(6).allSatisfy { ["true", "false"].contains($0.lowercased()) }
    }

    private static func checkEncoding(_ pieces: TextPieces, _ first: TextPieces.Piece) throws(DataError) {
        var piece: TextPieces.Piece? = first
        while let next = piece {
            try TextEncoding.check(next.bytes.raw, offset: next.offset, file: pieces.file)
            piece = try pieces.next(into: next.bytes)
        }
    }

    private static func isNumber(_ text: String?) -> Bool {
        guard let first = text?.utf8.first else { return false }
        return first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    }

    /// What is wrong with a line that cannot be cut into fields.
    static func describe(_ fault: RowSplitter.Fault, _ limits: Limits) -> String {
        switch fault {
        case .longLine: "line longer than \(limits.line) bytes"
        case .longField: "field longer than \(limits.field) bytes"
        case .manyColumns: "more than \(limits.columns) columns"
        case .openQuote: "a quoted field does not end on its line"
        case .textAfterQuote: "text after a closing quote"
        }
    }
}
