import PlainText

/// A CSV file with any columns: names from its header, and one type a column, decided by all of its cells.
package struct ColumnTable: Sendable {
    /// The cells of a column; an empty cell is `nil`, of texts an empty text.
    package enum Cells: Sendable {
        /// Whole numbers, all of which a double can hold, too.
        case integers([Int64?])
        /// Whole numbers, some of which no double holds.
        case largeIntegers([Int64?])
        /// Numbers.
        case numbers([Double?])
        /// True and false.
        case flags([Bool?])
        /// Anything else.
        case texts([String])
    }

    /// The largest text of a file, in bytes.
    private static let largest = 256 << 20

    /// Names and cells, in the order of the file.
    package let columns: [(name: String, cells: Cells)]
    /// How many rows there are.
    package let count: Int
    /// What is said of the file.
    package let notes: [String]

    /// Reads a file, also a gz or zst.
    ///
    /// Lines that start with `#` are comments. Blank lines at the end are no rows.
    /// - Throws: ``DataError`` that names the line, and `.limit` for more rows than a load may keep.
    package init(_ path: String, limits given: Limits = Limits()) throws(DataError) {
        let document = try DocumentFile(path, largest: Self.largest, limits: given)
        var limits = document.limits
        (limits.line, limits.field) = (1 << 20, 64 << 10)
        var reader = ColumnReader(file: path, limits: limits)
        notes = try reader.read(document)
        (columns, count) = (reader.columns, reader.count)
    }
}

/// Reads rows into columns of texts, then finds the type of each.
private struct ColumnReader {
    private let file: String
    private let limits: Limits
    private var names: [String] = []
    private var cells: [[String]] = []
    private(set) var count = 0

    init(file: String, limits: Limits) { (self.file, self.limits) = (file, limits) }

    /// Reads all rows; answers what is to be said of the file.
    mutating func read(_ document: DocumentFile) throws(DataError) -> [String] {
        let bytes = document.bytes
        defer { withExtendedLifetime(bytes) {} }
        let budget = RowBudget(limits.rows)
        var splitter = RowSplitter(limits: limits)
        var (position, line, end) = (document.start, 0, bytes.count)
        while end > position, bytes.raw[end - 1] == 10 || bytes.raw[end - 1] == 13 { end -= 1 }
        let isOpen = end == bytes.count
        while position < end {
            line += 1
            let first = bytes.raw[position]
            let fault = splitter.split(bytes.start, from: position, end: end)
            let isComment = first == UInt8(ascii: "#")
            defer { position = splitter.next }
            if isComment { continue }
            if let fault {
                throw DataError(.badInput, file: file, line: line, fault.text(limits))
            }
            let row = (0..<splitter.count).map { text(bytes, splitter[$0]) }
            if names.isEmpty {
                try take(header: row, line: line)
            } else {
                try take(row, line: line)
                count += 1
                // A wide row counts as several: rows of market data have some eight cells.
                try budget.take(max(1, names.count / 8), file: file)
            }
        }
        guard !names.isEmpty else { throw DataError(.badInput, file: file, "there is no header") }
        return isOpen && count > 0 ? [OpenEnd.note(line: line)] : []
    }

    private func text(_ bytes: Bytes, _ range: (start: Int, end: Int)) -> String {
        let text = String(decoding: bytes.raw[range.start..<range.end], as: UTF8.self)
        let isQuoted = range.start > 0 && bytes.raw[range.start - 1] == UInt8(ascii: "\"")
        return isQuoted ? text.replacing("\"\"", with: "\"") : text
    }

    private mutating func take(header row: [String], line: Int) throws(DataError) {
        if row.count == 1, let mark = [";", "\t"].first(where: { row[0].contains($0) }) {
            throw DataError(
                .badInput, file: file, line: line,
                "columns are separated by \(mark == ";" ? "';'" : "tabs"), ',' is needed")
        }
        for (index, name) in row.enumerated() {
            guard !name.isEmpty else {
                throw DataError(.badInput, file: file, line: line, "column \(index + 1) has no name")
            }
            guard !row[..<index].contains(name) else {
                throw DataError(
                    .badInput, file: file, line: line, "column \(Echo.plain(name.utf8)) appears twice")
            }
        }
        names = row
        cells = Array(repeating: [], count: row.count)
    }

    private mutating func take(_ row: [String], line: Int) throws(DataError) {
        guard row.count == names.count else {
            throw DataError(
                .badInput, file: file, line: line, "\(row.count) columns, \(names.count) expected")
        }
        for (index, cell) in row.enumerated() { cells[index].append(cell) }
    }

    /// The columns with their types.
    var columns: [(name: String, cells: ColumnTable.Cells)] {
        zip(names, cells).map { ($0, Self.typed($1)) }
    }

    private static func typed(_ cells: [String]) -> ColumnTable.Cells {
        guard cells.contains(where: { !$0.isEmpty }) else { return .texts(cells) }
        if let whole = all(cells, whole) {
            let isLarge = whole.contains { $0.map { Int64(exactly: Double($0)) != $0 } ?? false }
            return isLarge ? .largeIntegers(whole) : .integers(whole)
        }
        if let numbers = all(cells, number) { return .numbers(numbers) }
        if let flags = all(cells, { $0 == "true" ? true : $0 == "false" ? false : nil }) {
            return .flags(flags)
        }
        return .texts(cells)
    }

    /// The values of all cells; `nil` where one that is not empty has none.
    private static func all<Value>(_ cells: [String], _ value: (String) -> Value?) -> [Value?]? {
        var values: [Value?] = []
        values.reserveCapacity(cells.count)
        for cell in cells {
            guard !cell.isEmpty else {
                values.append(nil)
                continue
            }
            guard let value = value(cell) else { return nil }
            values.append(value)
        }
        return values
    }

    /// A whole number as it would be written; `007` is a text.
    private static func whole(_ cell: String) -> Int64? {
        guard let number = Int64(cell), "\(number)" == cell else { return nil }
        return number
    }

    /// A plain number such as `0.5` or `1e-3`; `007`, `0x10`, `nan` and `inf` are texts.
    private static func number(_ cell: String) -> Double? {
        let digits = cell.drop { $0 == "-" }
        guard cell.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }), digits.first?.isNumber == true,
            !(digits.first == "0" && digits.dropFirst().first?.isNumber == true),
            let number = Double(cell), number.isFinite
        else { return nil }
        return number
    }
}
