/// A market that a sum of maps should hold, over a span of time or at all.
public struct MapExpectation: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id of the venue.
    public let venue: String
    /// The symbol; empty where data names none.
    public let symbol: String
    /// From when; `nil` where any span will do.
    public let from: Timestamp?
    /// Until when, exclusive.
    public let to: Timestamp?

    /// A market, over any span.
    public init(venue: String, symbol: String) {
        (self.venue, self.symbol, from, to) = (venue, symbol, nil, nil)
    }

    /// A market over a span.
    ///
    /// - Throws: ``CoreError`` `.outOfRange` where it ends before it begins.
    public init(venue: String, symbol: String, from: Timestamp, to: Timestamp) throws(CoreError) {
        guard from < to else {
            throw CoreError(.outOfRange, "a span must end after it begins, was \(from) to \(to)")
        }
        (self.venue, self.symbol, self.from, self.to) = (venue, symbol, from, to)
    }

    /// `okx BTC-USDT-SWAP`, or with ` 2025-05-01T00:00Z to 2025-06-01T00:00Z` behind it.
    public var description: String {
        guard let from, let to else { return "\(venue) \(symbol)" }
        return "\(venue) \(symbol) \(from) to \(to)"
    }

    /// By market, then by time.
    public static func < (one: MapExpectation, other: MapExpectation) -> Bool {
        func key(_ expected: MapExpectation) -> (String, String, Int64, Int64) {
            (
                expected.venue, expected.symbol, expected.from?.milliseconds ?? .min,
                expected.to?.milliseconds ?? .min
            )
        }
        return key(one) < key(other)
    }

    /// What shards lack of it.
    ///
    /// - Parameter shards: in time order within a market.
    /// - Returns: `nil` where nothing, else the market and the first span that none of them holds.
    func missing(in shards: [MapShard]) -> MapExpectation? {
        let own = shards.filter { $0.venue == venue && $0.symbol == symbol }
        guard let from, let to else { return own.isEmpty ? self : nil }
        var start = from
        for shard in own where shard.to > start {
            guard shard.from <= start else { break }
            start = shard.to
        }
        guard start < to else { return nil }
        let end = own.first { $0.from > start }.map { min($0.from, to) } ?? to
        return try? MapExpectation(venue: venue, symbol: symbol, from: start, to: end)
    }
}
