import LiquidationCore
import MarketData
import TestSupport
import Testing

@Suite("Archives") struct ArchiveTests {
    private let good = Archive.Member("BTCUSDT-1m-2024-01.csv", Klines.good)

    private func load(_ name: String, _ bytes: [UInt8]) throws -> Dataset {
        let folder = Folder()
        return try MarketData.load(folder.write(name, bytes))
    }

    @Test func `gzip of one or several members equals the plain file`() throws {
        let plain = try cells(Folder.load("x.csv", Klines.good).series)
        let bytes = Array(Klines.good.utf8)
        #expect(try cells(load("x.csv.gz", Archive.gzip(bytes)).series) == plain)
        let parts = Archive.gzip(Array(bytes[..<200])) + Archive.gzip(Array(bytes[200...]))
        #expect(try cells(load("x.csv.gz", parts).series) == plain)
        // By contents, never by name.
        #expect(try cells(load("x.csv", Archive.gzip(bytes)).series) == plain)
    }

    @Test func `gzip that was cut, changed or has a tail is refused`() {
        let bytes = Archive.gzip(Array(Klines.good.utf8))
        var changed = bytes
        changed[60] ^= 1
        for wrong in [Array(bytes.dropLast(9)), changed, bytes + [1, 2, 3], Array(bytes.prefix(5))] {
            #expect(Folder.refusal("x.csv.gz", bytes: wrong).contains("gzip data is damaged or cut short"))
        }
    }

    @Test func `more than the ratio or the size allows is refused`() {
        // 10,000 copies of 258 bytes and one literal: 2,580,001 bytes of 16,252.
        let bomb = Archive.gzip(deflated: Archive.zeros(copies: 10_000), checksum: 0, size: 2_580_001)
        var limits = Limits()
        limits.ratio = 100
        #expect(
            Folder.refusal("x.csv.gz", bytes: bomb, limits: limits).contains("above the limit (ratio 100:1"))
        limits = Limits()
        limits.bytes = 1 << 20
        #expect(Folder.refusal("x.csv.gz", bytes: bomb, limits: limits).contains("at most 1048576 bytes"))
    }

    @Test(arguments: [0, 8] as [UInt16])
    func `a zip of one or several files equals the plain file`(method: UInt16) throws {
        let plain = try cells(Folder.load("x.csv", Klines.good).series)
        let one = Archive.zip([good.changed { $0.method = method }])
        let data = try load("x.zip", one)
        #expect(cells(data.series) == plain)
        #expect(data.symbol == "BTCUSDT")
        let first = Archive.Member("BTCUSDT-1m-a.csv", Klines.file(Klines.rows(0..<3)))
        let second = Archive.Member("BTCUSDT-1m-b.csv", Klines.file(Klines.rows(3..<5)))
        #expect(try cells(load("x.zip", Archive.zip([second, first])).series) == plain)
    }

    @Test(arguments: [
        ("../x.csv", "'../x.csv' points outside the archive"),
        ("a/../../x.csv", "points outside the archive"),
        ("/tmp/x.csv", "'/tmp/x.csv' points outside the archive"),
        ("a\\b.csv", "has a backslash or a drive in its name"),
        ("C:x.csv", "has a backslash or a drive in its name"),
        ("a\u{1B}[2J.csv", "archive member 'a\\u{1b}[2J.csv' has no plain name"),
        ("", "has no plain name"),
    ])
    func `a name that looks like an escape is refused`(name: String, words: String) {
        let bytes = Archive.zip([good.changed { $0.name = name }])
        let text = Folder.refusal("x.zip", bytes: bytes)
        #expect(text.contains(words), "\(text)")
    }

    @Test func `a member that is a link, locked, packed oddly or described twice is refused`() {
        let cases: [(Archive.Member, String)] = [
            (good.changed { $0.mode = 0o120777 }, "is a symbolic link"),
            (good.changed { $0.mode = 0o020666 }, "is not a regular file"),
            (good.changed { $0.flags = 1 }, "is encrypted"),
            (good.changed { $0.method = 12 }, "compressed by method 12"),
            (good.changed { $0.checksum = 7 }, "has a wrong checksum (CRC-32)"),
            (good.changed { $0.localName = "BTCUSDT-1m-2024-02.csv" }, "is described in two ways"),
            (good.changed { $0.size = 10 }, "expands to more than the 10 bytes that the directory says"),
            (good.changed { $0.size = 100_000 }, "shorter than the directory says"),
            (good.changed { ($0.size, $0.method) = (10, 0) }, "stored with two different sizes"),
            (good.changed { $0.size = 209_715_200 }, "expands to 209715200 bytes (ratio"),
        ]
        for (member, words) in cases {
            let text = Folder.refusal("x.zip", bytes: Archive.zip([member]))
            #expect(text.contains(words) && text.contains("BTCUSDT-1m-2024-01.csv"), "\(text)")
        }
    }

    @Test func `repeated names, tails and too many members are refused`() {
        #expect(
            Folder.refusal("x.zip", bytes: Archive.zip([good, good])).contains(
                "holds 'BTCUSDT-1m-2024-01.csv' twice"))
        #expect(
            Folder.refusal("x.zip", bytes: Archive.zip([good]) + [0]).contains(
                "no end record, or data behind it"))
        #expect(Folder.refusal("x.zip", bytes: Archive.zip([])).contains("no CSV file in the archive"))
        var limits = Limits()
        limits.members = 1
        let two = Archive.zip([good, good.changed { $0.name = "b.csv" }])
        #expect(
            Folder.refusal("x.zip", bytes: two, limits: limits).contains(
                "archive has 2 members, above the limit of 1"))
    }

    // Seeded, so that a failure can be repeated; the outcome of each change does not matter, only that there is one.
    @Test func `any change of any byte is answered and never traps`() {
        let original = Archive.zip([good, good.changed { ($0.name, $0.method) = ("b.csv", 0) }])
        for offset in 0..<original.count where offset < 80 || offset > original.count - 220 {
            for value in LongTests.pick([1, 0xFF], long: [0, 1, 0x7F, 0xFF]) as [UInt8] {
                var changed = original
                changed[offset] = value
                _ = Folder.refusal("x.zip", bytes: changed)
            }
        }
        for length in 0..<original.count where length % 7 == 0 || length > original.count - 150 {
            #expect(Folder.refusal("x.zip", bytes: Array(original.prefix(length))) != "")
        }
    }
}
