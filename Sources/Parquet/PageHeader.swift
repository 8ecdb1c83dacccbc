/// What stands before the bytes of a page.
///
/// - Source: apache/parquet-format, parquet.thrift (PageHeader).
struct PageHeader {
    /// What a page holds.
    enum Kind { case values, valuesV2, dictionary, other }

    private(set) var kind = Kind.other
    /// Bytes of the page when unpacked.
    private(set) var unpacked = 0
    /// Bytes of the page in the file.
    private(set) var packed = 0
    /// CRC-32 of the bytes in the file, where the file has it.
    private(set) var checksum: UInt32?
    /// Values, nulls among them.
    private(set) var count = 0
    /// Nulls, where the page says how many.
    private(set) var nulls: Int?
    private(set) var encoding = -1
    /// The encoding of the levels; RLE where nothing is said.
    private(set) var levelEncoding = Encoding.rle
    /// Bytes of the levels that lie before the values of a page of version 2: repetition, definition.
    private(set) var levelBytes = (0, 0)
    /// Whether the values of a page of version 2 are packed.
    private(set) var isPacked = true

    init(_ reader: inout ThriftReader) throws(ParquetError) {
        var (last, type, details) = (0, -1, 0)
        while let field = try reader.field(after: &last) {
            switch field.number {
            case 1: type = try reader.integer(field)
            case 2: unpacked = try reader.count(field, "the unpacked size of a page")
            case 3: packed = try reader.count(field, "the size of a page")
            case 4: checksum = UInt32(truncatingIfNeeded: try reader.integer(field))
            case 5, 7, 8:
                try reader.expectStruct(field)
                details = field.number
                if details == 8 { try readV2(&reader) } else { try readDetails(&reader, details) }
            default: try reader.skip(field)
            }
        }
        switch (type, details) {
        case (0, 5): kind = .values
        case (2, 7): kind = .dictionary
        case (3, 8): kind = .valuesV2
        case (0, _), (2, _), (3, _): throw reader.error("a page of type \(type) lacks its description")
        default: kind = .other
        }
    }

    private mutating func readDetails(_ reader: inout ThriftReader, _ details: Int) throws(ParquetError) {
        var last = 0
        while let field = try reader.field(after: &last) {
            switch (field.number, details) {
            case (1, _): count = try reader.count(field, "the number of values of a page")
            case (2, _): encoding = try reader.integer(field)
            case (3, 5): levelEncoding = try reader.integer(field)
            default: try reader.skip(field)
            }
        }
    }

    private mutating func readV2(_ reader: inout ThriftReader) throws(ParquetError) {
        var last = 0
        while let field = try reader.field(after: &last) {
            switch field.number {
            case 1: count = try reader.count(field, "the number of values of a page")
            case 2: nulls = try reader.count(field, "the number of nulls of a page")
            case 4: encoding = try reader.integer(field)
            case 5: levelBytes.1 = try reader.count(field, "the size of the definition levels")
            case 6: levelBytes.0 = try reader.count(field, "the size of the repetition levels")
            case 7: isPacked = try reader.flag(field)
            default: try reader.skip(field)
            }
        }
    }
}
