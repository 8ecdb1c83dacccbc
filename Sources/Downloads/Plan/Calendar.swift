package import LiquidationCore

/// Days, months and lengths of bars, all UTC.
enum Calendar {
    /// The length of an hour and of a day in milliseconds.
    static let hour: Int64 = 3_600_000
    static let day: Int64 = 86_400_000

    /// The lengths of bars that some venue has, shortest first.
    static let intervals = ["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d"]

    /// A length in milliseconds; `nil` where it is none of ``intervals``.
    static func length(_ interval: String) -> Int64? {
        guard intervals.contains(interval), let count = Int64(interval.dropLast()) else { return nil }
        return count * (["m": 60_000, "h": hour][interval.last ?? "d"] ?? day)
    }

    /// The month of an instant, `2025-03`.
    static func month(_ time: Timestamp) -> String { String(time.day.prefix(7)) }

    /// The midnight with which the next month begins.
    static func nextMonth(_ time: Timestamp) -> Timestamp {
        let parts = time.day.split(separator: "-").compactMap { Int64($0) }
        let (year, month) = (parts[0], parts[1])
        let next = Timestamp(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
        return next ?? time
    }

    /// The midnight with which the month of an instant begins.
    static func beginOfMonth(_ time: Timestamp) -> Timestamp { Timestamp(day: month(time) + "-01") ?? time }

    /// The midnight at or before an instant.
    static func midnight(_ time: Timestamp) -> Timestamp {
        let rest = time.milliseconds % day
        return time.adding(rest < 0 ? -rest - day : -rest)
    }
}

extension Timestamp {
    /// So many milliseconds later.
    func adding(_ milliseconds: Int64) -> Timestamp {
        Timestamp(milliseconds: self.milliseconds + milliseconds)
    }

    /// What a file name says of it: `2025-03-01T00`, with minutes where there are any.
    var inFileName: String {
        let text = description.prefix(16).split(separator: ":")
        return String(text[0]) + (text[1] == "00" ? "" : String(text[1]))
    }
}

/// A span of time; its end does not belong to it.
package struct TimeSpan: Hashable, Sendable {
    /// The first instant.
    package let from: Timestamp
    /// The instant after the last.
    package let to: Timestamp

    init(_ from: Timestamp, _ to: Timestamp) { (self.from, self.to) = (from, to) }

    func covers(_ other: TimeSpan) -> Bool { from <= other.from && other.to <= to }

    /// What both have; `nil` where that is nothing.
    func meeting(_ other: TimeSpan) -> TimeSpan? {
        let (from, to) = (max(from, other.from), min(to, other.to))
        return from < to ? TimeSpan(from, to) : nil
    }

    /// The days in it, each as far as it lies in it.
    var days: [TimeSpan] {
        pieces { Calendar.midnight($0).adding(Calendar.day) }
    }

    /// Pieces that end where a function of their beginnings says.
    func pieces(_ end: (Timestamp) -> Timestamp) -> [TimeSpan] {
        var (pieces, next) = ([TimeSpan](), from)
        while next < to {
            let end = min(end(next), to)
            pieces.append(TimeSpan(next, end))
            next = end
        }
        return pieces
    }
}
