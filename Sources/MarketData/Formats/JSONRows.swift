import PlainText

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
    private let sink: () -> TradeBars
    private let isOfLines: Bool
    /// The receiver of trades; `nil` for all else.
    private var trades: TradeBars?
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
    ///   - sink: makes what takes trades.
    ///   - answer: what the rows stand in.
    ///   - isOfLines: whether there may be more rows than are kept: trades are then handed on as they come.
    init(
        file: String, expectedRows: Int, limits: Limits, budget: RowBudget, options: ReadOptions,
        sink: @escaping () -> TradeBars, answer: ExchangeAnswer? = nil, isOfLines: Bool = false
    ) {
        (self.sink, self.isOfLines) = (sink, isOfLines)
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
        try take(bytes)
        return true
    }

    /// Takes the row at hand.
    private mutating func take(_ bytes: Bytes) throws(DataError) {
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
            if isOfLines, let trades, rows?.hasBadRows == false { try rows?.drain(into: trades) }
        }
    }

    /// The table of all rows; `nil` where there was none.
    mutating func finish() throws(DataError) -> Table? {
        try budget.take(uncounted, file: file)
        if let trades, rows?.hasBadRows == false {
            // Venues answer with the newest trade first.
            if !isOfLines { rows?.turnAround() }
            try rows?.drain(into: trades)
        }
        var table = try rows?.finish()
        if let trades, let all = table { table = trades.finish(all) }
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
                    "\(options.absent(from: []))rows of \(cells.count) values say nothing by their places: 6 (time, open, high, low, close, volume), 7 "
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
            guard
                let known = try HeaderReading.layout(
                    RowNames.of(names), sample: texts, file: file, options: options)
            else {
                reason =
                    "\(options.absent(from: names))JSON objects of no known kind: "
                    + names.prefix(8).map { Echo.plain($0.utf8) }.joined(separator: ", ")
                return false
            }
            layout = known
        }
        var table = Table(file: file, layout: layout, placeWord: "row", firstPlace: 1)
        table.symbol = answer?.symbol
        if answer?.isInverse == true { table.remarks.append(Remark.inverse) }
        if layout.kind == .trades { trades = sink() }
        rows = RowReader(table, rows: expectedRows, limits: limits)
        return true
    }

    /// Reads a table that is written column by column.
    ///
    /// - Throws: what ``read(_:_:)`` throws.
    mutating func read(_ table: JSONColumns, _ bytes: Bytes) throws(DataError) {
        guard table.names.count <= limits.columns else { throw tooLong }
        names = table.names
        for row in 0..<table.count {
            cells = table.columns.map { $0[row] }
            if row == 0, try !begin(bytes) { return }
            try take(bytes)
        }
    }

    private var isWithoutPrices: Bool {
        cells.count == layout.fields.count && layout.kind.isBars
            && zip(layout.fields, cells).allSatisfy { $0.rule != .price || $1.start == $1.end }
    }

    private var tooLong: DataError { DataError(.limit, file: file, "a row of JSON is too long") }
}

/// Members of rows that venues call by a letter or two, or by words that mean something else there.
private enum RowNames {
    /// The names as other files have them.
    static func of(_ names: [String]) -> [String] {
        // Binance's aggTrades: developers.binance.com, read 2026-12-01.
        let isOfTrades = Set(names).isSuperset(of: ["a", "p", "q", "f", "l", "T", "m"])
        return isOfTrades ? names.map { aggregatedTrade[$0] ?? $0 } : names
    }

    private static let aggregatedTrade = [
        "a": "agg_trade_id", "p": "price", "q": "quantity", "f": "first_trade_id", "l": "last_trade_id",
        "T": "transact_time", "m": "is_buyer_maker",
    ]
}
