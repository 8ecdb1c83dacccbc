/// A table that JSON holds by its columns, or with their names apart from the rows.
struct JSONColumns {
    /// The name of each column; that of an index is empty.
    private(set) var names: [String]
    /// Where the cells of each column stand in the text; all are equally long.
    private(set) var columns: [[(start: Int, end: Int)]]

    /// The number of rows.
    var count: Int { columns.first?.count ?? 0 }

    private init(_ names: [String], _ columns: [[(start: Int, end: Int)]]) {
        (self.names, self.columns) = (names, columns)
    }

    /// The arrays of an answer, one for each column; or names, index and rows as pandas' `orient="split"` writes them; `nil`
    /// where it has no such arrays.
    ///
    /// - Parameters:
    ///   - answer: of the object that holds the arrays.
    ///   - bytes: the text.
    ///   - scan: makes a scanner from a place on.
    /// - Throws: ``DataError`` for arrays of different lengths, and for anything but scalars in them.
    init?(_ answer: ExchangeAnswer, _ bytes: Bytes, from scan: (Int) -> JSONScanner) throws(DataError) {
        let arrays = Dictionary(answer.arrays.map { ($0.name, $0.place) }) { first, _ in first }
        if let names = arrays["columns"], let index = arrays["index"], let rows = arrays["data"] {
            try self.init(names: scan(names), index: scan(index), rows: scan(rows), bytes)
            return
        }
        guard Self.isByColumn(Set(arrays.keys)) else { return nil }
        var columns: [[(start: Int, end: Int)]] = []
        for (_, place) in answer.arrays {
            var scanner = scan(place)
            columns.append(try scanner.scalars())
        }
        // Deribit calls the times of candles ticks, and their quote volume cost: docs.deribit.com, read 2026-11-30.
        let names = ["ticks": "time", "cost": "quote_volume"]
        self.init(answer.arrays.map { names[$0.name] ?? $0.name }, columns)
        guard columns.allSatisfy({ $0.count == count }) else {
            throw scan(answer.arrays.last?.place ?? 0).error("the answer's arrays differ in length")
        }
    }

    /// Whether arrays of such names are columns: an array of times, and one for each price. One letter is how TradingView's
    /// feeds have it (UDF, the history of a symbol; tradingview.com/charting-library-docs, read 2026-12-01).
    private static func isByColumn(_ names: Set<String>) -> Bool {
        names.isSuperset(of: ["ticks", "open", "high", "low", "close"])
            || names.isSuperset(of: ["t", "o", "h", "l", "c"])
    }

    private init(
        names: JSONScanner, index: JSONScanner, rows: JSONScanner, _ bytes: Bytes
    ) throws(DataError) {
        var (names, index, rows) = (names, index, rows)
        let labels = try names.scalars().map { Self.text($0, bytes) }
        var columns = [try index.scalars()] + labels.map { _ in [] }
        _ = try rows.expect("[")
        if rows.peek() == UInt8(ascii: "]") {
            _ = try rows.expect("]")
        } else {
            repeat {
                let cells = try rows.scalars()
                guard cells.count == labels.count else {
                    throw rows.error("\(cells.count) values in a row, but \(labels.count) columns")
                }
                for (column, cell) in cells.enumerated() { columns[column + 1].append(cell) }
            } while try rows.expect(",", "]") == ","
        }
        guard columns.allSatisfy({ $0.count == columns[0].count }) else {
            throw rows.error("index and data differ in length")
        }
        self.init([""] + labels, columns)
    }

    /// An object of objects that all have the same members: columns by name, each from index to value, as pandas'
    /// `to_json()` writes them; or rows by index, as `orient="index"` does.
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - scanner: stands before the object, which is whole.
    /// - Returns: `nil` for any other object.
    /// - Throws: ``DataError`` for broken JSON.
    static func ofObjects(_ bytes: Bytes, _ scanner: JSONScanner) throws(DataError) -> JSONColumns? {
        var scanner = scanner
        var names: [String] = []
        var (keys, cells): ([(start: Int, end: Int)], [[(start: Int, end: Int)]]) = ([], [])
        _ = try scanner.expect("{")
        if scanner.peek() == UInt8(ascii: "}") { return nil }
        var outer: [(start: Int, end: Int)] = []
        repeat {
            let name = try scanner.name()
            _ = try scanner.expect(":")
            guard scanner.peek() == UInt8(ascii: "{"),
                let members = try scanner.scalarMembers(),
                names.isEmpty || members.count == keys.count
            else { return nil }
            if names.isEmpty { keys = members.map(\.name) }
            for (member, key) in zip(members, keys)
            where !bytes.raw[member.name.start..<member.name.end].elementsEqual(
                bytes.raw[key.start..<key.end])
            {
                return nil
            }
            outer.append(name)
            names.append(text(name, bytes))
            cells.append(members.map(\.value))
        } while try scanner.expect(",", "}") == ","
        guard let first = names.first, !keys.isEmpty else { return nil }
        // No column is called by a number or a time.
        guard Int(first) != nil || TextTime.isInstant(first) else {
            return JSONColumns([""] + names, [keys] + cells)
        }
        let columns = keys.indices.map { column in cells.map { $0[column] } }
        return JSONColumns([""] + keys.map { text($0, bytes) }, [outer] + columns)
    }

    private static func text(_ range: (start: Int, end: Int), _ bytes: Bytes) -> String {
        JSONEscapes.undone(bytes.raw[range.start..<range.end])
    }
}
