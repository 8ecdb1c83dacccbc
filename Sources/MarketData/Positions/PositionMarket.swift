package import LiquidationCore

/// A contract as many positions share it.
package final class PositionMarket: Sendable {
    /// Prices its positions.
    package let pricer: PositionPricer
    /// Size of one contract, where it is known.
    package let contractSize: Double?
    /// Whether its maintenance rate is assumed, no table being known.
    package let isAssumed: Bool

    /// A market by its parts.
    package init(pricer: PositionPricer, contractSize: Double?, isAssumed: Bool) {
        (self.pricer, self.contractSize, self.isAssumed) = (pricer, contractSize, isAssumed)
    }

    /// The market of a venue and symbol, either absent where rows do not name it.
    package typealias Lookup =
        @Sendable (_ venue: String?, _ symbol: String?) throws(PositionFault)
        -> PositionMarket
}

/// Markets that rows have named, found again by the bytes of their cells.
struct PositionMarkets {
    private struct Entry {
        let venue: [UInt8]
        let symbol: [UInt8]
        let market: PositionMarket
    }

    private let lookup: PositionMarket.Lookup
    private var entries: [Entry] = []
    private var slots = [Int32](repeating: -1, count: 1024)

    init(_ lookup: @escaping PositionMarket.Lookup) { self.lookup = lookup }

    /// The market of two cells.
    @inline(__always)
    mutating func find(
        venue: UnsafeBufferPointer<UInt8>, symbol: UnsafeBufferPointer<UInt8>
    ) throws(PositionFault) -> PositionMarket {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in venue { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        for byte in symbol { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
        while slots[slot] >= 0 {
            let index = Int(slots[slot])
            if isSame(entries[index].venue, venue), isSame(entries[index].symbol, symbol) {
                return entries[index].market
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        return try add(venue, symbol)
    }

    @inline(__always)
    private func isSame(_ known: [UInt8], _ cell: UnsafeBufferPointer<UInt8>) -> Bool {
        guard known.count == cell.count else { return false }
        for place in 0..<cell.count where known[place] != cell[place] { return false }
        return true
    }

    private mutating func add(
        _ venue: UnsafeBufferPointer<UInt8>, _ symbol: UnsafeBufferPointer<UInt8>
    ) throws(PositionFault) -> PositionMarket {
        func text(_ cell: UnsafeBufferPointer<UInt8>) -> String? {
            cell.isEmpty ? nil : String(decoding: cell, as: UTF8.self)
        }
        let market = try lookup(text(venue), text(symbol))
        entries.append(Entry(venue: Array(venue), symbol: Array(symbol), market: market))
        if entries.count * 2 > slots.count {
            slots = Array(repeating: -1, count: slots.count * 4)
            for (index, entry) in entries.enumerated() { place(entry, Int32(index)) }
        } else {
            place(entries[entries.count - 1], Int32(entries.count - 1))
        }
        return market
    }

    private mutating func place(_ entry: Entry, _ index: Int32) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in entry.venue { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        for byte in entry.symbol { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        var slot = Int(truncatingIfNeeded: hash ^ (hash >> 32)) & (slots.count - 1)
        while slots[slot] >= 0 {
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = index
    }
}
