/// Archives made byte by byte, so that each can be wrong in one way.
enum Archive {
    /// CRC-32 as in RFC 1952, section 8.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
    }

    /// Deflate without compression: stored blocks (RFC 1951, 3.2.4).
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let blocks = stride(from: 0, to: bytes.count, by: 65_535).map {
            Array(bytes[$0..<min(bytes.count, $0 + 65_535)])
        }
        return blocks.enumerated().flatMap { index, block in
            let length = UInt16(block.count)
            return [index == blocks.count - 1 ? 1 : 0] + little(length) + little(~length) + block
        }
    }

    /// Zeros compressed by about 150 to 1: one literal, then copies of 258 (fixed Huffman codes, RFC 1951, 3.2.6).
    static func zeros(copies: Int) -> [UInt8] {
        var bits: [UInt8] = [1, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
        for _ in 0..<copies { bits += [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0] }
        bits += [0, 0, 0, 0, 0, 0, 0]
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<min(start + 8, bits.count)].enumerated().reduce(0) {
                $0 | $1.element << UInt8($1.offset)
            }
        }
    }

    /// One gzip member.
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        gzip(deflated: stored(bytes), checksum: checksum(bytes), size: bytes.count)
    }

    /// One gzip member around a deflate stream.
    static func gzip(deflated: [UInt8], checksum: UInt32, size: Int) -> [UInt8] {
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + deflated + little(checksum) + little(UInt32(size))
    }

    /// One member of a zip archive; every field that a test wants wrong is a variable.
    struct Member {
        var name: String
        var bytes: [UInt8]
        var method: UInt16 = 8
        var flags: UInt16 = 0
        var mode: UInt32 = 0o100644
        var size: Int?
        var checksum: UInt32?
        var localName: String?

        init(_ name: String, _ text: String) { (self.name, bytes) = (name, Array(text.utf8)) }

        func changed(_ change: (inout Member) -> Void) -> Member {
            var copy = self
            change(&copy)
            return copy
        }
    }

    /// A zip archive (APPNOTE 4.3): local headers with data, directory, end record.
    static func zip(_ members: [Member]) -> [UInt8] {
        var (body, directory): ([UInt8], [UInt8]) = ([], [])
        for member in members {
            let data = member.method == 8 ? stored(member.bytes) : member.bytes
            let sum = member.checksum ?? checksum(member.bytes)
            let sizes =
                little(sum) + little(UInt32(data.count)) + little(UInt32(member.size ?? member.bytes.count))
            let start = UInt32(body.count)
            let (name, localName) = (Array(member.name.utf8), Array((member.localName ?? member.name).utf8))
            let common = little(member.flags) + little(member.method) + [0, 0, 0, 0] + sizes
            body +=
                [0x50, 0x4B, 3, 4, 20, 0] + common + little(UInt16(localName.count)) + [0, 0] + localName
                + data
            directory += [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + common + little(UInt16(name.count))
            directory += [0, 0, 0, 0, 0, 0, 0, 0] + little(member.mode << 16) + little(start) + name
        }
        let count = little(UInt16(members.count))
        return body + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
            + little(UInt32(directory.count)) + little(UInt32(body.count)) + [0, 0]
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        (0..<(number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}
