import PlainText

/// Collects what is wrong with the rows of one file: the first few in full, the others counted.
struct BadRows {
    /// The number of problems after the first that are written out.
    static let detailed = 3

    private var first: (place: Int, problem: String)?
    private var others: [String] = []
    private(set) var count = 0
    private let word: String
    /// What to do about the first.
    var hint: String?

    /// - Parameter word: what a place is called, "line" or "row".
    init(word: String) { self.word = word }

    /// Takes the problem of one row; the text is only made when it will be shown.
    mutating func add(_ place: Int, _ problem: @autoclosure () -> String) {
        count += 1
        if first == nil {
            first = (place, problem())
        } else if others.count < BadRows.detailed {
            others.append("\(word) \(place), \(problem())")
        }
    }

    /// One error for all of them; `nil` when no row was bad.
    func error(file: String) -> DataError? {
        guard let first else { return nil }
        let isLine = word == "line"
        var message = isLine ? first.problem : "\(word) \(first.place), \(first.problem)"
        if count > 1 {
            message += "; and \(count - 1) more bad row\(count == 2 ? "" : "s"): "
            message += others.joined(separator: "; ") + (count - 1 > others.count ? "; …" : "")
        }
        return DataError(.badInput, file: file, line: isLine ? first.place : nil, message, hint: hint)
    }
}

/// Says why a cell was refused; only called for cells that were.
enum CellProblem {
    /// The rule that the cell broke and the value found.
    static func text(
        of cell: UnsafeBufferPointer<UInt8>, _ field: Field, unit: TimeUnit?, symbol: String?,
        _ limits: Limits
    ) -> String {
        let value = Echo.plain(unquoted(cell))
        if cell.isEmpty { return "blank, but every row needs one" }
        guard let start = cell.baseAddress else { return "'\(value)' is not allowed" }
        switch field.rule {
        case .time: return time(start, cell.count, value, unit)
        case .clock: return "'\(value)' is no time of day"
        case .whole, .closeTime: return whole(start, cell.count, value)
        case .symbol:
            guard Symbol.isName(cell) else { return "'\(value)' is not a symbol name" }
            return "symbol \(value), but the rows before say \(symbol ?? "")"
        case .flag: return "'\(value)' is neither true nor false"
        case .side: return "'\(value)' is no side: buy and sell, or long and short, are"
        case .price, .mark, .quantity, .amount, .rate, .percent, .number, .label, .chosen, .ignored:
            guard let number = DecimalNumber.parse(start, cell.count) else {
                return "'\(value)' is not a plain number"
            }
            guard number.isFinite else { return "\(value) is not finite" }
            if field.rule == .price || field.rule == .mark { return "price must be positive (\(value))" }
            if field.rule == .quantity { return "must be above zero (\(value))" }
            if field.rule == .amount { return "must not be negative (\(value))" }
            if field.rule == .percent {
                let limit = percent(limits.fundingRate)
                return "\(number) % is outside the plausible range -\(limit) to \(limit)"
            }
            return
                "\(number) (\(percent(number)) %) is outside the plausible range "
                + "-\(limits.fundingRate) to \(limits.fundingRate)"
        }
    }

    private static func time(_ start: UnsafePointer<UInt8>, _ count: Int, _ value: String, _ unit: TimeUnit?)
        -> String
    {
        guard case .value(let number) = WholeNumber.parse(start, count) else {
            let isText = TextTime.parse(start, count) != nil
            if isText, let unit { return "timestamp unit changes from \(unit.word) to text" }
            if let date = DayMonthDate(start, count), let unit {
                return date.instant(unit == .dayFirst ? .monthFirst : .dayFirst) == nil
                    ? "'\(value)' is no day that exists" : "'\(value)' is none of the \(unit.word)"
            }
            let result = whole(start, count, value)
            return result.hasPrefix("'") ? "'\(value)' is not a UTC time" : result
        }
        let found = TimeUnit(magnitude: number)
        if let unit, found != unit { return "timestamp unit changes from \(unit.word) to \(found.word)" }
        guard found == .microseconds else {
            return "\(value) looks like \(found.word), milliseconds or microseconds expected"
        }
        return "\(value) µs is not a whole millisecond"
    }

    private static func whole(_ start: UnsafePointer<UInt8>, _ count: Int, _ value: String) -> String {
        WholeNumber.parse(start, count) == .tooLarge
            ? "number too large (\(value))" : "'\(value)' is not a whole number"
    }

    private static func percent(_ fraction: Double) -> String {
        let text = "\(fraction * 100)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func unquoted(_ cell: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var wasQuote = false
        for byte in cell.prefix(256) {
            wasQuote = byte == UInt8(ascii: "\"") && !wasQuote
            if byte != UInt8(ascii: "\"") || wasQuote { bytes.append(byte) }
        }
        return bytes
    }
}
