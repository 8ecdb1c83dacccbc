/// The brackets of one symbol as they stood from a day on: one edition of a table that venues change often.
public struct TierEdition: Hashable, Sendable {
    /// Where a table comes from.
    public enum Origin: String, Hashable, Sendable, CaseIterable {
        /// It is part of this library.
        case builtIn = "built in"
        /// The user brought it.
        case imported
    }

    /// The id of the venue, `binance`.
    public let venue: String
    /// The symbol as the venue names it, `BTC-USDT-SWAP`.
    public let symbol: String
    /// The brackets; ``TierTable/day`` is the first day for which they count.
    public let table: TierTable
    /// Where they come from.
    public let origin: Origin
    /// The last day for which they count, `2021-12-31`, where it is known that others followed; else `nil`.
    public let lastDay: String?

    /// An edition by its parts.
    public init(
        venue: String, symbol: String, table: TierTable, origin: Origin, lastDay: String? = nil
    ) {
        (self.venue, self.symbol, self.table) = (venue, symbol, table)
        (self.origin, self.lastDay) = (origin, lastDay)
    }

    /// The edition in force at an instant.
    ///
    /// It is the newest whose day is not later and that has not ended; where there is none, the oldest of those
    /// that are later; where all have ended, the newest. Without an instant it is the newest. Of two of one day
    /// the imported one counts.
    /// - Parameters:
    ///   - editions: of one symbol, in any order.
    ///   - time: the instant.
    /// - Returns: `nil` only where `editions` is empty.
    /// - Complexity: O(n log n).
    public static func inForce(_ editions: [TierEdition], at time: Timestamp? = nil) -> TierEdition? {
        let ordered = editions.sorted { $0.rank < $1.rank }
        guard let time else { return ordered.last }
        let day = String("\(time)".prefix(10))
        let begun = ordered.last { $0.firstDay <= day && ($0.lastDay ?? day) >= day }
        if let begun { return begun }
        guard let next = ordered.first(where: { $0.firstDay > day }) else { return ordered.last }
        return ordered.last { $0.firstDay == next.firstDay }
    }

    /// The first day; a table without one counts from the beginning.
    private var firstDay: String { table.day ?? "" }

    private var rank: (String, Int) { (firstDay, origin == .imported ? 1 : 0) }
}
