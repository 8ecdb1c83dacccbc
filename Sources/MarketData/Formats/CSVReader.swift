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
    ///   - bytes: the text.
    ///   - start: where the first line starts.
    ///   - file: its name for messages.
    ///   - limits: of lines, fields and columns.
    /// - Returns: the table, or why the columns are of no known kind.
    /// - Throws: ``DataError`` that names the first bad rows.
    static func read(_ bytes: Bytes, from start: Int, file: String, limits: Limits) throws(DataError)
        -> Outcome
    {
        defer { withExtendedLifetime(bytes) {} }
        let text = bytes.start
        let end = endWithoutBlankLines(bytes, from: start)
        guard start < end else { throw DataError(.badInput, file: file, "file holds blank lines only") }
        var splitter = RowSplitter(limits: limits)
        if let fault = splitter.split(text, from: start, end: end) {
            throw DataError(.badInput, file: file, line: 1, describe(fault, limits))
        }
        let header = (0..<splitter.count).map { index in
            let (start, end) = splitter[index]
            return String(
                decoding: UnsafeBufferPointer(start: text + start, count: end - start), as: UTF8.self)
        }
        let layout: Layout
        if isNumber(header.first) {
            guard header.count == Layout.klines.fields.count, header.prefix(5).allSatisfy(isNumber) else {
                return .unknown("no header, and \(header.count) columns instead of the 12 of klines")
            }
            layout = .klines
        } else {
            guard let known = try Layout.recognise(header, file: file) else {
                return .unknown(
                    "columns " + header.prefix(8).map { Echo.plain($0.utf8) }.joined(separator: ", "))
            }
            layout = known
        }
        let first = layout.hasHeader ? splitter.next : start
        guard first < end else {
            throw DataError(.badInput, file: file, "no data rows, only a header")
        }
        let table = Table(file: file, layout: layout, placeWord: "line", firstPlace: layout.hasHeader ? 2 : 1)
        var rows = RowReader(table, text: text, bytes: end - first, limits: limits)
        readRows(&rows, &splitter, text, from: first, to: end, limits)
        return .table(try rows.finish())
    }

    /// Reads the lines between two line starts.
    private static func readRows(
        _ rows: inout RowReader, _ splitter: inout RowSplitter, _ text: UnsafePointer<UInt8>, from first: Int,
        to end: Int, _ limits: Limits
    ) {
        var position = first
        while position < end {
            if let fault = splitter.split(text, from: position, end: end) {
                rows.skip(describe(fault, limits))
            } else {
                rows.read(count: splitter.count, isCut: !splitter.isClosed) { splitter[$0] }
            }
            position = splitter.next
        }
    }

    /// Where the last line that is not blank ends, its line break included.
    private static func endWithoutBlankLines(_ bytes: Bytes, from start: Int) -> Int {
        func isBreak(_ byte: UInt8) -> Bool { byte == 10 || byte == 13 }
        var last = bytes.count
        while last > start, isBreak(bytes.raw[last - 1]) { last -= 1 }
        while last < bytes.count, bytes.raw[last] == 13 { last += 1 }
        return min(bytes.count, last + (last > start ? 1 : 0))
    }

    private static func isNumber(_ text: String?) -> Bool {
        guard let first = text?.utf8.first else { return false }
        return first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    }

    private static func describe(_ fault: RowSplitter.Fault, _ limits: Limits) -> String {
        switch fault {
        case .longLine: "line longer than \(limits.line) bytes"
        case .longField: "field longer than \(limits.field) bytes"
        case .manyColumns: "more than \(limits.columns) columns"
        case .openQuote: "a quoted field does not end on its line"
        case .textAfterQuote: "text after a closing quote"
        }
    }
}
