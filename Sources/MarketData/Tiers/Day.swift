package import LiquidationCore

/// Days as bracket files and commands write them, `2026-09-29`.
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
