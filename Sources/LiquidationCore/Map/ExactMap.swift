/// A map whose sums do not depend on the order in which they are made: whole hundredths of a quote unit.
///
/// Adding doubles is not associative; adding integers is. Maps of shards (venues, contracts of one coin) become
/// exact once each and are then merged in any order to the same bytes. A merge with an empty map changes nothing.
public struct ExactMap: Hashable, Sendable {
    /// A run that has gone into a map: no run counts twice.
    public struct Shard: Hashable, Comparable, Sendable {
        /// Venue and symbol, for people: `binance BTCUSDT`.
        public let name: String
        /// Open instant of the first bar.
        public let from: Timestamp
        /// End of the last bar.
        public let to: Timestamp
        /// SHA-256 of its data in hexadecimal.
        public let data: String

        /// A shard by its fields.
        public init(name: String, from: Timestamp, to: Timestamp, data: String) {
            (self.name, self.from, self.to, self.data) = (name, from, to, data)
        }

        /// By name, then time, then data.
        public static func < (lhs: Shard, rhs: Shard) -> Bool {
            (lhs.name, lhs.from, lhs.to, lhs.data) < (rhs.name, rhs.from, rhs.to, rhs.data)
        }
    }

    /// The edges of the price axis.
    public let edges: [Double]
    /// The plan's text: only maps of one plan are merged.
    public let plan: String
    /// Hundredths of a quote unit per bucket, longs.
    public let long: [Int64]
    /// Hundredths of a quote unit per bucket, shorts.
    public let short: [Int64]
    /// What has gone into it, in order.
    public let shards: [Shard]

    /// A map by its parts.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` where lengths differ or a bucket is negative, `.outOfRange` for a shard
    ///   given twice.
    public init(
        edges: [Double], plan: String, long: [Int64], short: [Int64], shards: [Shard]
    ) throws(CoreError) {
        guard edges.count >= 2, long.count == edges.count - 1, short.count == long.count else {
            throw CoreError(
                .invalidGrid,
                "\(edges.count) edges need \(max(edges.count - 1, 0)) buckets a side, "
                    + "found \(long.count) and \(short.count)")
        }
        guard zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 && $1.isFinite }), edges[0] > 0 else {
            throw CoreError(.invalidGrid, "edges must be finite, above zero and strictly increasing")
        }
        guard long.allSatisfy({ $0 >= 0 }), short.allSatisfy({ $0 >= 0 }) else {
            throw CoreError(.invalidGrid, "a bucket holds less than nothing")
        }
        let sorted = shards.sorted()
        if let twice = zip(sorted, sorted.dropFirst()).first(where: { $0 == $1 })?.0 {
            throw Self.twice(twice)
        }
        (self.edges, self.plan, self.long, self.short) = (edges, plan, long, short)
        self.shards = sorted
    }

    /// The exact form of a map: each bucket rounded to the nearest hundredth, once.
    ///
    /// - Throws: ``CoreError`` `.outOfRange` where a bucket holds more than 9·10¹⁶ quote units.
    public init(_ map: LiquidationMap, plan: String, shard: Shard) throws(CoreError) {
        func exact(_ side: Side) throws(CoreError) -> [Int64] {
            var cells: [Int64] = []
            for notional in map.notional(side) {
                guard let cell = Int64(exactly: (notional * 100).rounded(.toNearestOrEven)) else {
                    throw CoreError(.outOfRange, "\(notional) quote units are too many for the exact form")
                }
                cells.append(cell)
            }
            return cells
        }
        try self.init(
            edges: map.grid.edges, plan: plan, long: exact(.long), short: exact(.short), shards: [shard])
    }

    /// The map of nothing, on a grid and under a plan.
    public static func empty(edges: [Double], plan: String) throws(CoreError) -> ExactMap {
        let none = [Int64](repeating: 0, count: max(edges.count - 1, 0))
        return try ExactMap(edges: edges, plan: plan, long: none, short: none, shards: [])
    }

    /// Both maps together: commutative, associative, to the byte.
    ///
    /// - Throws: ``CoreError`` `.invalidGrid` or `.invalidModel` where they do not go together, `.outOfRange` for a
    ///   shard that both hold or a sum that is too large.
    /// - Complexity: O(buckets + shards).
    public func merged(with other: ExactMap) throws(CoreError) -> ExactMap {
        guard edges == other.edges else {
            throw CoreError(
                .invalidGrid,
                "the maps have different grids: \(Self.text(edges)) and \(Self.text(other.edges))",
                hint: "make both with the same explicit edges")
        }
        guard plan == other.plan else {
            throw CoreError(
                .invalidModel, "the maps have different plans: '\(plan)' and '\(other.plan)'")
        }
        return try ExactMap(
            edges: edges, plan: plan, long: Self.sum(long, other.long), short: Self.sum(short, other.short),
            shards: shards + other.shards)
    }

    /// Spans between the shards of one name that no shard covers.
    public var missing: [(name: String, from: Timestamp, to: Timestamp)] {
        var gaps: [(name: String, from: Timestamp, to: Timestamp)] = []
        var reach: Shard?
        for shard in shards {
            if let before = reach, before.name == shard.name {
                if shard.from > before.to { gaps.append((shard.name, before.to, shard.from)) }
                if shard.to < before.to { continue }
            }
            reach = shard
        }
        return gaps
    }

    private static func sum(_ one: [Int64], _ other: [Int64]) throws(CoreError) -> [Int64] {
        var cells: [Int64] = []
        cells.reserveCapacity(one.count)
        for (a, b) in zip(one, other) {
            let (cell, isTooLarge) = a.addingReportingOverflow(b)
            guard !isTooLarge else {
                throw CoreError(.outOfRange, "a bucket of the merged map holds more than 9·10¹⁶ quote units")
            }
            cells.append(cell)
        }
        return cells
    }

    private static func text(_ edges: [Double]) -> String {
        "\(edges.count - 1) buckets from \(edges[0]) to \(edges[edges.count - 1])"
    }

    private static func twice(_ shard: Shard) -> CoreError {
        CoreError(
            .outOfRange, "the shard \(shard.name) from \(shard.from) to \(shard.to) is given twice",
            hint: "its data has the hash \(shard.data.prefix(12))")
    }
}
