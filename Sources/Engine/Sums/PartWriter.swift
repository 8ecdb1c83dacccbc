package import LiquidationCore
package import MarketData

extension PartFormat {
    /// A map as the bytes of a file.
    ///
    /// - Parameters:
    ///   - map: the map.
    ///   - file: the file's path, for messages.
    /// - Returns: the same bytes for equal maps.
    /// - Throws: ``DataError`` `.limit` where it would be larger than what is read.
    /// - Complexity: O(rows · buckets + shards).
    package static func bytes(of map: ExactMap, file: String) throws(DataError) -> [UInt8] {
        for (count, what) in [(map.shards.count, "shards"), (map.expected.count, "expectations")]
        where count > most {
            throw DataError(.limit, file: file, "\(count) \(what), at most \(most) are written")
        }
        let texts = [map.key.text] + map.shards.flatMap { $0.notes.map(\.text) + [$0.margin.text, $0.model] }
        let size = 8 * (map.cells.count + 1) * map.grid.count + texts.reduce(0) { $0 + $1.utf8.count }
        guard texts.allSatisfy({ $0.utf8.count <= longest }), size < largest - map.shards.count << 10 else {
            throw DataError(.limit, file: file, "would have more than \(largest) bytes")
        }
        var writer = PartWriter()
        writer.bytes += magic
        writer.integer(version)
        writer.integer(UInt64(0))
        writer.hash(planHash(map.key.text, edges: map.grid.edges))
        writer.text(map.key.text)
        writer.integer(UInt32(map.grid.count))
        for edge in map.grid.edges { writer.number(edge) }
        writer.bytes.append(map.isByRung ? 1 : 0)
        writer.integer(UInt32(clamping: map.expectedCount))
        writer.integer(UInt32(map.expected.count))
        for expected in map.expected { writer.expectation(expected) }
        writer.integer(UInt32(map.shards.count))
        for shard in map.shards { writer.shard(shard) }
        for row in map.cells { for cell in row { writer.integer(cell) } }
        writer.close()
        return writer.bytes
    }

    /// The hash that says what maps must have in common to be added.
    package static func planHash(_ plan: String, edges: [Double]) -> String {
        var writer = PartWriter()
        writer.bytes += Array(plan.utf8)
        for edge in edges { writer.number(edge) }
        return ContentHash.sha256(writer.bytes)
    }
}

/// The bytes of a part while they are put together.
struct PartWriter {
    var bytes: [UInt8] = []

    mutating func integer(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func number(_ value: Double) { integer(value.bitPattern) }

    mutating func text(_ text: String) {
        integer(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// A hash by its digits.
    mutating func hash(_ digits: String) {
        let halves = digits.utf8.map { UInt8($0 < 58 ? $0 - 48 : $0 - 87) }
        for index in stride(from: 0, to: halves.count, by: 2) {
            bytes.append(halves[index] << 4 | halves[index + 1])
        }
    }

    mutating func expectation(_ expected: MapExpectation) {
        text(expected.venue)
        text(expected.symbol)
        bytes.append(expected.from == nil ? 0 : 1)
        integer(expected.from?.milliseconds ?? 0)
        integer(expected.to?.milliseconds ?? 0)
    }

    mutating func shard(_ shard: MapShard) {
        text(shard.venue.text)
        text(shard.symbol.text)
        hash(shard.data)
        for time in [shard.from, shard.to, shard.last] { integer(time.milliseconds) }
        integer(Int64(shard.bars))
        number(shard.price.value)
        text(shard.margin.text)
        text(shard.model)
        integer(UInt32(shard.notes.count))
        for note in shard.notes { text(note.text) }
        bytes.append(shard.ledger.unit == .quoteAtEntry ? 1 : 0)
        for side in Side.allCases {
            let account = shard.ledger.accounts[side]
            number(account.opened)
            number(account.live)
            number(account.closed)
            number(account.liquidated)
            number(account.belowGrid)
            number(account.aboveGrid)
        }
    }

    /// Fills in the length and adds the hash of everything.
    mutating func close() {
        let length = UInt64(bytes.count + PartFormat.hash).littleEndian
        withUnsafeBytes(of: length) { bytes.replaceSubrange(12..<20, with: $0) }
        hash(ContentHash.sha256(bytes))
    }
}

/// Files that hold a map to be added to others, `.liqpart`.
///
/// All numbers are little-endian, a text is its length in bytes (`UInt32`) and UTF-8, a hash is 32 bytes:
///
/// | bytes | what |
/// |---|---|
/// | 8 | `LIQPART` and a line feed |
/// | 4 | version of the format, `UInt32`, 2 |
/// | 8 | length of the whole file, `UInt64` |
/// | 32 | plan hash: SHA-256 of the plan's text and, behind it, the edges as they stand below |
/// | text | the plan: engine, model, rungs, leverage and funding rule, see ``LiquidationCore/MergeKey/text`` |
/// | 4 | number of buckets `n`, `UInt32` |
/// | 8 · (n + 1) | edges of the price axis, `Float64` bits, quote per base, rising |
/// | 1 | 1 where mass is kept by rung, else 0 |
/// | 4 | how many shards there should be, `UInt32`; 0 if not known |
/// | 4, then each | how many expectations, `UInt32`; each: venue, symbol (texts), whether it has a span (1 byte), from, to (`Int64`, ms UTC; 0 without a span); rising |
/// | 4, then each | how many shards, `UInt32`; each as below, by venue, symbol and time |
/// | 8 · n · rows | hundredths of a quote unit, `Int64`, not below zero: a row of longs and a row of shorts, or a row for each rung of the longs and then of the shorts |
/// | 32 | SHA-256 of everything before it |
///
/// A shard is venue and symbol (texts), the hash of its bars, from, to and last open (`Int64`, ms UTC), bars (`Int64`),
/// price (`Float64`), margin and model (texts), notes (`UInt32` and so many texts), the unit of its accounts (1 byte: 0
/// quote units at the last price, 1 at entry) and, longs first, six `Float64` for each side: opened, live, closed,
/// liquidated, below and above the grid.
///
/// Equal maps have equal bytes: lists are read only in their sorted order, and nothing may follow the last hash.
package enum PartFormat {
    /// The version that is written and read; older ones are refused by name.
    package static let version: UInt32 = 2
    /// What such files' names end in, without the dot.
    package static let ending = "liqpart"
    /// The largest file that is read, bytes.
    package static let largest = 1 << 30

    static let magic = Array("LIQPART\n".utf8)
    /// Bytes before the plan's hash.
    static let start = 20
    /// Bytes of a SHA-256.
    static let hash = 32
    /// The most shards, expectations and notes of a file.
    static let most = 100_000
    /// The longest text, bytes.
    static let longest = 1 << 20
    /// The most buckets.
    static let buckets = 1_000_000
}
