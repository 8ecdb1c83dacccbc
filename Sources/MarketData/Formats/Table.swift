/// The rows of one file or archive member as numbers, in the order of the file.
struct Table {
    /// The path, or `archive/member`.
    let file: String
    /// Its columns.
    let layout: Layout
    /// What a place in it is called: "line" in text, "row" in JSON.
    let placeWord: String
    /// The place of the first row.
    let firstPlace: Int
    /// One instant a row, milliseconds UTC.
    var time: [Int64] = []
    /// The kept columns in the order of `layout.slots`, one cell a row; NaN where missing.
    var columns: [[Double]]
    /// How the file writes times.
    var unit: TimeUnit?
    /// The symbol that every row names.
    var symbol: String?
    /// How many cells of each kept column are blank, and the place of the first.
    var blanks: [Tally]
    /// How many open interest cells are zero, and the place of the first.
    var zeroOpenInterest = Tally()
    /// How many rows have no prices at all and were left out, and the place of the first.
    var withoutPrices = Tally()
    /// How many rows are earlier than the row before, and the place of the first.
    var outOfOrder = Tally()

    /// How many rows the file has where they are not those of the table: trades that became bars.
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
        columns = Array(repeating: [], count: layout.slots.count)
        blanks = Array(repeating: Tally(), count: layout.slots.count)
    }

    /// The place of a row in the file.
    func place(_ row: Int) -> Int { firstPlace + row }

    /// The place of a row as the `line` of an error; JSON has none that helps.
    func line(_ row: Int) -> Int? { placeWord == "line" ? place(row) : nil }
}
