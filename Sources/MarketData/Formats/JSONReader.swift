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
    /// - Returns: the table, or why the rows are of no known kind.
    /// - Throws: ``DataError`` for broken JSON with its byte, for rows that break a rule, for an exchange's error.
    static func read(
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, limits: Limits, budget: RowBudget,
        options: ReadOptions
    ) throws(DataError) -> CSVReader.Outcome {
        let file = pieces.file
        if isLines(first.bytes, from: start, limits) {
            return try readLines(pieces, first, from: start, limits, budget, options)
        }
        try pieces.addRest(to: first.bytes)
        let bytes = first.bytes
        defer { withExtendedLifetime(bytes) {} }
        try TextEncoding.check(bytes.raw, offset: 0, file: file)
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        guard scanner.peek() == UInt8(ascii: "[") else {
            return try readObject(
                bytes, from: start, file: file, limits: limits, budget: budget, options: options)
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
        var rows = JSONRows(
            file: file, expectedRows: bytes.count / 72, limits: limits, budget: budget, options: options)
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
        _ pieces: TextPieces, _ first: TextPieces.Piece, from start: Int, _ limits: Limits,
        _ budget: RowBudget, _ options: ReadOptions
    ) throws(DataError) -> CSVReader.Outcome {
        var rows = JSONRows(
            file: pieces.file, expectedRows: pieces.expectedBytes / 96, limits: limits, budget: budget,
            options: options)
        var (next, position): (TextPieces.Piece?, Int) = (first, start)
        while let piece = next {
            try TextEncoding.check(piece.bytes.raw, offset: piece.offset, file: pieces.file)
            var scanner = JSONScanner(
                piece.bytes, from: position, file: pieces.file, limits: limits, offset: piece.offset)
            while scanner.peek() != nil {
                guard try rows.read(&scanner, piece.bytes) else { return .unknown(rows.reason) }
            }
            next = try pieces.next(into: piece.bytes)
            position = 0
        }
        return try rows.finish().map { .table($0) } ?? .unknown(rows.reason)
    }

    /// A single object is a row, or an exchange's answer: its error, or rows within it.
    private static func readObject(
        _ bytes: Bytes, from start: Int, file: String, limits: Limits, budget: RowBudget,
        options: ReadOptions
    ) throws(DataError) -> CSVReader.Outcome {
        var scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        try scanner.skipValue()
        try scanner.finish()
        scanner = JSONScanner(bytes, from: start, file: file, limits: limits)
        let answer = try ExchangeAnswer(&scanner, bytes)
        if let error = answer.error(file: file) { throw error }
        var rows = JSONRows(
            file: file, expectedRows: 1, limits: limits, budget: budget, options: options, answer: answer)
        if answer.isByColumn {
            try rows.readColumns(answer.arrays, bytes)
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

/// Reads rows that are JSON values: arrays of cells by position, or objects whose members are named like columns.
///
/// The first row decides which it is, and the columns; a null is a blank cell. A row whose four prices are null is no
/// bar: it is left out and said.
struct JSONRows: ~Copyable {
    private let file: String
    private let limits: Limits
    private let budget: RowBudget
    private let options: ReadOptions
    private let answer: ExchangeAnswer?
    private let expectedRows: Int
    /// The reason why the rows are of no known kind.
    private(set) var reason = "JSON objects of no known kind"
    private var rows: RowReader?
    private var layout = Layout.klines
    /// The members of the first row, in its order; none where rows are arrays.
    private var names: [String] = []
    /// The cells of the row at hand.
    private var cells: [(start: Int, end: Int)] = []
    /// Rows that the budget does not know of yet.
    private var uncounted = 0
    /// The reason why the current row cannot be used.
    private var problem: String?

    /// - Parameters:
    ///   - file: for messages.
    ///   - expectedRows: about how many there will be.
    ///   - limits: of fields and columns.
    ///   - budget: counts the rows.
    ///   - options: what is said of the file.
    ///   - answer: what the rows stand in.
    init(
        file: String, expectedRows: Int, limits: Limits, budget: RowBudget, options: ReadOptions,
        answer: ExchangeAnswer? = nil
    ) {
        (self.file, self.expectedRows, self.limits, self.budget) = (file, expectedRows, limits, budget)
        (self.options, self.answer) = (options, answer)
    }

    /// Reads the value that comes next.
    ///
    /// - Parameters:
    ///   - scanner: stands before the value, then behind it.
    ///   - bytes: what the scanner reads.
    /// - Returns: false where a first row is of no known kind.
    /// - Throws: ``DataError`` for broken JSON.
    mutating func read(_ scanner: inout JSONScanner, _ bytes: Bytes) throws(DataError) -> Bool {
        cells.removeAll(keepingCapacity: true)
        problem = nil
        let isFirst = rows == nil
        if isFirst ? scanner.peek() == UInt8(ascii: "{") : !names.isEmpty {
            try readObject(&scanner, bytes, isFirst)
        } else {
            try readArray(&scanner)
        }
        if isFirst, try !begin(bytes) { return false }
        if let problem {
            rows?.skip(problem)
        } else if cells.contains(where: { $0.end - $0.start > limits.field }) {
            rows?.skip("field longer than \(limits.field) bytes")
        } else if isWithoutPrices {
            rows?.leaveOut()
        } else {
            rows?.read(bytes.start, count: cells.count) { cells[$0] }
        }
        // Rows come one by one here, and threads share the count.
        uncounted += 1
        if uncounted == 4096 {
            try budget.take(uncounted, file: file)
            uncounted = 0
        }
        return true
    }

    /// The table of all rows; `nil` where there was none.
    mutating func finish() throws(DataError) -> Table? {
        try budget.take(uncounted, file: file)
        let table = try rows?.finish()
        if let table, table.time.isEmpty {
            throw DataError(.badInput, file: file, "no row has prices")
        }
        return table
    }

    private mutating func readArray(_ scanner: inout JSONScanner) throws(DataError) {
        _ = try scanner.expect("[")
        repeat {
            guard cells.count < limits.columns else { throw tooLong }
            cells.append(try scanner.scalar())
        } while try scanner.expect(",", "]") == ","
    }

    private mutating func readObject(
        _ scanner: inout JSONScanner, _ bytes: Bytes, _ isFirst: Bool
    ) throws(DataError) {
        _ = try scanner.expect("{")
        if !isFirst { cells = Array(repeating: (0, 0), count: names.count) }
        var (seen, count) = (Set<Int>(), 0)
        var isMore = scanner.peek() != UInt8(ascii: "}")
        if !isMore { _ = try scanner.expect("}") }
        while isMore {
            guard count < limits.columns else { throw tooLong }
            let name = try scanner.name()
            _ = try scanner.expect(":")
            let value = try scanner.value()
            let key = bytes.raw[name.start..<name.end]
            if isFirst {
                names.append(String(decoding: key, as: UTF8.self))
                cells.append(value)
            } else if let index = index(of: key, near: count) {
                if !seen.insert(index).inserted { problem = "member \(Echo.quoted(key)) is there twice" }
                cells[index] = value
            } else if layout.knows(String(decoding: key, as: UTF8.self)) {
                problem = "member \(Echo.quoted(key)) is not in the first row"
            }
            count += 1
            isMore = try scanner.expect(",", "}") == ","
        }
    }

    /// Members mostly keep their order.
    private func index(of key: Slice<UnsafeRawBufferPointer>, near place: Int) -> Int? {
        if place < names.count, names[place].utf8.elementsEqual(key) { return place }
        return names.firstIndex { $0.utf8.elementsEqual(key) }
    }

    private mutating func begin(_ bytes: Bytes) throws(DataError) -> Bool {
        let texts = cells.map { String(decoding: bytes.raw[$0.start..<$0.end], as: UTF8.self) }
        if names.isEmpty {
            var known = try HeaderReading.layout(byPlaceIn: texts, file: file, options: options)
            if known == nil, let placed = ArrayRows.layout(of: cells.count, file: file) {
                known = try placed.settled(in: file, options)
            }
            guard let known else {
                reason =
                    "rows of \(cells.count) values say nothing by their places: 6 (time, open, high, low, close, volume), 7 "
                    + "(Bybit, Bitget), 9 (OKX) and 12 (Binance) are known"
                return false
            }
            layout = known
        } else {
            var options = options
            // Bybit's open interest counts both sides (singleOpenInterest, since 2026-06, one): docs of v5, 2026-11-30.
            if answer?.venue == .bybit, options.openInterestUnit == nil, names.contains("openInterest"),
                !names.contains("singleOpenInterest")
            {
                options.openInterestUnit = .bothSides
            }
            guard let known = try HeaderReading.layout(names, sample: texts, file: file, options: options),
                known.kind != .trades
            else {
                reason =
                    "JSON objects of no known kind: "
                    + names.prefix(8).map { Echo.plain($0.utf8) }.joined(separator: ", ")
                return false
            }
            layout = known
        }
        var table = Table(file: file, layout: layout, placeWord: "row", firstPlace: 1)
        table.symbol = answer?.symbol
        rows = RowReader(table, rows: expectedRows, limits: limits)
        return true
    }

    /// Reads arrays that stand side by side, one for each column.
    ///
    /// - Throws: ``DataError`` for arrays of different lengths and what ``read(_:_:)`` throws.
    mutating func readColumns(_ arrays: [(name: String, place: Int)], _ bytes: Bytes) throws(DataError) {
        var columns: [[(start: Int, end: Int)]] = []
        for (_, place) in arrays {
            var scanner = JSONScanner(bytes, from: place, file: file, limits: limits)
            var column: [(start: Int, end: Int)] = []
            _ = try scanner.expect("[")
            if scanner.peek() != UInt8(ascii: "]") {
                repeat { column.append(try scanner.scalar()) } while try scanner.expect(",", "]") == ","
            }
            columns.append(column)
        }
        // Deribit calls the times of candles ticks, and their quote volume cost: docs.deribit.com, read 2026-11-30.
        names = arrays.map { $0.name == "ticks" ? "time" : $0.name == "cost" ? "quote_volume" : $0.name }
        guard let count = columns.first?.count, columns.allSatisfy({ $0.count == count }) else {
            throw DataError(.badInput, file: file, "the answer's arrays differ in length")
        }
        for row in 0..<count {
            cells = columns.map { $0[row] }
            if row == 0, try !begin(bytes) { return }
            rows?.read(bytes.start, count: cells.count) { cells[$0] }
            uncounted += 1
        }
    }

    private var isWithoutPrices: Bool {
        cells.count == layout.fields.count && layout.kind.isBars
            && zip(layout.fields, cells).allSatisfy { $0.rule != .price || $1.start == $1.end }
    }

    private var tooLong: DataError { DataError(.limit, file: file, "a row of JSON is too long") }
}
