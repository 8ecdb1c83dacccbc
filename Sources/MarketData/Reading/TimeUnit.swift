package import LiquidationCore

/// The unit of a file's times; decided once for each file.
package enum TimeUnit: String, CaseIterable, Hashable, Sendable {
    case seconds = "s"
    case milliseconds = "ms"
    case microseconds = "us"
    case nanoseconds = "ns"
    case text
    /// Texts that begin with the day: `31/01/2025`.
    case dayFirst = "day-first"
    /// Texts that begin with the month: `01/31/2025`.
    case monthFirst = "month-first"

    /// Those that can be said of a file, as they are written.
    static let sayable = allCases.filter { $0 != .text }.map(\.rawValue)

    /// The unit of a number by its size: below 10¹¹ seconds, 10¹⁴ milliseconds, 10¹⁷ microseconds.
    ///
    /// Milliseconds reach to the year 5138; microseconds begin in 1973.
    @inline(__always)
    init(magnitude: Int64) {
        self =
            magnitude < 100_000_000_000
            ? .seconds
            : magnitude < 100_000_000_000_000
                ? .milliseconds : magnitude < 100_000_000_000_000_000 ? .microseconds : .nanoseconds
    }

    /// The unit of an instant by its size; `nil` for numbers that are none in any unit.
    ///
    /// Seconds begin in September 2001: smaller numbers are days such as 20240101, or counts.
    @inline(__always)
    init?(instant: Double) {
        guard instant >= 1_000_000_000, instant < 9e18 else { return nil }
        self.init(magnitude: Int64(instant))
    }

    /// The full word, for messages.
    var word: String {
        switch self {
        case .seconds: "seconds"
        case .milliseconds: "milliseconds"
        case .microseconds: "microseconds"
        case .nanoseconds: "nanoseconds"
        case .text: "text"
        case .dayFirst: "dates that begin with the day"
        case .monthFirst: "dates that begin with the month"
        }
    }

    /// The short form, for reports.
    var symbol: String {
        switch self {
        case .seconds: "s"
        case .milliseconds: "ms"
        case .microseconds: "µs"
        case .nanoseconds: "ns"
        case .text: "text"
        case .dayFirst, .monthFirst: "text, \(rawValue)"
        }
    }
}

/// Reads instants written as text.
enum TextTime {
    /// Milliseconds of `YYYY-MM-DD[( |T)HH:MM[:SS[.fraction]]][ ][Z|UTC|±HH[[:]MM]]`, also with slashes or points in the date;
    /// `nil` for anything else.
    ///
    /// Times without a zone are UTC, others are converted. A fraction may have any number of digits, of which three count.
    static func parse(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        var text = TextScan(text, count)
        guard let year = text.number(4), let dash = text.mark("-", "/", "."), let month = text.number(2),
            text.mark(dash) != nil, let day = text.number(2)
        else { return nil }
        var milliseconds: Int64 = 0
        if text.mark(" ", "T", "t", "D") != nil {
            guard let clock = text.clock(), let offset = text.zone() else { return nil }
            milliseconds = clock - offset
        }
        guard text.isAtEnd else { return nil }
        // A zone may shift the day.
        return Timestamp(year: year, month: month, day: day, milliseconds: 0).map {
            $0.milliseconds + milliseconds
        }
    }

    /// Milliseconds of `H:MM[:SS[.fraction]]`, also with `AM` or `PM` or a zone behind it; `nil` for anything else.
    static func timeOfDay(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        var text = TextScan(text, count)
        guard let clock = text.timeOfDay(), text.isAtEnd else { return nil }
        return clock
    }

    /// Whether a text is a time of day without a date.
    static func isTimeOfDay(_ text: String) -> Bool { parsed(text, timeOfDay) != nil }

    /// Whether a text is a date without a time of day.
    static func isDate(_ text: String) -> Bool {
        guard text.utf8.count <= 10 else { return false }
        return parsed(text, parse) != nil || parsed(text, { DayMonthDate($0, $1) }) != nil
    }

    /// Whether a text is an instant, of whatever form.
    static func isInstant(_ text: String) -> Bool {
        Double(text).flatMap { TimeUnit(instant: $0) } != nil || parsed(text, parse) != nil
            || parsed(text, { DayMonthDate($0, $1) }) != nil
    }

    private static func parsed<Value>(
        _ text: String, _ parse: (UnsafePointer<UInt8>, Int) -> Value?
    ) -> Value? {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            bytes.baseAddress.flatMap { parse($0, bytes.count) }
        }
    }

    /// Milliseconds of `HH:MM:SS`, of which eight bytes can be read; `nil` for anything else.
    @inline(__always)
    static func clock(_ text: UnsafePointer<UInt8>) -> Int64? {
        let marks = (text[2] ^ UInt8(ascii: ":")) | (text[5] ^ UInt8(ascii: ":"))
        var (value, isDigit): (Int64, Bool) = (0, marks == 0)
        func number(_ i: Int) -> Int64 {
            let (ten, one) = (text[i] &- 48, text[i + 1] &- 48)
            isDigit = isDigit && ten < 10 && one < 10
            return Int64(ten) * 10 + Int64(one)
        }
        let (hour, minute, second) = (number(0), number(3), number(6))
        value = ((hour * 60 + minute) * 60 + second) * 1000
        return isDigit && hour < 24 && minute < 60 && second < 60 ? value : nil
    }
}

