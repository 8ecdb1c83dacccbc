/// What one part of a sum of maps was made of: one market over one span of time.
public struct MapShard: Hashable, Sendable {
    /// The id of the venue.
    public let venue: PlainLine
    /// The symbol; empty where the data names none.
    public let symbol: PlainLine
    /// SHA-256 of the bars that went into it, 64 hexadecimal digits.
    public let data: String
    /// Open instant of the first bar.
    public let from: Timestamp
    /// The instant at which the last bar ends; the span does not hold it.
    public let to: Timestamp
    /// Open instant of the last bar.
    public let last: Timestamp
    /// How many bars there are.
    public let bars: Int
    /// The last close, which its quantities were valued at.
    public let price: Price
    /// The tiers that applied, for people.
    public let margin: PlainLine
    /// The model's options as the data settled them.
    public let model: String
    /// Remarks.
    public let notes: [PlainLine]
    /// Its accounts, quote units, not by rung.
    public let ledger: LedgerReport

    /// A shard by its fields.
    ///
    /// - Throws: ``CoreError`` `.outOfRange` where the span does not hold its last bar; there are no bars, or more than 1e12; a hash is
    ///   not 64 digits; an account is negative or not finite, or counts coins.
    public init(
        venue: PlainLine, symbol: PlainLine, data: String, from: Timestamp, to: Timestamp, last: Timestamp,
        bars: Int, price: Price, margin: PlainLine, model: String, notes: [PlainLine], ledger: LedgerReport
    ) throws(CoreError) {
        // So many bars of so many shards can be counted without an overflow.
        guard from <= last, last < to, (1...1_000_000_000_000).contains(bars) else {
            throw CoreError(
                .outOfRange, "a span from \(from) to \(to) cannot hold \(bars) bars, the last at \(last)")
        }
        guard data.utf8.count == 64, data.utf8.allSatisfy({ "0123456789abcdef".utf8.contains($0) }) else {
            throw CoreError(.outOfRange, "the hash of data has 64 digits, was '\(data)'")
        }
        let sums = Side.allCases.flatMap { side in
            let account = ledger.accounts[side]
            return [account.opened, account.live, account.closed, account.liquidated]
                + [account.belowGrid, account.aboveGrid]
        }
        guard ledger.unit != .base, ledger.byRung == BySide(both: []),
            sums.allSatisfy({ $0.isFinite && $0 >= 0 })
        else {
            throw CoreError(.outOfRange, "the accounts of a shard are sums in quote units, not below zero")
        }
        (self.venue, self.symbol, self.data) = (venue, symbol, data)
        (self.from, self.to, self.last) = (from, to, last)
        (self.bars, self.price, self.margin, self.model) = (bars, price, margin, model)
        (self.notes, self.ledger) = (notes, ledger)
    }

    /// `binance BTCUSDT`; one market has one ledger at a time.
    public var market: String { symbol.text.isEmpty ? "\(venue) (no symbol)" : "\(venue) \(symbol)" }

    /// `binance BTCUSDT 2025-05-01T00:00Z to 2025-05-31T00:00Z`.
    public var name: String { "\(market) \(from) to \(to)" }

    /// The name with the hash of its data: unique among all shards.
    public var id: String { "\(name) \(data)" }

    /// Whether both are of one market and share an instant.
    public func overlaps(_ other: MapShard) -> Bool {
        isSameMarket(as: other) && from < other.to && other.from < to
    }

    /// Whether both are of one market.
    public func isSameMarket(as other: MapShard) -> Bool { venue == other.venue && symbol == other.symbol }

    /// By market, then by time.
    static func isBefore(_ one: MapShard, _ other: MapShard) -> Bool {
        (one.venue.text, one.symbol.text, one.from, one.data)
            < (other.venue.text, other.symbol.text, other.from, other.data)
    }
}

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
        let own = shards.filter { $0.venue.text == venue && $0.symbol.text == symbol }
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
