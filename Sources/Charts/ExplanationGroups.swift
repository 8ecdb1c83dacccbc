import LiquidationCore

/// Deposits in groups of time, newest first: what a table of few lines can show of many.
struct ExplanationGroups {
    /// Some deposits, neighbours in time.
    struct Group {
        let from: Timestamp
        let to: Timestamp
        let bars: Int
        let leverages: ClosedRange<Double>
        let entries: ClosedRange<Double>
        let opened: Double
        let live: Double
    }

    /// Newest first.
    let byTime: [Group]
    /// Rising in leverage.
    let byLeverage: [Group]

    private static let hour: Int64 = 3_600_000
    private static let day = 24 * hour
    private static let spans = [
        hour / 60, hour / 12, hour / 4, hour, 4 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 30 * day,
        91 * day,
        365 * day,
    ]

    /// - Parameters:
    ///   - deposits: newest first.
    ///   - limit: how many groups of time at most, at least 1.
    init(_ deposits: [Explanation.Deposit], limit: Int) {
        var groups = Self.groups(deposits) { $0.time.milliseconds }
        for span in Self.spans + [.max] where groups.count > limit {
            groups = Self.groups(deposits) { $0.time.milliseconds / span }
        }
        byTime = groups
        let rising = deposits.sorted { ($0.leverage, $1.bar) < ($1.leverage, $0.bar) }
        byLeverage = Self.groups(rising) { $0.leverage }
    }

    /// Neighbours of one key make a group.
    private static func groups<Key: Equatable>(
        _ deposits: [Explanation.Deposit], by key: (Explanation.Deposit) -> Key
    ) -> [Group] {
        deposits.chunked(by: key).map(Group.init)
    }
}

extension ExplanationGroups.Group {
    fileprivate init(_ deposits: ArraySlice<Explanation.Deposit>) {
        func range(_ values: [Double]) -> ClosedRange<Double> {
            (values.min() ?? 0)...(values.max() ?? 0)
        }
        self.init(
            from: deposits.map(\.time).min() ?? Timestamp(milliseconds: 0),
            to: deposits.map(\.time).max() ?? Timestamp(milliseconds: 0),
            bars: Set(deposits.map(\.bar)).count,
            leverages: range(deposits.map(\.leverage)),
            entries: range(deposits.flatMap { [$0.lowestEntry, $0.highestEntry] }),
            opened: deposits.reduce(0) { $0 + $1.opened }, live: deposits.reduce(0) { $0 + $1.live })
    }
}

extension Array {
    fileprivate func chunked<Key: Equatable>(by key: (Element) -> Key) -> [ArraySlice<Element>] {
        var (chunks, start) = ([ArraySlice<Element>](), 0)
        for index in indices where index > start && key(self[index]) != key(self[start]) {
            chunks.append(self[start..<index])
            start = index
        }
        return isEmpty ? [] : chunks + [self[start...]]
    }
}
