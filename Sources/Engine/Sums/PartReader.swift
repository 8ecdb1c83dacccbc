package import LiquidationCore
package import MarketData

extension PartFormat {
    /// The map of the bytes of a file.
    ///
    /// - Parameters:
    ///   - bytes: all of the file.
    ///   - file: its path, for messages.
    /// - Returns: the map, which ``bytes(of:file:)`` turns into the same bytes.
    /// - Throws: ``DataError`` `.badInput` for another kind of file, a newer version, a file that is cut off, longer than
    ///   it says, damaged, or that breaks a rule; `.limit` for one that is too large.
    /// - Complexity: O(bytes).
    package static func map(_ bytes: [UInt8], file: String) throws(DataError) -> ExactMap {
        func bad(_ message: String, hint: String? = nil) -> DataError {
            DataError(.badInput, file: file, message, hint: hint)
        }
        guard bytes.count <= largest else {
            throw DataError(.limit, file: file, "has \(bytes.count) bytes, at most \(largest) are read")
        }
        guard bytes.starts(with: magic) else {
            let isCut = !bytes.isEmpty && magic.starts(with: bytes)
            throw bad(
                isCut || bytes.isEmpty
                    ? "is cut off after \(bytes.count) bytes" : "is no part of a map: it does not begin so",
                hint: "parts are written by liq map DATA --out FILE.\(ending)")
        }
        guard bytes.count >= start else { throw bad("is cut off after \(bytes.count) bytes") }
        var head = PartCursor(bytes, from: magic.count, to: start, file: file)
        let found: UInt32 = try head.integer("the version")
        guard found == version else {
            throw bad(
                "has version \(found) of the format, this program reads version \(version)",
                hint: found > version ? "a newer liq wrote it" : "an older liq wrote it: make it again")
        }
        let length: UInt64 = try head.integer("the length")
        guard bytes.count >= length else {
            throw bad("is cut off: it has \(bytes.count) bytes of \(length)")
        }
        guard bytes.count == length else {
            throw bad("has \(UInt64(bytes.count) - length) bytes behind its end")
        }
        let end = bytes.count - hash
        guard end >= start else { throw bad("is too short for a part: \(bytes.count) bytes") }
        guard ContentHash.sha256(bytes[..<end]) == PartCursor.digits(bytes[end...]) else {
            throw bad(
                "is damaged: its bytes do not have the checksum that it ends with", hint: "make it again")
        }
        var reader = PartReader(cursor: PartCursor(bytes, from: start, to: end, file: file))
        return try reader.map()
    }
}

/// The members of a part, in order.
struct PartReader {
    var cursor: PartCursor

    mutating func map() throws(DataError) -> ExactMap {
        let hash = try cursor.hash("the plan's hash")
        let text = try cursor.text("the plan", hasLines: true)
        let plan = try checked { () throws(CoreError) in try MergeKey(text: text) }
        let buckets = try cursor.count("buckets", limit: PartFormat.buckets, each: 8)
        var edges: [Double] = []
        for edge in 0...buckets { edges.append(try cursor.number("edge \(edge)")) }
        guard PartFormat.planHash(text, edges: edges) == hash else {
            throw cursor.bad("plan and edges do not have the hash that the file names")
        }
        let grid = try checked { () throws(CoreError) in try PriceGrid(edges: edges).placed }
        let isByRung = try cursor.flag("by rung")
        let expectedCount = Int(try cursor.integer("how many shards are expected") as UInt32)
        var expected: [MapExpectation] = []
        for _ in 0..<(try cursor.count("expectations", limit: PartFormat.most, each: 25)) {
            expected.append(try expectation())
        }
        var shards: [MapShard] = []
        for _ in 0..<(try cursor.count("shards", limit: PartFormat.most, each: 181)) {
            shards.append(try shard())
        }
        let rows = 2 * (isByRung ? plan.ladder.count : 1)
        guard cursor.left == 8 * rows * buckets else {
            throw cursor.bad(
                "\(rows) rows of \(buckets) buckets take \(8 * rows * buckets) bytes, there are \(cursor.left)"
            )
        }
        var cells: [[Int64]] = []
        for _ in 0..<rows {
            var row: [Int64] = []
            row.reserveCapacity(buckets)
            for _ in 0..<buckets { row.append(try cursor.integer("a bucket")) }
            cells.append(row)
        }
        return try checked { () throws(CoreError) in
            try ExactMap(
                grid: grid, key: plan, shards: shards, expected: expected, expectedCount: expectedCount,
                cells: cells, isByRung: isByRung)
        }
    }

    private mutating func expectation() throws(DataError) -> MapExpectation {
        let (venue, symbol) = (try cursor.text("a venue"), try cursor.text("a symbol"))
        let hasSpan = try cursor.flag("whether there is a span")
        let (from, to) = (try time("a span's start"), try time("a span's end"))
        guard hasSpan else {
            guard from.milliseconds == 0, to.milliseconds == 0 else {
                throw cursor.bad("an expectation without a span has times")
            }
            return MapExpectation(venue: venue, symbol: symbol)
        }
        return try checked { () throws(CoreError) in
            try MapExpectation(venue: venue, symbol: symbol, from: from, to: to)
        }
    }

