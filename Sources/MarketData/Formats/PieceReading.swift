/// Reads the rows of a text piece by piece: fast where they are clean, with care where they are not.
struct PieceReading: ~Copyable {
    private var rows: RowReader
    private var clean: CleanRows
    private var splitter: RowSplitter
    private let pieces: TextPieces
    private let limits: Limits

    /// - Parameters:
    ///   - table: without rows.
    ///   - pieces: of the text, the first taken already.
    ///   - first: the first piece, of which the number of rows in all is guessed.
    ///   - limits: of lines and fields.
    init(_ table: Table, _ pieces: TextPieces, _ first: TextPieces.Piece, limits: Limits) {
        (self.pieces, self.limits) = (pieces, limits)
        clean = CleanRows(table.layout, limits: limits)
        splitter = RowSplitter(limits: limits)
        let lines = first.bytes.raw.count { $0 == 10 }
        let guess = Double(lines) * Double(pieces.expectedBytes) / Double(max(1, first.bytes.count))
        rows = RowReader(table, rows: Int(guess), limits: limits)
    }

    /// Reads everything.
    ///
    /// - Parameters:
    ///   - first: the first piece; its memory is used again for those that follow.
    ///   - start: where its first row starts.
    /// - Returns: the table of all rows; `nil` where there is none.
    /// - Throws: ``DataError`` for a bad row, for text that is not UTF-8, and what the text's stream throws.
    mutating func read(_ first: TextPieces.Piece, from start: Int) throws(DataError) -> Table? {
        let hasRows = start < first.bytes.count
        if hasRows { try read(first, rowsFrom: start) }
        guard let second = try pieces.next(into: first.bytes) else {
            return hasRows ? try rows.finish() : nil
        }
        try read(second, rowsFrom: 0)
        while let piece = try pieces.next(into: first.bytes) { try read(piece, rowsFrom: 0) }
        return try rows.finish()
    }

    private mutating func read(_ piece: TextPieces.Piece, rowsFrom start: Int) throws(DataError) {
        let (text, end) = (piece.bytes.start, piece.bytes.count)
        if clean.read(text, from: start, to: end), rows.take(clean) { return }
        try TextEncoding.check(
            UnsafeRawBufferPointer(rebasing: piece.bytes.raw[start...]), offset: piece.offset + start,
            file: pieces.file)
        var position = start
        while position < end {
            if let fault = splitter.split(text, from: position, end: end) {
                rows.skip(CSVReader.describe(fault, limits))
            } else {
                rows.read(text, count: splitter.count, isCut: !splitter.isClosed) { splitter[$0] }
            }
            position = splitter.next
        }
    }
}
