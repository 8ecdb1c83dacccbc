import PlainText

/// Reads the known kinds of CSV files.
enum CSVReader {
    /// The result of reading a text.
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
    ///   - budget: counts the rows.
    ///   - threads: how many may take part.
    ///   - options: what is said of the file.
    ///   - sink: where trades go.
    /// - Returns: the table, or why the columns are of no known kind.
    /// - Throws: ``DataError`` that names the first bad rows.
    static func read(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, limits: Limits, budget: RowBudget,
        threads: Int, options: ReadOptions, sink: () -> TradeBars
    ) throws(DataError) -> Outcome {
        let header: Header
        do {
            header = try Header(pieces, first, from: start, limits, options)
        } catch {
            // Text in another encoding is the better answer, wherever it stands.
            try checkEncoding(pieces, first)
            throw error
        }
        guard let layout = header.layout else {
            try checkEncoding(pieces, first)
            return .unknown(header.reason)
        }
        var table = Table(
            file: pieces.file, layout: layout, placeWord: "line",
            firstPlace: header.line + (layout.hasHeader ? 1 : 0))
        table.symbol = header.symbol
        if let remark = header.remark { table.remarks.append(remark) }
        let reading = PieceReading(
            table, pieces, first, limits: limits, budget: budget, threads: threads,
            sink: layout.kind == .trades ? sink() : nil)
        guard let table = try reading.read(first, from: layout.hasHeader ? header.end : header.start) else {
            throw DataError(.badInput, file: pieces.file, "no data rows, only a header")
        }
        return .table(table)
    }

    private static func checkEncoding(_ pieces: TextPieces, _ first: TextPieces.Piece) throws(DataError) {
        var piece: TextPieces.Piece? = first
        var line = 1
        while let next = piece {
            try TextEncoding.check(next.bytes.raw, offset: next.offset, line: line, file: pieces.file)
            line += next.bytes.raw.count { $0 == 10 }
            piece = try pieces.next(into: next.bytes)
        }
    }
}

/// Reads the rows of a text piece by piece: fast where they are clean, with care where they are not.
///
/// Several threads may take part. Each takes the next piece and reads it as if it were clean, which needs nothing of
/// the other pieces; then it waits until it is its piece's turn and adds the rows, or reads them with care. So rows are
/// added, and problems found, in the order of the file, whatever the number of threads.
final class PieceReading {
    private let layout: Layout
    private let pieces: TextPieces
    private let limits: Limits
    private let budget: RowBudget
    private let threads: Int
    /// The receiver of trades; `nil` for all else.
    private let sink: TradeBars?

    /// The rows so far; only touched by the thread whose turn it is.
    private var rows: RowReader
    private let turns = Gate()
    private var turn = 0
    /// The problem that ends the reading: that of the earliest piece that has one.
    private var failure: DataError?

    private let reading = Gate()
    private var ticket = 0
    private var isAtEnd = false

    /// - Parameters:
    ///   - table: without rows.
    ///   - pieces: of the text, the first taken already.
    ///   - first: the first piece, of which the number of rows in all is guessed.
    ///   - limits: of lines and fields.
    ///   - budget: counts the rows.
    ///   - threads: how many may take part.
    ///   - sink: where trades go; `nil` for all else.
    init(
        _ table: Table, _ pieces: TextPieces, _ first: TextPieces.Piece, limits: Limits, budget: RowBudget,
        threads: Int, sink: TradeBars?
    ) {
        (self.sink, self.budget) = (sink, budget)
        (layout, self.pieces, self.limits) = (table.layout, pieces, limits)
        // A thread that reads less than a few pieces costs more than it brings.
        self.threads = max(1, min(threads, pieces.expectedBytes / (8 * TextPieces.size)))
        let sample = first.bytes.raw.prefix(16 << 10)
        let (lines, length) = (sample.count { $0 == 10 }, (sample.lastIndex(of: 10) ?? 0) + 1)
        // A little more: an array that is too short by one row is copied into one of twice the size.
        let guess = Double(lines) * Double(pieces.expectedBytes) / Double(length) * 1.02 + 16
        rows = RowReader(table, rows: sink == nil ? Int(guess) : 0, limits: limits)
    }

