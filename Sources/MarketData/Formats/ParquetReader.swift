import LiquidationCore
import Parquet
import PlainText

/// Reads Parquet tables: the columns that a layout wants, one row group after the other.
///
/// Columns of numbers and times are taken as they are. Where a number breaks its column's rule, or a column holds texts,
/// the row group is read once more as text is, by ``RowReader``: rules and messages stand in one place.
struct ParquetReader {
    private let parquet: ParquetFile
    private let file: String
    private let limits: Limits
    private let budget: RowBudget
    private let options: ReadOptions
    private let threads: Int

    /// The bytes that a Parquet file begins with.
    static func matches(_ head: [UInt8]) -> Bool { head.starts(with: Array("PAR1".utf8)) }

    /// A reader of a file.
    ///
    /// - Throws: ``DataError`` for what is no whole Parquet file, or breaks a limit.
    init(
        _ stream: FileStream, file: String, limits: Limits, budget: RowBudget, options: ReadOptions,
        threads: Int
    ) throws(DataError) {
        (self.file, self.limits, self.budget, self.options) = (file, limits, budget, options)
        self.threads = threads
        var bounds = ParquetLimits()
        bounds.rows = limits.rows
        bounds.rowsPerGroup = limits.rows
        bounds.ratio = limits.ratio * 5
        let window = stream.window
        let source = ParquetSource(size: stream.size) { offset, memory in
            let count = try window.read(at: offset, into: memory)
            guard limits.shouldContinue(count) else {
                throw DataError(.interrupted, file: file, "interrupted")
            }
            return count
        }
        do { parquet = try ParquetFile(reading: source, limits: bounds) } catch {
            throw Self.error(error, file)
        }
    }

    /// The table of all rows.
    ///
    /// - Returns: why the columns fit no known kind, where they do not.
    /// - Throws: ``DataError`` that names the first bad rows.
    func read() throws(DataError) -> CSVReader.Outcome {
        let names = parquet.columns.map(\.name)
        guard parquet.rowCount > 0 else { throw DataError(.badInput, file: file, "the table has no rows") }
        let sample = try (0..<names.count).map { column throws(DataError) in try first(column) }
        guard
            let layout = try HeaderReading.layout(names, sample: sample, file: file, options: options),
            layout.kind != .trades
        else {
            return .unknown(
                options.absent(from: names) + "columns "
                    + names.prefix(8).map { Echo.plain($0.utf8) }.joined(separator: ", "))
        }
        for (field, column) in zip(layout.fields, parquet.columns) where field.rule != .ignored {
            if case .unread(let why) = column.kind {
                throw DataError(
                    .badInput, file: file, "column \(Echo.plain(column.name.utf8)) cannot be read: \(why)")
            }
        }
        try budget.take(parquet.rowCount, file: file)
        let table = Table(file: file, layout: layout, placeWord: "row", firstPlace: 1)
        var rows = RowReader(table, rows: parquet.rowCount, limits: limits)
        for group in 0..<parquet.rowGroupCount { try read(group, layout, &rows) }
        return .table(try rows.finish())
    }

    /// The first cell of a column as text, for what a name does not tell; empty for columns of no numbers.
    private func first(_ column: Int) throws(DataError) -> String {
        switch parquet.columns[column].kind {
        case .number, .integer, .unsigned: "0"
        default: ""
        }
    }

    private func read(_ group: Int, _ layout: Layout, _ rows: inout RowReader) throws(DataError) {
        // Columns are read side by side.
        let columns = InOrder<ParquetChunk?>(count: layout.fields.count) { (index) throws(DataError) in
            guard layout.fields[index].rule != .ignored else { return nil }
            do { return try parquet.read(column: index, rowGroup: group) } catch {
                throw Self.error(error, file)
            }
        }
        let chunks = try columns.run(threads: threads)
        if let columns = ParquetColumns(chunks, layout, parquet.columns, limits), rows.take(columns) {
            return
        }
        readAsText(chunks, layout, parquet.rowCount(ofGroup: group), &rows)
    }

