import Parquet
import Testing

/// Files of other programs are read as those programs read them.
@Suite("Files of other programs") struct FixtureTests {
    private static let refused = ["arrow-brotli", "arrow-lz4"]

    @Test(arguments: Fixture.names.filter { !refused.contains($0) })
    func `every value is the one that its own program reads`(name: String) throws {
        let fixture = Fixture(name: name)
        let (expected, file) = (try fixture.expected, try ParquetFile(reading: ParquetSource(fixture.bytes)))
        #expect(file.rowCount == expected.rows)
        #expect(file.columns.map(\.name) == expected.columns.map(\.name))
        for (index, (column, told)) in zip(file.columns, expected.columns).enumerated() {
            // What INT96 and old types mean is not written in the file.
            let isOld = ["arrow-old", "arrow-int96"].contains(name)
            if !isOld || !told.kind.hasPrefix("time") {
                #expect(column.kind.token == told.kind, "\(column.name)")
            }
            guard told.kind != "unread" else { continue }
            let tokens = try file.tokens(index)
            if let values = told.values { #expect(tokens == values, "\(column.name)") }
            if let sum = told.checksum {
                #expect(checksum(tokens) == sum, "\(column.name): \(tokens.prefix(9))")
            }
        }
    }

    @Test(arguments: zip(refused, ["brotli", "LZ4_RAW"]))
    func `a compression that is not read is named, and how to do without it`(name: String, packing: String)
        throws
    {
        let file = try ParquetFile(reading: ParquetSource(Fixture(name: name).bytes))
        #expect(file.columns.map(\.kind) == [.integer, .number])
        let error = #expect(throws: ParquetError.self) { try file.read(column: 0, rowGroup: 0) }
        #expect(error?.code == .unsupported)
        #expect(error?.message == "it is compressed with \(packing); snappy, gzip and zstd are read")
        #expect(error?.hint?.contains("pandas.read_parquet") == true)
        #expect(error?.description.hasPrefix("column 'time', row group 1: ") == true)
    }
}
