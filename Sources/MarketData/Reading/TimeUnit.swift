package import LiquidationCore

/// The unit of a file's times; decided once for each file.
enum TimeUnit: Sendable {
    case seconds, milliseconds, microseconds, nanoseconds, text

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

    /// The full word, for messages.
    var word: String {
        switch self {
        case .seconds: "seconds"
        case .milliseconds: "milliseconds"
        case .microseconds: "microseconds"
        case .nanoseconds: "nanoseconds"
        case .text: "text"
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
        }
    }
}

/// Reads UTC instants written as text.
enum TextTime {
    /// Milliseconds of `YYYY-MM-DD[( |T)HH:MM:SS[.fraction]][Z|+00:00]`; `nil` for anything else.
    ///
    /// A fraction has one to three digits. Other zones than UTC are refused, never converted.
    static func parse(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        var i = 0
        func number(_ digits: Int) -> Int64? {
            guard i + digits <= count else { return nil }
            var value: Int64 = 0
            for _ in 0..<digits {
                guard text[i] &- 48 < 10 else { return nil }
                value = value * 10 + Int64(text[i] - 48)
                i += 1
            }
            return value
        }
        func mark(_ character: Character) -> Bool {
            guard i < count, text[i] == character.asciiValue else { return false }
            i += 1
            return true
        }
        guard let year = number(4), mark("-"), let month = number(2), mark("-"), let day = number(2) else {
            return nil
        }
        var milliseconds: Int64 = 0
        if mark(" ") || mark("T") {
            guard let hour = number(2), mark(":"), let minute = number(2), mark(":"), let second = number(2),
                hour < 24, minute < 60, second < 60
            else { return nil }
            milliseconds = ((hour * 60 + minute) * 60 + second) * 1000
            if mark(".") {
                var (scale, digits): (Int64, Int) = (100, 0)
                while digits < 3, let digit = number(1) {
                    milliseconds += digit * scale
                    (scale, digits) = (scale / 10, digits + 1)
                }
                guard digits > 0 else { return nil }
            }
            if !mark("Z"), mark("+") { guard number(2) == 0, mark(":"), number(2) == 0 else { return nil } }
        }
        guard i == count else { return nil }
        return Timestamp(year: year, month: month, day: day, milliseconds: milliseconds)?.milliseconds
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
