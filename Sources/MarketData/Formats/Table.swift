import PlainText
import LiquidationCore

/// The rows of one file or archive member as numbers, in the order of the file.
struct Table {
    /// The path, or `archive/member`.
    let file: String
    /// Its columns.
    let layout: Layout
    /// The word for a place in it: "line" in text, "row" in JSON.
    let placeWord: String
    /// The place of the first row.
    let firstPlace: Int
    /// One instant a row, milliseconds UTC.
    var time: [Int64] = []
    /// The kept columns in the order of `layout.slots`, one cell a row; NaN where missing.
    var columns: [[Double]]
    /// The unit in which the file writes times.
    var unit: TimeUnit?
    /// The symbol that every row names.
    var symbol: String?
    /// The number of blank cells of each kept column, and the place of the first.
    var blanks: [Tally]
    /// The number of open interest cells that are zero, and the place of the first.
    var zeroOpenInterest = Tally()
    /// The number of rows without any price, which were left out, and the place of the first.
    var withoutPrices = Tally()
    /// The number of rows that are earlier than the row before, and the place of the first.
    var outOfOrder = Tally()

    /// How long after its open each bar closes, where the file says so.
    var closeTimes = CloseTimes()
    /// The value of each column that has to be the same in every row, by field; `nil` in others and before the first.
    var labels: [[UInt8]?]
    /// The last line, where no line feed ends it.
    var openLine: Int?

    /// The names of columns in the file; those of bars that were made of trades are others.
    var fileColumns: [String]
    /// What there is to say of its units.
    var remarks: [String] = []

    /// Why no row was left, where all were others'.
    var absent: DataError?
    /// The number of rows that are others' than the one that was asked for.
    var otherRows = 0

    /// The number of trades in the file, where trades became bars.
    var trades: Int?
    /// The step between rows in milliseconds, where it is known and not to be guessed.
    var interval: Int64?

    /// A count that remembers where it began.
    struct Tally {
        private(set) var count = 0
        private(set) var first = 0

        mutating func add(_ place: Int) {
            if count == 0 { first = place }
            count += 1
        }

        /// Adds several, of which the first is at a place.
        mutating func add(_ more: Int, from place: Int) {
            if count == 0, more > 0 { first = place }
            count += more
        }

        /// "line 7", or "line 7 and 2 more".
        func text(_ word: String) -> String {
            count == 1 ? "\(word) \(first)" : "\(word) \(first) and \(count - 1) more"
        }

        /// "first at line 7".
        func firstText(_ word: String) -> String { "first at \(word) \(first)" }
    }

    /// A table without rows.
    init(file: String, layout: Layout, placeWord: String, firstPlace: Int) {
        (self.file, self.layout, self.placeWord, self.firstPlace) = (file, layout, placeWord, firstPlace)
        fileColumns = layout.fields.map(\.name)
        columns = Array(repeating: [], count: layout.slots.count)
        labels = Array(repeating: nil, count: layout.fields.count)
        blanks = Array(repeating: Tally(), count: layout.slots.count)
    }

    /// Puts columns that count something else into the unit of their slot.
    mutating func convert() {
        for (cell, conversion) in layout.conversions {
            for row in columns[cell].indices { columns[cell][row] = conversion(columns[cell][row]) }
        }
    }

    /// A row of a file, for errors.
    struct Place {
        private let file: String
        private let line: Int?
        private let prefix: String

        init(_ table: Table, _ row: Int) {
            (file, line) = (table.file, table.line(row))
            // Lines have a place in every error; rows of JSON are told in its text.
            prefix = line == nil ? "\(table.placeWord) \(table.place(row)): " : ""
        }

        /// A place that is not known.
        init(file: String) { (self.file, line, prefix) = (file, nil, "") }

        /// What is wrong with the row.
        func error(_ message: String, hint: String? = nil) -> DataError {
            DataError(.badInput, file: file, line: line, prefix + message, hint: hint)
        }
    }

    /// The place of a row in the file.
    func place(_ row: Int) -> Int { firstPlace + row }

    /// The place of a row as the `line` of an error; JSON has none that helps.
    func line(_ row: Int) -> Int? { placeWord == "line" ? place(row) : nil }
}

/// What there is to say of the units of a table.
enum Remark {
    /// Bybit v5, inverse contracts: bybit-exchange.github.io, read 2026-12-01.
    static let inverse =
        "an answer about inverse contracts: volume and open interest are in USD there, not in coins "
        + "(--open-interest-unit quote for open interest)"
    /// OKX: okx.com/docs-v5, trades, `sz`, read 2026-12-01.
    static let contracts =
        "sizes of OKX's swaps and futures are contracts, not coins: volume is in contracts"
}

/// Remarks on tables.
enum TableNotes {
    /// The files whose last line has no line feed at its end, in one note; see ``OpenEnd``.
    static func openEnds(_ tables: [Table]) -> [String] {
        let open = tables.filter { $0.openLine != nil }
        guard let first = open.first, let line = first.openLine else { return [] }
        let file = Echo.name(first.file)
        guard open.count > 1 else {
            return ["\(file): \(OpenEnd.note(line: line))"]
        }
        return [
            "\(file) and \(open.count - 1) more file\(open.count == 2 ? "" : "s"): no line feed ends the last line: "
                + "it may be cut short"
        ]
    }

    /// Zero open interest, missing cells, unknown columns.
    static func of(_ table: Table) -> [String] {
        let file = Echo.name(table.file)
        var notes = table.remarks.map { "\(file): \($0)" }
        let empty = table.withoutPrices
        if empty.count > 0 {
            notes.append("\(file): \(empty.text(table.placeWord)): no prices, left out")
        }
        let zero = table.zeroOpenInterest
        if zero.count > 0 {
            notes.append("\(file): \(zero.text(table.placeWord)): open interest 0, kept as 0")
        }
        for (slot, tally) in zip(table.layout.slots, table.blanks) where tally.count > 0 {
            let name = table.layout.fields.first { $0.slot == slot }?.name ?? slot.name
            if tally.count == table.time.count {
                notes.append("\(file): column \(name) holds no values, it counts as absent")
            } else if !isEvent(slot) || table.layout.kind == .fundingRate {
                notes.append("\(file): \(tally.text(table.placeWord)): value missing in column \(name)")
            }
        }
        if !table.layout.unknown.isEmpty {
            let names = table.layout.unknown.map { Echo.plain($0.utf8) }.joined(separator: ", ")
            notes.append("\(file): unknown columns, not read: \(names)")
        }
        return notes
    }

    /// Whether a blank cell says that nothing happened, rather than that a value is missing.
    private static func isEvent(_ slot: Slot) -> Bool {
        if case .bar(let column) = slot { column.missing == .nothing } else { false }
    }
}
