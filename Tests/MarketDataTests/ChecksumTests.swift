import MarketData
import Testing

/// `name.CHECKSUM` beside a file, as exchanges publish it.
@Suite("Checksums beside files") struct ChecksumTests {
    private let folder = Folder()
    private let name = "BTCUSDT-1m-2024-01.zip"
    private let bytes = Archive.zip([Archive.Member("BTCUSDT-1m-2024-01.csv", Klines.good)])

    /// Writes the archive and a checksum file; says what reading the archive, and the folder, gives.
    private func refusals(_ checksum: String) -> [String] {
        folder.write(name, bytes)
        folder.write("\(name).CHECKSUM", text: checksum)
        return [Folder.refusal(of: "\(folder.path)/\(name)"), Folder.refusal(of: folder.path)]
    }

    @Test func `a right checksum is accepted and no file of its own`() throws {
        let hash = ContentHash.sha256(bytes)
        for line in ["\(hash)  \(name)\n", "\(hash) *\(name)", hash.uppercased()] {
            #expect(refusals(line) == ["", ""])
            #expect(try MarketData.load(folder.path).report.notes == [])
        }
    }

    @Test func `a wrong checksum is told with both files`() {
        let wrong = ContentHash.sha256([0])
        for text in refusals("\(wrong)  \(name)\n") {
            #expect(text.contains("\(name): SHA-256 is \(ContentHash.sha256(bytes)), but "), "\(text)")
            #expect(text.contains("\(name).CHECKSUM says \(wrong)"), "\(text)")
        }
    }

    @Test func `a checksum of another file, or none, is told`() {
        let hash = ContentHash.sha256(bytes)
        for text in refusals("\(hash)  BTCUSDT-1m-2024-02.zip\n") {
            #expect(
                text.contains(
                    "\(name).CHECKSUM: is the checksum of 'BTCUSDT-1m-2024-02.zip', not of '\(name)'"))
        }
        for line in ["", "abc  \(name)", "<html>", "\(hash.dropLast())z \(name)", "\(hash) \(name) more"] {
            for text in refusals(line) {
                #expect(text.contains("\(name).CHECKSUM: is not a SHA-256 and a file name"), "\(line)")
            }
        }
    }

    @Test func `a checksum without its file is only mentioned`() throws {
        folder.write(name, bytes)
        folder.write("other.zip.CHECKSUM", text: "x")
        let notes = try MarketData.load(folder.path).report.notes
        #expect(notes == ["not used: \(folder.path)/other.zip.CHECKSUM (not a data file by its name)"])
    }

    @Test func `an archive that is written is read again`() throws {
        let zip = try #require(ZipWriter.archive("BTCUSDT-1m-2024-01.csv", Array(Klines.good.utf8)))
        folder.write(name, zip)
        let data = try MarketData.load("\(folder.path)/\(name)")
        #expect(try cells(data.series) == cells(Folder.load("x.csv", Klines.good).series))
        #expect(data.symbol == "BTCUSDT")
        #expect(ZipWriter.archive("BTCUSDT-1m-2024-01.csv", Array(Klines.good.utf8)) == zip)
    }
}