    /// Reads everything.
    ///
    /// - Parameters:
    ///   - first: the first piece; its memory is used again for those that follow.
    ///   - start: where its first row starts.
    /// - Returns: the table of all rows; `nil` where there is none.
    /// - Throws: ``DataError`` for a bad row, for text that is not UTF-8, and what the text's stream throws.
    func read(_ first: TextPieces.Piece, from start: Int) throws(DataError) -> Table? {
        let hasRows = start < first.bytes.count
        do {
            var reader = PieceReader(layout, limits)
            if hasRows {
                reader.readClean(first, from: start)
                try add(first, from: start, &reader)
            }
            guard let second = try pieces.next(into: first.bytes) else { return hasRows ? try finish() : nil }
            reader.readClean(second, from: 0)
            try add(second, from: 0, &reader)
        }
        Threads.run(threads) { work() }
        if let failure { throw failure }
        return try finish()
    }

    private func finish() throws(DataError) -> Table {
        var table = try rows.finish()
        if pieces.endsOpen { table.openLine = rows.place - 1 }
        return sink?.finish(table) ?? table
    }

    private func add(
        _ piece: TextPieces.Piece, from start: Int, _ reader: inout PieceReader
    ) throws(DataError) {
        let before = rows.count
        try reader.add(piece, from: start, to: &rows, pieces.file)
        guard let sink else { return try budget.take(rows.count - before, file: pieces.file) }
        if !rows.hasBadRows { try rows.drain(into: sink) }
    }

    private func work() {
        var reader = PieceReader(layout, limits)
        do {
            let room = try pieces.makeRoom()
            while let (ticket, next) = take(room) {
                if case .success(let piece) = next { reader.readClean(piece, from: 0) }
                try turns.enter(when: { turn == ticket || failure != nil }) { () throws(DataError) in
                    guard failure == nil else { return }
                    try add(next.get(), from: 0, &reader)
                    turn += 1
                }
            }
        } catch {
            turns.enter { failure = failure ?? error }
        }
    }

    /// The next piece, or why there is none, and its number.
    private func take(_ room: Bytes) -> (Int, Result<TextPieces.Piece, DataError>)? {
        reading.enter { () -> (Int, Result<TextPieces.Piece, DataError>)? in
            guard !isAtEnd else { return nil }
            defer { ticket += 1 }
            do throws(DataError) {
                if let piece = try pieces.next(into: room) { return (ticket, .success(piece)) }
                isAtEnd = true
                return nil
            } catch {
                isAtEnd = true
                return (ticket, .failure(error))
            }
        }
    }
}

/// The readers of one thread.
struct PieceReader: ~Copyable {
    private var clean: CleanRows
    private var isClean = false
    private var splitter: RowSplitter
    private let limits: Limits

    init(_ layout: Layout, _ limits: Limits) {
        self.limits = limits
        clean = CleanRows(layout, limits: limits)
        splitter = RowSplitter(limits: limits)
    }

    /// Reads a piece as if it were clean.
    mutating func readClean(_ piece: TextPieces.Piece, from start: Int) {
        isClean = clean.read(piece.bytes.start, from: start, to: piece.bytes.count)
    }

    /// Adds the rows of the piece that ``readClean(_:from:)`` has seen.
    mutating func add(
        _ piece: TextPieces.Piece, from start: Int, to rows: inout RowReader, _ file: String
    ) throws(DataError) {
        if isClean, rows.take(clean) { return }
        let (text, end) = (piece.bytes.start, piece.bytes.count)
        try TextEncoding.check(
            UnsafeRawBufferPointer(rebasing: piece.bytes.raw[start...]), offset: piece.offset + start,
            line: rows.place, file: file)
        var position = start
        while position < end {
            if let fault = splitter.split(text, from: position, end: end) {
                rows.skip(fault.text(limits))
            } else {
                rows.read(text, count: splitter.count, isCut: !splitter.isClosed) { splitter[$0] }
            }
            position = splitter.next
        }
    }
}
