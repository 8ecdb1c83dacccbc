/// The reading of one column in one row group.
struct ColumnRun {
    let pages: PageReader
    let rows: Int
    let column: ParquetColumn
    let limits: ParquetLimits
    /// Bytes of the column in the file.
    let size: Int
    let scratch: ParquetScratch

    /// Values that memory may be set aside for: more only as they come, since a few bytes can say many.
    private var expected: Int { min(rows, size.timesClamped(8)) }

    func read(_ storage: Storage) throws -> ParquetChunk {
        switch storage {
        case .boolean:
            var flags = BooleanColumn()
            let valid = try flags.read(pages, rows: rows, levels: column.levels)
            return ParquetChunk(values: .booleans(flags.slots), valid: valid, count: rows)
        case .int32: return try fixed(WholeCodec<Int32, Int64>(), wholes)
        case .uint32: return try fixed(WholeCodec<UInt32, Int64>(), wholes)
        case .int64: return try fixed(WholeCodec<Int64, Int64>(), wholes)
        case .uint64: return try fixed(WholeCodec<UInt64, UInt64>()) { .unsigned($0) }
        case .int96: return try fixed(OldInstantCodec(), wholes)
        case .float16: return try fixed(NumberCodec(width: 2, form: .half)) { .numbers($0) }
        case .float: return try fixed(FloatCodec()) { .numbers($0) }
        case .double: return try fixed(DoubleCodec()) { .numbers($0) }
        case .decimal32(let scale):
            return try fixed(NumberCodec(width: 4, form: .decimal32, scale: scale)) { .numbers($0) }
        case .decimal64(let scale):
            return try fixed(NumberCodec(width: 8, form: .decimal64, scale: scale)) { .numbers($0) }
        case .decimalFixed(let bytes, let scale):
            return try fixed(NumberCodec(width: bytes, form: .decimal, scale: scale)) { .numbers($0) }
        case .text, .decimalText:
            var texts = TextColumn(limits: limits, scratch: scratch)
            let valid = try texts.read(pages, rows: rows, levels: column.levels)
            if case .decimalText(let scale) = storage {
                let numbers = try texts.decimals(scale: scale, valid, rows: rows)
                return ParquetChunk(values: .numbers(numbers), valid: valid, count: rows)
            }
            return ParquetChunk(values: .texts(try texts.finish()), valid: valid, count: rows)
        }
    }

    private func fixed<Coding: Codec>(
        _ codec: Coding, _ values: ([Coding.Slot]) -> ParquetChunk.Values
    ) throws -> ParquetChunk {
        var builder = FixedColumn(codec, expected: expected, scratch: scratch)
        let valid = try builder.read(pages, rows: rows, levels: column.levels)
        return ParquetChunk(values: values(builder.slots), valid: valid, count: rows)
    }

    private func wholes(_ slots: [Int64]) -> ParquetChunk.Values {
        if case .time = column.kind { return .times(slots) }
        return .integers(slots)
    }
}
