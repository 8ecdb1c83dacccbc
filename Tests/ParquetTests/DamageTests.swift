import Parquet
import TestSupport
import Testing

/// Files with any byte changed or cut anywhere: each is read or refused, none ends the process.
@Suite("Damaged Parquet files") struct DamageTests {
    private static let limits = {
        var limits = ParquetLimits()
        (limits.rowsPerGroup, limits.pageBytes, limits.textBytes) = (1 << 16, 1 << 20, 1 << 20)
        return limits
    }()

    /// How many bytes of a file lie between those that are changed; none in a small file and in a long test.
    private static func step(_ count: Int) -> Int { LongTests.pick(count < 700 ? 1 : 61, long: 1) }

    /// Reads a file; the answer must be an error of this module, whose text is short.
    private func answer(_ bytes: [UInt8], _ comment: @autoclosure () -> String) {
        do { try MadeUpFile.readAll(bytes, Self.limits) } catch {
            let text = (error as? ParquetError)?.description
            #expect(text.map { $0.utf8.count < 1000 } == true, "\(error), \(comment())")
        }
    }

    @Test(arguments: Fixture.names)
    func `a file cut at any length is answered`(name: String) throws {
        let bytes = try Fixture(name: name).bytes
        for length in stride(from: 0, to: bytes.count, by: Self.step(bytes.count)) {
            answer(Array(bytes.prefix(length)), "\(name) cut to \(length)")
            // The end is there, a piece before it is not.
            answer(
                Array(bytes.prefix(length) + bytes.suffix(bytes.count / 2)),
                "\(name) without a piece at \(length)")
        }
    }

    @Test(arguments: Fixture.names)
    func `a file with any byte changed is answered`(name: String) throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("DamageTests seed \(seed) for \(name)")
        var random = SeededGenerator(seed: seed)
        let original = try Fixture(name: name).bytes
        for place in original.indices where random.next() % UInt64(Self.step(original.count)) == 0 {
            var bytes = original
            let step = UInt8.random(in: 1 ... .max, using: &random)
            bytes[place] ^= step
            answer(bytes, "\(name) at \(place), step \(step), seed \(seed)")
            // A second change, often in what the first made reachable.
            bytes[Int.random(in: max(0, place - 40)..<bytes.count, using: &random)] = UInt8.random(
                in: 0 ... .max, using: &random)
            answer(bytes, "\(name) at \(place) and another, step \(step), seed \(seed)")
        }
    }
}