    private mutating func shard() throws(DataError) -> MapShard {
        let (venue, symbol) = (try cursor.text("a venue"), try cursor.text("a symbol"))
        let data = try cursor.hash("a shard's hash")
        let (from, to) = (try time("a shard's start"), try time("a shard's end"))
        let last = try time("a shard's last bar")
        let bars: Int64 = try cursor.integer("a shard's bars")
        let price = try cursor.number("a shard's price")
        let (margin, model) = (try cursor.text("margin"), try cursor.text("model"))
        var notes: [PlainLine] = []
        for _ in 0..<(try cursor.count("notes", limit: PartFormat.most, each: 4)) {
            notes.append(PlainLine(try cursor.text("a note")))
        }
        let isAtEntry = try cursor.flag("the unit of accounts")
        let accounts = BySide(long: try account(), short: try account())
        return try checked { () throws(CoreError) in
            try MapShard(
                venue: PlainLine(venue), symbol: PlainLine(symbol), data: data, from: from, to: to,
                last: last, bars: Int(bars),
                price: Price(price), margin: PlainLine(margin), model: model, notes: notes,
                ledger: LedgerReport(unit: isAtEntry ? .quoteAtEntry : .quote, accounts: accounts))
        }
    }

    private mutating func account() throws(DataError) -> LedgerReport.Account {
        var sums: [Double] = []
        for _ in 0..<6 { sums.append(try cursor.number("an account")) }
        return LedgerReport.Account(
            opened: sums[0], live: sums[1], closed: sums[2], liquidated: sums[3], belowGrid: sums[4],
            aboveGrid: sums[5])
    }

    /// An instant between the years 0 and 9999, so that spans can be told and subtracted.
    private mutating func time(_ what: String) throws(DataError) -> Timestamp {
        let milliseconds: Int64 = try cursor.integer(what)
        guard (-62_167_219_200_000...253_402_300_799_999).contains(milliseconds) else {
            throw cursor.bad("\(what) must lie in the years 0 to 9999, was \(milliseconds) ms")
        }
        return Timestamp(milliseconds: milliseconds)
    }

    private func checked<Value>(_ make: () throws(CoreError) -> Value) throws(DataError) -> Value {
        do { return try make() } catch { throw cursor.bad(error.message, hint: error.hint) }
    }
}

/// Reads the bytes of a part from front to back; every step checks that what it needs is there.
struct PartCursor {
    private let bytes: [UInt8]
    private let file: String
    private let end: Int
    private(set) var position: Int

    /// A cursor over the bytes between two places.
    init(_ bytes: [UInt8], from start: Int, to end: Int, file: String) {
        (self.bytes, self.file, self.end, position) = (bytes, file, end, start)
    }

    /// How many bytes are left.
    var left: Int { end - position }

    /// Why the file is refused, with the place.
    func bad(_ message: String, hint: String? = nil) -> DataError {
        DataError(.badInput, file: file, "byte \(position): \(message)", hint: hint)
    }

    mutating func integer<Value: FixedWidthInteger>(_ what: String) throws(DataError) -> Value {
        let size = MemoryLayout<Value>.size
        guard size <= left else { throw bad("\(what) needs \(size) bytes, \(left) are left") }
        let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: position, as: Value.self) }
        position += size
        return Value(littleEndian: value)
    }

    mutating func number(_ what: String) throws(DataError) -> Double {
        Double(bitPattern: try integer(what))
    }

    /// How many of something follow, each of some bytes at least.
    mutating func count(_ what: String, limit: Int, each size: Int) throws(DataError) -> Int {
        let count = Int(try integer("the number of \(what)") as UInt32)
        guard count <= limit else { throw bad("\(count) \(what), at most \(limit) are read") }
        guard count <= left / size else { throw bad("\(count) \(what) do not fit into \(left) bytes") }
        return count
    }

    mutating func flag(_ what: String) throws(DataError) -> Bool {
        let byte: UInt8 = try integer(what)
        guard byte <= 1 else { throw bad("\(what) must be 0 or 1, was \(byte)") }
        return byte == 1
    }

    /// A text without control characters, unless it has lines.
    mutating func text(_ what: String, hasLines: Bool = false) throws(DataError) -> String {
        let count = try count("bytes of \(what)", limit: PartFormat.longest, each: 1)
        let slice = bytes[position..<(position + count)]
        guard let text = String(validating: slice, as: UTF8.self) else { throw bad("\(what) is no UTF-8") }
        guard text.unicodeScalars.allSatisfy({ $0.isPlain || (hasLines && $0 == "\n") }) else {
            throw bad("\(what) holds a control character")
        }
        position += count
        return text
    }

    /// A hash as 64 hexadecimal digits.
    mutating func hash(_ what: String) throws(DataError) -> String {
        guard PartFormat.hash <= left else { throw bad("\(what) needs 32 bytes, \(left) are left") }
        defer { position += PartFormat.hash }
        return Self.digits(bytes[position..<(position + PartFormat.hash)])
    }

    /// Bytes as hexadecimal digits.
    static func digits(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
