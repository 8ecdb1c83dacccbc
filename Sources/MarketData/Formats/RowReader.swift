import PlainText
import LiquidationCore

/// Turns rows of fields into numbers and checks each against its column's rule.
///
/// It knows nothing of CSV or JSON: a row is a list of byte ranges.
struct RowReader {
    /// The rows that have been read and left their block.
    var table: Table
    /// The problems so far.
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

    /// Whether dates begin with the day or with the month.
    var dates = DateOrder()
    /// Rows that were taken, those that a sink has included.
    private var accepted = 0
    /// Whose rows were passed over.
    private var others = OtherRows()

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
        var (time, close, clock): (Int64, Int64?, Int64?) = (0, nil, nil)
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
            case .price, .mark, .quantity, .amount, .rate, .percent, .number:
                guard let value = DecimalNumber.parse(field, length) else {
                    let isMissing = length == 0 && rule != .price && rule != .quantity
                    guard isMissing || rule == .number else { return refuse(index, field, length) }
                    row[cell] = .nan
                    table.blanks[cell].add(place)
                    continue
                }
                guard isGood(value, rule) else { return refuse(index, field, length) }
                row[cell] = value
            case .side(let word):
                guard let value = word.parse(UnsafeBufferPointer(start: field, count: length)) else {
                    return refuse(index, field, length)
                }
                row[cell] = value
            case .chosen(let wanted):
                guard UnsafeBufferPointer(start: field, count: length).elementsEqual(wanted) else {
                    others.add(UnsafeBufferPointer(start: field, count: length), place)
                    return
                }
            case .time:
                guard let value = instant(field, length) else { return refuse(index, field, length) }
                time = value
            case .clock:
                guard let value = TextTime.timeOfDay(field, length) else {
                    return refuse(index, field, length)
                }
                clock = value
            case .whole:
                if length == 0 { continue }
                guard case .value = WholeNumber.parse(field, length) else {
                    return refuse(index, field, length)
                }
            case .symbol:
                guard isSymbol(index, field, length) else { return refuse(index, field, length) }
            case .closeTime:
                if length == 0 { continue }
                guard let value = CloseTimes.milliseconds(field, length) else {
                    return refuse(index, field, length)
                }
                close = value
            case .label:
                guard length == 0 || isLabel(index, UnsafeBufferPointer(start: field, count: length)) else {
                    return refuse(index, field, length)
                }
            case .ignored: continue
            }
        }
        if let problem = checks.problem(row, text, range) {
            bad.add(place, problem)
            return
        }
        if let clock {
            guard time % 86_400_000 == 0 else {
                bad.add(place, "the date has a time of day, and there is a column of times of day")
                return
            }
            time += clock
            if let other = dates.other { dates.other = other + clock }
        }
        if let close {
            guard close >= time else {
                let (close, time) = (Timestamp(milliseconds: close), Timestamp(milliseconds: time))
                bad.add(place, "column close_time: the bar closes at \(close), before it opens (\(time))")
                return
            }
            table.closeTimes.add(close - time, from: place, open: time)
        }
        accept(time)
    }

    @inline(__always)
    private func isGood(_ value: Double, _ rule: CellRule) -> Bool {
        switch rule {
        case .price, .quantity, .mark: value > 0 && value < .infinity
        case .amount: value >= 0 && value < .infinity
        case .rate: abs(value) <= limits.fundingRate
        case .percent: abs(value) <= 100 * limits.fundingRate
        default: abs(value) < .infinity
        }
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
        if let other = dates.other { dates.add(other, place) }
        block.append(contentsOf: row)
        if block.count >= RowReader.blockRows * row.count { flush() }
        if checks.openInterest >= 0, row[checks.openInterest] == 0 {
            table.zeroOpenInterest.add(place)
        }
    }

    mutating func flush() {
        accepted += block.count / max(1, row.count)
        let width = row.count
        block.withUnsafeBufferPointer { block in
            for cell in 0..<width {
                let cells = stride(from: cell, to: block.count, by: width).lazy.map { block[$0] }
                table.columns[cell].append(contentsOf: cells)
            }
        }
        block.removeAll(keepingCapacity: true)
    }

    /// The number of good rows that are kept.
    var count: Int { table.time.count }

    /// Whether a row was bad.
    var hasBadRows: Bool { bad.count > 0 }

    /// The table of all good rows.
    ///
    /// - Throws: ``DataError`` where a row was bad.
    mutating func finish() throws(DataError) -> Table {
        if let error = bad.error(file: table.file) ?? dates.error(table) { throw error }
        flush()
        if accepted == 0 { table.absent = others.error(table) }
        table.otherRows = others.count
        table.convert()
        return table
    }
}

/// Reading of single cells, and messages for those that cannot be read.
extension RowReader {
    mutating func isSymbol(_ index: Int, _ field: UnsafePointer<UInt8>, _ length: Int) -> Bool {
        let bytes = UnsafeBufferPointer(start: field, count: length)
        // The markets of ccxt: as a whole they have to be the same, a future of a coin is not its spot.
        if table.labels[index] != nil { return isLabel(index, bytes) }
        if table.symbol == nil, let symbol = Symbol.ofMarket(bytes) {
            table.symbol = symbol
            return isLabel(index, bytes)
        }
        if let symbol = table.symbol { return symbol.utf8.elementsEqual(bytes) }
        guard Symbol.isValid(bytes) else { return false }
        table.symbol = String(decoding: bytes, as: UTF8.self)
        return true
    }

    /// Whether a text is that of the rows before.
    mutating func isLabel(_ field: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if let label = table.labels[field] { return label.elementsEqual(text) }
        table.labels[field] = Array(text)
        return true
    }

