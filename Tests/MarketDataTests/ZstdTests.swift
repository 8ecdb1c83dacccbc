import MarketData
import Testing

/// Zstandard frames made byte by byte (RFC 8878): raw blocks, and blocks of one repeated byte.
@Suite("zstd") struct ZstdTests {
    /// A frame of raw blocks without a checksum.
    private func frame(_ bytes: [UInt8]) -> [UInt8] {
        // Descriptor: no content size, no checksum, no dictionary; a window of 128 KB.
        var frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3]
        let starts = Array(stride(from: 0, to: max(1, bytes.count), by: 100_000))
        for start in starts {
            let block = bytes[start..<min(bytes.count, start + 100_000)]
            frame += header(size: block.count, type: 0, isLast: start == starts.last) + block
        }
        return frame
    }

    private func header(size: Int, type: Int, isLast: Bool) -> [UInt8] {
        let word = size << 3 | type << 1 | (isLast ? 1 : 0)
        return [UInt8(word & 255), UInt8(word >> 8 & 255), UInt8(word >> 16)]
    }

    @Test func `one or several frames equal the plain file`() throws {
        let long = Array(Klines.file(Klines.rows(0..<4000)).utf8)
        let plain = try cells(Folder.load("x.csv", String(decoding: long, as: UTF8.self)).series)
        let folder = Folder()
        let half = long.count / 2
        for bytes in [frame(long), frame(Array(long[..<half])) + frame([]) + frame(Array(long[half...]))] {
            folder.write("x.csv.zst", bytes)
            #expect(try cells(MarketData.load("\(folder.path)/x.csv.zst").series) == plain)
            #expect(try cells(MarketData.load(folder.path).series) == plain)
        }
    }

    @Test func `data that was cut, changed or has a tail is refused`() {
        let good = frame(Array(Klines.good.utf8))
        for bytes in [
            Array(good.dropLast()), Array(good.prefix(9)), Array(good.prefix(200)), good + [1, 2, 3, 4, 5],
            good.prefix(6) + [0xFF] + good.dropFirst(7),
        ] {
            let text = Folder.refusal("x.csv.zst", bytes: bytes)
            #expect(text.contains("zstd data is damaged or cut short"), "\(text)")
        }
    }

    @Test func `more than the ratio allows is refused`() {
        var bomb = frame([]).dropLast(3)
        for block in 0..<100 { bomb += header(size: 100_000, type: 1, isLast: block == 99) + [0x30] }
        let text = Folder.refusal("x.csv.zst", bytes: Array(bomb))
        #expect(text.contains("expands to more than 1048576 bytes, above the limit"), "\(text)")
    }

    @Test func `any change of any byte is answered and never traps`() {
        let good = frame(Array(Klines.good.utf8))
        let folder = Folder()
        for place in good.indices {
            var bytes = good
            bytes[place] ^= 0x55
            let path = folder.write("x.csv.zst", bytes)
            #expect(Folder.refusal(of: path) == Folder.refusal(of: path))
        }
    }
}