    /// Reads rows with care, cell by cell as text.
    private func readAsText(
        _ chunks: [ParquetChunk?], _ layout: Layout, _ count: Int, _ rows: inout RowReader
    ) {
        var text: [UInt8] = []
        var places: [(start: Int, end: Int)] = []
        for row in 0..<count {
            text.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
            for (index, chunk) in chunks.enumerated() {
                let start = text.count
                if let chunk { append(row, of: chunk, parquet.columns[index].kind, to: &text) }
                places.append((start, text.count))
            }
            // Readers look a word ahead.
            text += repeatElement(0, count: Bytes.padding)
            text.withUnsafeBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return }
                rows.read(start, count: places.count) { places[$0] }
            }
        }
    }

    private func append(
        _ row: Int, of chunk: ParquetChunk, _ kind: ParquetColumn.Kind, to text: inout [UInt8]
    ) {
        guard !chunk.isNull(row) else { return }
        if case .time(let unit, _) = kind, case .times(let times) = chunk.values {
            let (time, isWhole) = unit.milliseconds(times[row])
            // What is no whole millisecond is shown as it is, and refused.
            text += (isWhole ? "\(time)" : "\(times[row])").utf8
        } else if case .numbers(let numbers) = chunk.values, numbers[row].isNaN {
            return
        } else {
            _ = chunk.append(row: row, to: &text)
        }
    }

    private static func error(_ error: any Error, _ file: String) -> DataError {
        if let error = error as? DataError { return error }
        guard let error = error as? ParquetError else { return DataError(.io, file: file, "\(error)") }
        return DataError(error.code == .limit ? .limit : .badInput, file: file, "\(error)")
    }
}

extension ParquetColumn.TimeUnit {
    /// An instant in milliseconds, and whether it is a whole number of them.
    fileprivate func milliseconds(_ time: Int64) -> (Int64, isWhole: Bool) {
        switch self {
        case .days:
            let (product, overflow) = time.multipliedReportingOverflow(by: 86_400_000)
            return (product, !overflow)
        case .milliseconds: return (time, true)
        case .microseconds: return (time / 1000, time % 1000 == 0)
        case .nanoseconds: return (time / 1_000_000, time % 1_000_000 == 0)
        }
    }
}

/// The columns of a row group whose every cell keeps to its rule.
struct ParquetColumns {
    /// One instant a row, milliseconds UTC.
    let times: [Int64]
    /// The unit that times had.
    let unit: TimeUnit
    /// The kept columns in the order of the layout's slots.
    let cells: [[Double]]

    /// - Returns: `nil` where a column holds anything else than numbers or times, or a cell breaks a rule.
    init?(
        _ chunks: [ParquetChunk?], _ layout: Layout, _ columns: [ParquetColumn], _ limits: Limits
    ) {
        guard !layout.needsCare else { return nil }
        var (times, unit): ([Int64]?, TimeUnit) = (nil, .milliseconds)
        let rows = chunks.lazy.compactMap { $0?.count }.first ?? 0
        var cells = [[Double]?](repeating: nil, count: layout.slots.count)
        for (index, field) in layout.fields.enumerated() {
            guard let chunk = chunks[index] else { continue }
            if field.rule == .time {
                guard chunk.valid == nil, let found = Self.times(chunk, columns[index].kind, &unit) else {
                    return nil
                }
                times = found
            } else if layout.cells[index] >= 0 {
                guard let found = Self.numbers(chunk) else { return nil }
                guard Self.keeps(found, field.rule, limits) else { return nil }
                cells[layout.cells[index]] = found
            } else if field.rule != .whole {
                return nil
            }
        }
        guard let times else { return nil }
        (self.times, self.unit) = (times, unit)
        self.cells = cells.map { $0 ?? [Double](repeating: .nan, count: rows) }
    }

