/// Turns rows of fields into numbers and checks each against its column's rule.
///
/// It knows nothing of CSV or JSON: a row is a list of byte ranges.
struct RowReader {
    /// What has been read and left its block.
    var table: Table
    /// What was wrong.
    var bad: BadRows

    let limits: Limits
    let fields: [(rule: CellRule, cell: Int)]
    let checks: RowChecks
    private var row: [Double]
    /// Good rows, cell by cell, until ``flush()`` turns them into columns while they are still in the cache.
    private var block: [Double] = []
    private static let blockRows = 512
    var place: Int
    var lastTime = Int64.min

    /// - Parameters:
    ///   - table: without rows; its layout rules.
    ///   - rows: about how many there will be, to reserve memory.
    ///   - limits: of funding rates.
    init(_ table: Table, rows: Int, limits: Limits) {
        (self.table, self.limits) = (table, limits)
        bad = BadRows(word: table.placeWord)
        let slots = table.layout.slots
        fields = Array(zip(table.layout.fields.map(\.rule), table.layout.cells))
        checks = RowChecks(table.layout)
        row = Array(repeating: .nan, count: slots.count)
        place = table.firstPlace
        let rows = min(rows, 1 << 22)
        self.table.time.reserveCapacity(rows)
        LargePages.advise(&self.table.time, rows)
        for cell in slots.indices {
            self.table.columns[cell].reserveCapacity(rows)
            LargePages.advise(&self.table.columns[cell], rows)
        }
        block.reserveCapacity(RowReader.blockRows * slots.count)
    }

    /// Reads one row.
    ///
    /// - Parameters:
    ///   - text: what ranges refer to.
    ///   - count: how many fields it has.
    ///   - isCut: whether the text ends within this row.
    ///   - range: where a field starts and ends in the text.
    @inline(__always)
    mutating func read(
        _ text: UnsafePointer<UInt8>, count: Int, isCut: Bool = false, range: (Int) -> (start: Int, end: Int)
    ) {
        defer { place &+= 1 }
        guard count == fields.count else {
            let problem = wrongCount(count, isCut)
            bad.add(place, problem)
            return
        }
        var time: Int64 = 0
        for index in 0..<count {
            let (rule, cell) = fields[index]
            if rule == .ignored { continue }
            let (start, end) = range(index)
            let field = text + start
            let length = end &- start
            switch rule {
            case .flag:
                guard let value = Flag.parse(field, length) else { return refuse(index, field, length) }
                row[cell] = value ? 1 : 0
            case .price, .mark, .quantity, .amount, .rate:
                guard let value = DecimalNumber.parse(field, length) else {
                    guard length == 0, rule == .amount || rule == .rate || rule == .mark else {
                        return refuse(index, field, length)
                    }
                    row[cell] = .nan
                    table.blanks[cell].add(place)
                    continue
                }
                let isGood =
                    rule == .price || rule == .quantity || rule == .mark
                    ? value > 0 && value < .infinity
                    : rule == .amount ? value >= 0 && value < .infinity : abs(value) <= limits.fundingRate
                guard isGood else { return refuse(index, field, length) }
                row[cell] = value
            case .time:
                guard let value = instant(field, length) else { return refuse(index, field, length) }
                time = value
            case .whole:
                if length == 0 { continue }
                guard case .value = WholeNumber.parse(field, length) else {
                    return refuse(index, field, length)
                }
            case .symbol:
                guard isSymbol(field, length) else { return refuse(index, field, length) }
            case .ignored: continue
            }
        }
        if let problem = checks.problem(row, text, range) {
            bad.add(place, problem)
            return
        }
        accept(time)
    }

    /// Passes over a row that has no prices at all.
    mutating func leaveOut() {
        table.withoutPrices.add(place)
        place += 1
    }

    /// Counts a row that could not be cut into fields.
    mutating func skip(_ problem: String) {
        bad.add(place, problem)
        place += 1
    }

    private mutating func accept(_ time: Int64) {
        if time < lastTime { table.outOfOrder.add(place) }
        lastTime = time
        table.time.append(time)
        block.append(contentsOf: row)
        if block.count >= RowReader.blockRows * row.count { flush() }
        if checks.openInterest >= 0, row[checks.openInterest] == 0 {
            table.zeroOpenInterest.add(place)
        }
    }

    mutating func flush() {
        let width = row.count
        block.withUnsafeBufferPointer { block in
            for cell in 0..<width {
                let cells = stride(from: cell, to: block.count, by: width).lazy.map { block[$0] }
                table.columns[cell].append(contentsOf: cells)
            }
        }
        block.removeAll(keepingCapacity: true)
    }

    /// Whether a row was bad.
    var hasBadRows: Bool { bad.count > 0 }

    /// The table of all good rows.
    ///
    /// - Throws: ``DataError`` where a row was bad.
    mutating func finish() throws(DataError) -> Table {
        if let error = bad.error(file: table.file) { throw error }
        flush()
        return table
    }
}
