import PlainText

/// Reads rows that are JSON values: arrays of cells by position, or objects whose members are named like columns.
///
/// The first row decides which it is, and the columns; a null is a blank cell. A row whose four prices are null is no
/// bar: it is left out and said.
struct JSONRows: ~Copyable {
    private let file: String
    private let limits: Limits
    private let expectedRows: Int
    private var rows: RowReader?
    private var layout = Layout.klines
    /// The members of the first row, in its order; none where rows are arrays.
    private var names: [String] = []
    /// The cells of the row at hand.
    private var cells: [(start: Int, end: Int)] = []
    /// Why the row at hand cannot be used.
    private var problem: String?

    /// - Parameters:
    ///   - file: for messages.
    ///   - expectedRows: about how many there will be.
    ///   - limits: of fields and columns.
    init(file: String, expectedRows: Int, limits: Limits) {
        (self.file, self.expectedRows, self.limits) = (file, expectedRows, limits)
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
        if isFirst, try !begin() { return false }
        if let problem {
            rows?.skip(problem)
        } else if cells.contains(where: { $0.end - $0.start > limits.field }) {
            rows?.skip("field longer than \(limits.field) bytes")
        } else if isWithoutPrices {
            rows?.leaveOut()
        } else {
            rows?.read(bytes.start, count: cells.count) { cells[$0] }
        }
        return true
    }

    /// The table of all rows; `nil` where there was none.
    mutating func finish() throws(DataError) -> Table? {
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

    private mutating func begin() throws(DataError) -> Bool {
        if names.isEmpty {
            layout = cells.count == Layout.candles.fields.count ? .candles : .klines
        } else {
            guard let known = try Layout.recognise(names, file: file), known.kind != .trades else {
                return false
            }
            layout = known
        }
        let table = Table(file: file, layout: layout, placeWord: "row", firstPlace: 1)
        rows = RowReader(table, rows: expectedRows, limits: limits)
        return true
    }

    private var isWithoutPrices: Bool {
        cells.count == layout.fields.count && layout.kind.isBars
            && zip(layout.fields, cells).allSatisfy { $0.rule != .price || $1.start == $1.end }
    }

    private var tooLong: DataError { DataError(.limit, file: file, "a row of JSON is too long") }
}
