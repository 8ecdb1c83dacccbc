/// An instant in milliseconds since 1970-01-01 UTC.
public struct Timestamp: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let milliseconds: Int64

    /// An instant by its milliseconds.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Earlier first.
    public static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.milliseconds < rhs.milliseconds }

    /// `2025-06-30T16:00Z`; seconds and milliseconds appear only where they are not zero.
    public var description: String {
        let (days, rest) = Self.floorDivide(milliseconds, 86_400_000)
        let (year, month, day) = Self.civil(daysSinceEpoch: days)
        let (minutes, fraction) = (rest / 60_000, rest % 60_000)
        var text = "\(Self.pad(year, 4))-\(Self.pad(month, 2))-\(Self.pad(day, 2))"
        text += "T\(Self.pad(minutes / 60, 2)):\(Self.pad(minutes % 60, 2))"
        if fraction != 0 { text += ":\(Self.pad(fraction / 1000, 2))" }
        if fraction % 1000 != 0 { text += ".\(Self.pad(fraction % 1000, 3))" }
        return text + "Z"
    }

    /// The instant of a civil date and time of day, UTC; `nil` where the date does not exist.
    ///
    /// - Parameters:
    ///   - year: proleptic Gregorian year.
    ///   - month: 1 to 12.
    ///   - day: 1 to the length of the month.
    ///   - milliseconds: since midnight.
    public init?(year: Int64, month: Int64, day: Int64, milliseconds: Int64 = 0) {
        guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0..<86_400_000).contains(milliseconds)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        let back = Self.civil(daysSinceEpoch: days)
        guard back.year == year, back.month == month, back.day == day else { return nil }
        self.milliseconds = days * 86_400_000 + milliseconds
    }

    /// The midnight with which a day such as `2026-09-29` begins; `nil` where the text is no day that exists.
    package init?(day text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, parts.map(\.utf8.count) == [4, 2, 2],
            parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day that it lies in, `2026-09-29`.
    package var day: String { String(description.prefix { $0 != "T" }) }

    // Howard Hinnant, "chrono-compatible low-level date algorithms", days_from_civil and civil_from_days.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = floorDivide(y, 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func civil(daysSinceEpoch: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(daysSinceEpoch + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted + (shifted < 10 ? 3 : -9)
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func floorDivide(_ a: Int64, _ b: Int64) -> (quotient: Int64, remainder: Int64) {
        let (q, r) = a.quotientAndRemainder(dividingBy: b)
        return r < 0 ? (q - 1, r + b) : (q, r)
    }

    private static func pad(_ value: Int64, _ width: Int) -> String {
        let digits = String(value.magnitude)
        return (value < 0 ? "-" : "") + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