/// Goes through a text of digits and marks.
struct TextScan {
    private let text: UnsafePointer<UInt8>
    private let count: Int
    private var place = 0

    init(_ text: UnsafePointer<UInt8>, _ count: Int) { (self.text, self.count) = (text, count) }

    var isAtEnd: Bool { place == count }

    /// So many digits.
    mutating func number(_ digits: Int) -> Int64? {
        guard place + digits <= count else { return nil }
        var value: Int64 = 0
        for _ in 0..<digits {
            guard text[place] &- 48 < 10 else { return nil }
            value = value * 10 + Int64(text[place] - 48)
            place += 1
        }
        return value
    }

    /// One digit or two.
    mutating func shortNumber() -> Int64? {
        guard let first = number(1) else { return nil }
        guard let second = number(1) else { return first }
        return first * 10 + second
    }

    /// One of some characters.
    mutating func mark(_ characters: Character...) -> Character? {
        guard place < count, let found = characters.first(where: { $0.asciiValue == text[place] }) else {
            return nil
        }
        place += 1
        return found
    }

    /// `HH:MM[:SS[.fraction]]` as milliseconds.
    mutating func clock() -> Int64? {
        guard let hour = number(2), mark(":") != nil, let minute = number(2), hour < 24, minute < 60 else {
            return nil
        }
        guard mark(":") != nil else { return (hour * 60 + minute) * 60_000 }
        return seconds().map { (hour * 60 + minute) * 60_000 + $0 }
    }

    /// `H:MM[:SS[.fraction]]` with `AM` or `PM` or a zone behind it, as milliseconds from midnight.
    mutating func timeOfDay() -> Int64? {
        // A leading zero may be missing: the clock is read from its own hour on.
        guard let hour = shortNumber(), hour < 24, mark(":") != nil, let minute = number(2), minute < 60
        else { return nil }
        var rest: Int64 = 0
        if mark(":") != nil {
            guard let seconds = seconds() else { return nil }
            rest = seconds
        }
        let clock = (hour * 60 + minute) * 60_000 + rest
        let space = place
        _ = mark(" ")
        if let half = mark("A", "a", "P", "p") {
            guard mark("M", "m") != nil, (1...12).contains(hour) else { return nil }
            let isAfternoon = half == "P" || half == "p"
            return clock + (hour == 12 ? -12 : 0) * 3_600_000 + (isAfternoon ? 12 : 0) * 3_600_000
        }
        place = space
        return zone().map { clock - $0 }
    }

    /// `SS[.fraction]` as milliseconds.
    private mutating func seconds() -> Int64? {
        guard let second = number(2), second < 60 else { return nil }
        var milliseconds = second * 1000
        guard mark(".") != nil else { return milliseconds }
        var (scale, digits): (Int64, Int) = (100, 0)
        while let digit = number(1) {
            milliseconds += digit * scale
            (scale, digits) = (scale / 10, digits + 1)
        }
        return digits > 0 ? milliseconds : nil
    }

    /// How far ahead of UTC a zone is, milliseconds; 0 where there is none.
    mutating func zone() -> Int64? {
        _ = mark(" ")
        if mark("Z", "z") != nil { return 0 }
        if mark("U") != nil { return mark("T") != nil && mark("C") != nil ? 0 : nil }
        guard let sign = mark("+", "-") else { return 0 }
        guard let hours = number(2) else { return nil }
        _ = mark(":")
        let minutes = isAtEnd ? 0 : number(2)
        guard let minutes, hours <= 14, minutes < 60 else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 60 + minutes) * 60_000
    }
}

/// Days as tier files and commands write them, `2026-09-29`.
package enum Day {
    /// The day of an instant in milliseconds, from 2000 to 9999; `nil` for others.
    static func text(milliseconds: Double) -> String? {
        guard milliseconds >= 946_684_800_000, milliseconds < 253_402_300_800_000 else { return nil }
        return text(Timestamp(milliseconds: Int64(milliseconds)))
    }

    /// The day of an instant.
    package static func text(_ time: Timestamp) -> String { String("\(time)".prefix(10)) }

    /// The midnight with which a day begins; `nil` where the text is no day that exists.
    package static func start(_ text: String) -> Timestamp? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2])
        else { return nil }
        return Timestamp(year: year, month: month, day: day)
    }
}
