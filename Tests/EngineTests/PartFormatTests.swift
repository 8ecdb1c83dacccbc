import Engine
import LiquidationCore
import MarketData
import TestSupport
import Testing

@Suite("Parts of a map as files") struct PartFormatTests {
    private static func part(_ venue: PlainLine = "okx", isByRung: Bool = false, buckets: Int = 3) throws
        -> ExactMap
    {
        let plan = MergeKey(
            engine: "liq 0.1.0", model: .balanced, ladder: try Ladder([2, 5]),
            parts: [.init(kind: "leverage", id: "p", version: "1", origin: .file(sha256: "ab"))])
        let long = LedgerReport.Account(
            opened: 10, live: 5, closed: 2, liquidated: 1, belowGrid: 1, aboveGrid: 1)
        let shard = try MapShard(
            venue: venue, symbol: "BTC-USDT-SWAP", data: String(repeating: "0a", count: 32),
            from: Timestamp(milliseconds: 1_746_057_600_000), to: Timestamp(milliseconds: 1_746_144_000_000),
            last: Timestamp(milliseconds: 1_746_140_400_000), bars: 24, price: Price(95_000.1),
            margin: "Binance USDⓈ-M", model: MapModel.balanced.text, notes: ["a gap", "über"],
            ledger: LedgerReport(unit: .quoteAtEntry, accounts: BySide(both: long)))
        let cells = (0..<(isByRung ? 4 : 2)).map { row in
            (0..<buckets).map { Int64(row * 1000 + $0) * 123_456_789 }
        }
        let edges = (0...buckets).map { 90_000 + 3000.1 * Double($0) }
        return try ExactMap(
            grid: PriceGrid(edges: edges), key: plan, shards: [shard],
            expected: [
                MapExpectation(venue: "bybit", symbol: "BTCUSDT"),
                MapExpectation(
                    venue: "okx", symbol: "", from: Timestamp(milliseconds: 0), to: Timestamp(milliseconds: 1)
                ),
            ], expectedCount: 7, cells: cells, isByRung: isByRung)
    }

    private static func refusal(_ bytes: [UInt8]) -> String {
        do {
            _ = try PartFormat.map(bytes, file: "x.liqpart")
            return ""
        } catch { return error.description }
    }

    /// Bytes with their length and checksum made right again.
    private static func signed(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = Array(bytes.dropLast(32))
        guard bytes.count >= 20 else { return bytes }
        withUnsafeBytes(of: UInt64(bytes.count + 32).littleEndian) {
            bytes.replaceSubrange(12..<20, with: $0)
        }
        let digits = Array(ContentHash.sha256(bytes))
        for index in stride(from: 0, to: 64, by: 2) {
            bytes.append(UInt8(String(digits[index...(index + 1)]), radix: 16) ?? 0)
        }
        return bytes
    }

    @Test(arguments: [false, true])
    func `what is written is read back, to the byte`(isByRung: Bool) throws {
        let part = try Self.part(isByRung: isByRung)
        let bytes = try PartFormat.bytes(of: part, file: "x")
        #expect(try PartFormat.map(bytes, file: "x") == part)
        #expect(try PartFormat.bytes(of: PartFormat.map(bytes, file: "x"), file: "x") == bytes)
        #expect(Self.signed(bytes) == bytes)
        // The place of version, length and cells as they are documented.
        #expect(Array(bytes[..<12]) == Array("LIQPART\n".utf8) + [2, 0, 0, 0])
        #expect(UInt64(bytes.count) == bytes[12..<20].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
        let cells = part.cells.flatMap { $0 }
        let lastCell = bytes[(bytes.count - 40)..<(bytes.count - 32)].reversed().reduce(Int64(0)) {
            $0 << 8 | Int64($1)
        }
        #expect(lastCell == cells[cells.count - 1])
    }

    @Test func `an empty sum has a file, too`() throws {
        let part = try Self.part()
        let none = ExactMap(grid: part.grid, key: part.key, isByRung: true)
        let bytes = try PartFormat.bytes(of: none, file: "x")
        #expect(try PartFormat.map(bytes, file: "x") == none)
    }

