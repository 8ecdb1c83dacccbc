import MarketData
import Testing

/// What is too large to be unpacked in one go gives the same bars and refusals.
@Suite("Large archives") struct LargeArchiveTests {
    /// Everything counts as large.
    private static let limits: Limits = {
        var limits = Limits()
        limits.inOneGo = 0
        return limits
    }()

    private let text = Klines.file(Klines.rows(0..<1000))

    private func refusal(_ name: String, _ bytes: [UInt8]) -> String {
        Folder.refusal(name, bytes: bytes, limits: Self.limits)
    }

    @Test func `zip and gzip equal the plain file`() throws {
        let plain = try cells(Folder.load("x.csv", text).series)
        let folder = Folder()
        let bytes = Array(text.utf8)
        let packed = try #require(ZipWriter.archive("x.csv", bytes))
        let half = bytes.count / 2
        for (name, bytes) in [
            ("a.zip", packed), ("b.zip", Archive.zip([Archive.Member("x.csv", text)])),
            ("c.csv.gz", Archive.gzip(bytes)),
            ("d.csv.gz", Archive.gzip(Array(bytes[..<half])) + Archive.gzip(Array(bytes[half...]))),
        ] {
            let path = folder.write(name, bytes)
            #expect(try cells(MarketData.load(path, limits: Self.limits).series) == plain, "\(name)")
        }
    }

    @Test func `damage, wrong sizes and wrong checksums are refused`() {
        let member = Archive.Member("x.csv", text)
        for change: (inout Archive.Member) -> Void in [
            { $0.checksum = 1 }, { $0.size = 100 }, { $0.size = 3 << 20 },
        ] {
            let text = refusal("x.zip", Archive.zip([member.changed(change)]))
            #expect(text.contains("archive member x.csv "), "\(text)")
        }
        let gzip = Archive.gzip(Array(text.utf8))
        let damaged: [[UInt8]] = [
            Array(gzip.dropLast()), Array(gzip.prefix(gzip.count / 2)), gzip + [0],
            Array(gzip.dropLast(8)) + gzip.prefix(8),
        ]
        for bytes in damaged {
            let text = refusal("x.csv.gz", bytes)
            #expect(text.contains("gzip data is damaged or cut short"), "\(text)")
        }
        let bomb = Archive.gzip(deflated: Archive.zeros(copies: 10_000), checksum: 0, size: 2_580_001)
        var limits = Self.limits
        limits.ratio = 50
        let text = Folder.refusal("x.csv.gz", bytes: bomb, limits: limits)
        #expect(text.contains("expands to more than 1048576 bytes, above the limit"), "\(text)")
    }

    @Test func `any change of any byte is answered and never traps`() {
        let packed = Archive.gzip(Array(Klines.good.utf8))
        let folder = Folder()
        for place in packed.indices {
            var bytes = packed
            bytes[place] ^= 0x55
            let path = folder.write("x.csv.gz", bytes)
            let first = Folder.refusal(of: path, limits: Self.limits)
            #expect(first == Folder.refusal(of: path, limits: Self.limits))
        }
    }
}