    /// Calls a function with the addresses of the columns, from one on.
    func withPointers<Result>(
        _ pointers: [UnsafePointer<Double>] = [], _ body: ([UnsafePointer<Double>]) -> Result
    ) -> Result? {
        guard pointers.count < cells.count else { return body(pointers) }
        return cells[pointers.count].withUnsafeBufferPointer { column -> Result? in
            guard let start = column.baseAddress else { return nil }
            return withPointers(pointers + [start], body)
        }
    }

    private static func times(
        _ chunk: ParquetChunk, _ kind: ParquetColumn.Kind, _ unit: inout TimeUnit
    ) -> [Int64]? {
        let stated: ParquetColumn.TimeUnit
        let values: [Int64]
        if case .times(let times) = chunk.values, case .time(let own, _) = kind {
            (stated, values) = (own, times)
        } else if case .integers(let numbers) = chunk.values, let first = numbers.first,
            let found = TimeUnit(instant: Double(first)), found != .seconds
        {
            guard numbers.allSatisfy({ TimeUnit(instant: Double($0)) == found }) else { return nil }
            stated =
                found == .milliseconds ? .milliseconds : found == .microseconds ? .microseconds : .nanoseconds
            values = numbers
        } else {
            return nil
        }
        unit = .milliseconds
        var isWhole = true
        let times = values.map { value in
            let (time, whole) = stated.milliseconds(value)
            isWhole = isWhole && whole
            return time
        }
        return isWhole ? times : nil
    }

    private static func numbers(_ chunk: ParquetChunk) -> [Double]? {
        var numbers: [Double]
        switch chunk.values {
        case .numbers(let values): numbers = values
        case .integers(let values): numbers = values.map(Double.init)
        case .unsigned(let values): numbers = values.map(Double.init)
        default: return nil
        }
        if let valid = chunk.valid {
            for row in valid.indices where !valid[row] { numbers[row] = .nan }
        }
        return numbers
    }

    /// Whether all cells keep to a rule; NaN is a missing cell.
    private static func keeps(_ cells: [Double], _ rule: CellRule, _ limits: Limits) -> Bool {
        switch rule {
        case .price, .quantity: cells.allSatisfy { $0 > 0 && $0 < .infinity }
        case .amount: cells.allSatisfy { !($0 < 0) && $0 != .infinity }
        case .mark: cells.allSatisfy { !($0 <= 0) && $0 != .infinity }
        case .number: cells.allSatisfy { abs($0) != .infinity }
        case .rate: cells.allSatisfy { !(abs($0) > limits.fundingRate) }
        case .percent: cells.allSatisfy { !(abs($0) > 100 * limits.fundingRate) }
        default: false
        }
    }
}

extension RowReader {
    /// Takes rows whose every cell keeps to its rule.
    ///
    /// - Returns: false where a rule between columns, or the order of times, needs a look at each row.
    mutating func take(_ columns: ParquetColumns) -> Bool {
        guard table.unit == nil || table.unit == columns.unit else { return false }
        let rowCount = columns.times.count
        let hold = columns.withPointers { starts in checks.allHold(rows: rowCount) { starts[$0] } } ?? true
        guard hold else { return false }
        flush()
        table.unit = columns.unit
        var last = lastTime
        for time in columns.times {
            if time < last { table.outOfOrder.add(place) }
            last = time
        }
        table.time += columns.times
        for cell in table.columns.indices {
            let cells = columns.cells[cell]
            if table.columns[cell].isEmpty, cells.count * 2 > table.columns[cell].capacity {
                // The only group of rows, as most files have it: nothing is copied.
                table.columns[cell] = cells
            } else {
                table.columns[cell] += cells
            }
            if let first = cells.firstIndex(where: \.isNaN) {
                table.blanks[cell].add(cells.count { $0.isNaN }, from: place + first)
            }
            if cell == checks.openInterest, let first = cells.firstIndex(of: 0) {
                table.zeroOpenInterest.add(cells.count { $0 == 0 }, from: place + first)
            }
        }
        lastTime = last
        place += columns.times.count
        return true
    }
}