    func wrongCount(_ count: Int, _ isCut: Bool) -> String {
        if isCut, count < fields.count {
            let whole = table.layout.hasHeader ? "the header" : "a kline"
            return "cut short: fewer columns than \(whole) (\(count), \(fields.count) expected)"
        }
        return "\(count) column\(count == 1 ? "" : "s"), \(fields.count) expected"
    }

    private mutating func refuseOther(_ index: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let column = table.layout.fields[index]
        guard column.rule == .label || column.rule == .symbol && Symbol.isName(bytes) else { return false }
        if bad.count == 0 {
            let first = table.labels[index].map(Echo.plain) ?? table.symbol ?? ""
            bad.hint =
                "--where \(Echo.plain(column.name.utf8))=\(DataOption.quoted(first)) reads the rows of one"
        }
        return true
    }

    mutating func refuse(_ index: Int, _ field: UnsafePointer<UInt8>, _ length: Int) {
        let bytes = UnsafeBufferPointer(start: field, count: length)
        let column = table.layout.fields[index]
        let problem =
            column.rule == .label
            ? "\(Echo.plain(bytes)), but the rows before say \(Echo.plain(table.labels[index] ?? []))"
            : CellProblem.text(
                of: bytes, column, unit: table.unit,
                symbol: table.labels[index].map(Echo.plain) ?? table.symbol, limits)
        _ = refuseOther(index, bytes)
        if bad.count == 0, column.rule == .rate {
            bad.hint = "--funding-unit percent reads rates in per cent"
        }
        if bad.count == 0, column.rule == .time, let unit = table.layout.timeUnit {
            bad.hint =
                unit == .dayFirst || unit == .monthFirst
                ? "--time-unit \(unit.rawValue) was given"
                : "--time-unit \(unit.rawValue) was given: times lie between 2001 and 2286"
        }
        bad.add(place, "column \(Echo.plain(column.name.utf8)): \(problem)")
    }
}

extension RowReader {
    /// Takes all rows of a piece that is clean.
    ///
    /// - Returns: false where its times have another unit than those before, or its rows another symbol.
    mutating func take(_ piece: borrowing CleanRows) -> Bool {
        guard table.unit == nil || table.unit == piece.unit else { return false }
        if let symbol = piece.symbol {
            guard table.symbol == nil || table.symbol?.utf8.elementsEqual(symbol) == true else {
                return false
            }
            if table.symbol == nil { table.symbol = String(decoding: symbol, as: UTF8.self) }
        }
        for (field, text) in piece.labels {
            guard table.labels[field]?.elementsEqual(text) != false else { return false }
        }
        for (field, text) in piece.labels where table.labels[field] == nil {
            table.labels[field] = Array(text)
        }
        flush()
        table.unit = piece.unit
        table.time.append(contentsOf: UnsafeBufferPointer(start: piece.times, count: piece.rows))
        let times = piece.times
        var isOrdered = times[0] >= lastTime
        for row in 1..<max(1, piece.rows) { isOrdered = isOrdered && times[row] >= times[row - 1] }
        if !isOrdered {
            for row in 0..<piece.rows where times[row] < (row == 0 ? lastTime : times[row - 1]) {
                table.outOfOrder.add(place + row)
            }
        }
        lastTime = times[piece.rows - 1]
        for cell in table.columns.indices {
            let cells = UnsafeBufferPointer(start: piece.column(cell), count: piece.rows)
            table.columns[cell].append(contentsOf: cells)
            if piece.mayBeBlank[cell] {
                let blanks = cells.count { $0.isNaN }
                let first = cells.firstIndex { $0.isNaN } ?? 0
                table.blanks[cell].add(blanks, from: place + first)
            }
            if cell == checks.openInterest, let first = cells.firstIndex(of: 0) {
                table.zeroOpenInterest.add(cells.count { $0 == 0 }, from: place + first)
            }
        }
        takeSpans(piece)
        place += piece.rows
        return true
    }

    private mutating func takeSpans(_ piece: borrowing CleanRows) {
        guard piece.hasSpans else { return }
        let (spans, times, rows) = (piece.spans, piece.times, piece.rows)
        var start = 0
        for row in 1...rows where row == rows || spans[row] != spans[start] {
            var open = times[start]
            for other in start..<row { open = max(open, times[other]) }
            table.closeTimes.add(spans[start], rows: row - start, from: place + start, open: open)
            start = row
        }
    }

    /// Puts rows into the order of time that came with the last one first.
    mutating func turnAround() {
        let times = table.time
        guard times.count > 1, zip(times, times.dropFirst()).allSatisfy({ $0 >= $1 }),
            dates.error(table) == nil
        else { return }
        dates.forget()
        flush()
        table.time.reverse()
        for cell in table.columns.indices { table.columns[cell].reverse() }
    }

    /// Hands all rows so far to a sink and keeps none.
    mutating func drain(into sink: TradeBars) throws(DataError) {
        // Trades are not kept until a later row tells the order.
        if let error = dates.error(table) { throw error }
        flush()
        guard !table.time.isEmpty else { return }
        func cells(_ slot: Slot) -> [Double] {
            table.layout.slots.firstIndex(of: slot).map { table.columns[$0] } ?? []
        }
        let chunk = TradeChunk(
            file: table.file, time: table.time, price: cells(.tradePrice), quantity: cells(.tradeQuantity),
            makers: cells(.seller))
        // Where a row was bad the lines are not these, but then the bad row is the error.
        try sink.take(chunk, line: place - chunk.count)
        dates.forget()
        table.time.removeAll(keepingCapacity: true)
        for cell in table.columns.indices { table.columns[cell].removeAll(keepingCapacity: true) }
    }
}
