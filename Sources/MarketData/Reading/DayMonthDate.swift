import LiquidationCore

/// A date that begins with its day or with its month, which its text alone may not tell: `01/02/2025`.
struct DayMonthDate {
    private let first, second, year: Int64
    /// Milliseconds from midnight.
    private let clock: Int64

    /// Reads `D/M/YYYY[ H:MM[:SS[.fraction]]]`, also with points or hyphens, a comma behind the date, `AM` or `PM`, a zone.
    init?(_ text: UnsafePointer<UInt8>, _ count: Int) {
        var text = TextScan(text, count)
        guard let first = text.shortNumber(), let mark = text.mark("/", ".", "-"),
            let second = text.shortNumber(), text.mark(mark) != nil, let year = text.number(4)
        else { return nil }
        var clock: Int64 = 0
        if !text.isAtEnd {
            _ = text.mark(",")
            guard text.mark(" ", "T") != nil, let found = text.timeOfDay() else { return nil }
            clock = found
        }
        guard text.isAtEnd else { return nil }
        (self.first, self.second, self.year, self.clock) = (first, second, year, clock)
    }

    /// The instant in milliseconds, read in an order; `nil` where there is no such day.
    func instant(_ order: TimeUnit) -> Int64? {
        let (day, month) = order == .dayFirst ? (first, second) : (second, first)
        return Timestamp(year: year, month: month, day: day, milliseconds: 0).map { $0.milliseconds + clock }
    }
}

/// Finds out from all rows of a file whether its dates begin with the day or with the month.
///
/// While no row tells, the instants of both orders are kept: a row with a number above twelve decides for all.
struct DateOrder {
    /// The order, once a row told it.
    private(set) var order: TimeUnit?
    /// The instant of the row at hand if the month comes first; `nil` where that is known.
    var other: Int64?
    /// The instants of all rows so far if the month comes first.
    private var others: [Int64] = []
    private var outOfOrder = Table.Tally()
    private var last = Int64.min

    /// Keeps the other instant of a row.
    mutating func add(_ time: Int64, _ place: Int) {
        if time < last { outOfOrder.add(place) }
        last = time
        others.append(time)
        other = nil
    }

    /// Settles the order, and takes the instants of it for the rows so far.
    mutating func decide(_ order: TimeUnit, _ table: inout Table, _ lastTime: inout Int64) {
        self.order = order
        other = nil
        if order == .monthFirst, !others.isEmpty {
            (table.time, table.outOfOrder, lastTime) = (others, outOfOrder, last)
        }
        others = []
    }

    /// Lets go of rows that were handed on or put into another order, which mean the same either way.
    mutating func forget() { (others, outOfOrder, last) = ([], Table.Tally(), .min) }

    /// An error where no row told the order, and it matters.
    func error(_ table: Table) -> DataError? {
        guard order == nil, !others.isEmpty,
            let row = others.indices.first(where: { others[$0] != table.time[$0] })
        else { return nil }
        let (day, month) = (
            Timestamp(milliseconds: table.time[row]), Timestamp(milliseconds: others[row])
        )
        return Table.Place(table, row).error(
            "no row tells whether dates begin with the day or with the month: this one is \(Day.text(day)) or \(Day.text(month))",
            hint: "--time-unit day-first, or --time-unit month-first, says which")
    }
}