    @Test func `each kind of damage has its own words`() throws {
        let bytes = try PartFormat.bytes(of: Self.part(), file: "x")
        var newer = bytes
        newer[8] = 3
        #expect(
            Self.refusal(newer).contains(
                "has version 3 of the format, this program reads version 2 (a newer liq"))
        var older = bytes
        older[8] = 1
        #expect(
            Self.refusal(older).contains(
                "has version 1 of the format, this program reads version 2 (an older liq wrote it: make it again)"
            ))
        #expect(Self.refusal([]).contains("x.liqpart: is cut off after 0 bytes"))
        #expect(Self.refusal(Array(bytes[..<5])).contains("is cut off after 5 bytes"))
        #expect(Self.refusal(Array(bytes[..<15])).contains("is cut off after 15 bytes"))
        #expect(
            Self.refusal(Array(bytes.dropLast())).contains(
                "is cut off: it has \(bytes.count - 1) bytes of \(bytes.count)"))
        #expect(Self.refusal(bytes + [0, 0]).contains("has 2 bytes behind its end"))
        #expect(Self.refusal(Array("time,open,high\n1,2,3\n".utf8)).contains("is no part of a map"))
        var damaged = bytes
        damaged[60] ^= 1
        #expect(Self.refusal(damaged).contains("is damaged"))
        var plan = bytes
        plan[20] ^= 1
        #expect(Self.refusal(Self.signed(plan)).contains("do not have the hash that the file names"))
    }

    @Test func `a plan cannot put control characters into a message`() throws {
        let part = try Self.part()
        let bytes = try PartFormat.bytes(of: part, file: "x")
        // A value of an option is written with %XX for what is not plain; read, it is in the reason.
        let plan = part.key.text.replacing("position_size=", with: "position_size=%1b[2J%e2%80%ae")
        #expect(plan != part.key.text)
        let (head, rest) = (bytes[..<20], bytes[(20 + 32 + 4 + part.key.text.utf8.count)...])
        let hash = PartFormat.planHash(plan, edges: part.grid.edges)
        let digits = Array(hash.utf8)
        let raw = (0..<32).map {
            UInt8(String(decoding: digits[(2 * $0)..<(2 * $0 + 2)], as: UTF8.self), radix: 16) ?? 0
        }
        let size = UInt32(plan.utf8.count)
        let length = (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        let refusal = Self.refusal(Self.signed(Array(head) + raw + length + Array(plan.utf8) + Array(rest)))
        #expect(refusal.contains("position_size takes quote units, was '\\x1b[2J\\u{202e}"), "\(refusal)")
    }

    @Test func `sizes are checked before anything is made`() throws {
        let part = try Self.part()
        let bytes = try PartFormat.bytes(of: part, file: "x")
        let buckets = 20 + 32 + 4 + part.key.text.utf8.count
        #expect(bytes[buckets] == 3)
        func with(_ place: Int, _ new: [UInt8]) -> String {
            var changed = bytes
            changed.replaceSubrange(place..<(place + new.count), with: new)
            return Self.refusal(Self.signed(changed))
        }
        #expect(with(buckets, [0xFF, 0xFF, 0xFF, 0xFF]).contains("4294967295 buckets, at most 1000000"))
        #expect(with(buckets, [0x40, 0x42, 0x0F, 0]).contains("1000000 buckets do not fit into"))
        #expect(with(52, [0xFF, 0xFF, 0xFF, 0x7F]).contains("bytes of the plan, at most"))
        #expect(with(buckets + 4 + 32, [2]).contains("by rung must be 0 or 1, was 2"))
        #expect(with(buckets + 4 + 32, [1]).contains("4 rows of 3 buckets take 96 bytes, there are 48"))
        // The sign of the last bucket.
        #expect(with(bytes.count - 33, [0x80]).contains("less than nothing"))
    }

    @Test(arguments: LongTests.seeds(5, long: 20))
    func `any change is refused or is a map that is written in the same bytes`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let original = try PartFormat.bytes(of: Self.part(isByRung: seed.isMultiple(of: 2)), file: "x")
        for _ in 0..<300 {
            var bytes = original
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0...4, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
                case 2: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                case 3: bytes.remove(at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 40))
                }
                if bytes.isEmpty { bytes = [0] }
            }
            if bytes != original { #expect(!Self.refusal(bytes).isEmpty, "seed \(seed)") }
            // With a checksum that is right, the members themselves are put to the test.
            let signed = Self.signed(bytes)
            guard let map = try? PartFormat.map(signed, file: "x") else { continue }
            #expect(try PartFormat.bytes(of: map, file: "x") == signed, "seed \(seed)")
        }
    }

    @Test func `every place where a file may end is refused`() throws {
        let bytes = try PartFormat.bytes(of: Self.part(), file: "x")
        for count in 0..<bytes.count {
            let cut = Array(bytes[..<count])
            #expect(!Self.refusal(cut).isEmpty)
            if count > 52 { #expect(!Self.refusal(Self.signed(cut)).isEmpty, "\(count)") }
        }
    }

    @Test func `bars have the same hash whatever file they come from, and another with another cell`() throws
    {
        let text = MadeUpMarket.bars(30)
        let rows = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let turned = rows.map { $0.reversed().joined(separator: ",") }.joined(separator: "\n")
        let folder = try TemporaryFolder()
        func series(_ name: String, _ text: String) throws -> BarSeries {
            try MarketData.load(try folder.write(name, text)).series
        }
        let one = try series("a.csv", text)
        #expect(try series("b.csv", turned).contentHash == one.contentHash)
        #expect(one.contentHash.utf8.count == 64)
        let other = text.replacing(",0.0003\n", with: ",0.0004\n")
        #expect(try series("c.csv", other).contentHash != one.contentHash)
    }
}
