import PlainText

/// What the end of a file says about it: its columns, and where the pages of each lie in each row group.
///
/// - Source: apache/parquet-format, README.md (File format) and parquet.thrift (FileMetaData).
struct FileMetadata: Sendable {
    /// The pages of one column in one row group.
    struct Chunk: Sendable {
        /// Why it cannot be read.
        enum Trouble: Sendable { case encrypted, elsewhere, missing }

        var trouble: Trouble?
        /// The physical type's number.
        var type = -1
        /// The compression's number.
        var codec = -1
        /// Values, nulls among them.
        var count = 0
        /// The bytes of the file that hold its pages.
        var range = 0..<0
    }

    /// Rows that are stored together.
    struct RowGroup: Sendable {
        var rows = 0
        var chunks: [Chunk] = []
    }

    private(set) var columns: [ParquetColumn] = []
    private(set) var rows = 0
    private(set) var groups: [RowGroup] = []
    private static let magic = Array("PAR1".utf8)
    private static let anew = "write the file again, without encryption"

    /// - Throws: ``ParquetError``, and what the source throws.
    init(_ source: ParquetSource, limits: ParquetLimits) throws {
        guard source.size >= 12, try source.bytes(at: 0, 4) == Self.magic else {
            guard source.size >= 4, try source.bytes(at: 0, 4) == Array("PARE".utf8) else {
                throw ParquetError(.badInput, "a Parquet file begins with PAR1, this does not")
            }
            throw ParquetError(.unsupported, "the file is encrypted", hint: Self.anew)
        }
        let tail = try source.bytes(at: source.size - 8, 8)
        guard tail.suffix(4) == Self.magic[...] else {
            throw ParquetError(
                .badInput, "a Parquet file ends with PAR1, this does not", at: .init(offset: source.size - 4),
                hint: "it is cut short or still being written")
        }
        let count = tail.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        let start = source.size - 8 - count
        guard start >= 4 else {
            throw ParquetError(
                .badInput,
                "the description at the end says \(count.grouped) bytes, the file has \(source.size.grouped)",
                at: .init(offset: source.size - 8))
        }
        guard count <= limits.footerBytes else {
            throw ParquetError(
                .limit,
                "the description at the end has \(count.grouped) bytes, "
                    + "at most \(limits.footerBytes.grouped) are read", at: .init(offset: start))
        }
        var reader = ThriftReader(try source.bytes(at: start, count), 0..<count, start: start)
        do {
            try read(&reader, limits)
            try check(end: start, limits)
        } catch {
            throw error.placed(in: .init(offset: start))
        }
    }

    private mutating func read(
        _ reader: inout ThriftReader, _ limits: ParquetLimits
    ) throws(ParquetError) {
        var (last, leaves, hasRows, hasSchema) = (0, 0, false, false)
        while let field = try reader.field(after: &last) {
            switch field.number {
            case 2:
                let schema = try Schema(&reader, field, limits: limits)
                (columns, leaves, hasSchema) = (schema.columns, schema.leaves, true)
            case 3:
                rows = try reader.count(field, "the number of rows")
                hasRows = true
            case 4:
                let count = try reader.structs(field)
                guard count <= limits.rowGroups else {
                    throw reader.error(
                        "there are \(count.grouped) row groups, at most \(limits.rowGroups.grouped) are read",
                        .limit)
                }
                groups = []
                for index in 0..<count {
                    do throws(ParquetError) {
                        groups.append(try RowGroup(&reader, most: limits.columns))
                    } catch {
                        throw error.placed(in: .init(rowGroup: index + 1))
                    }
                }
            case 8: throw reader.error("the file is encrypted", .unsupported).hinting(Self.anew)
            default: try reader.skip(field)
            }
        }
        guard hasRows, hasSchema else {
            throw reader.error("the description lacks the number of rows or the schema")
        }
        for (index, group) in groups.enumerated() where group.chunks.count != leaves {
            throw ParquetError(
                .badInput, "it has \(group.chunks.count.grouped) columns, the schema \(leaves.grouped)",
                at: .init(rowGroup: index + 1))
        }
    }

    private var mismatch: ParquetError {
        ParquetError(.badInput, "the file says \(rows.grouped) rows, its row groups have another number")
    }

    private func check(end: Int, _ limits: ParquetLimits) throws(ParquetError) {
        guard rows <= limits.rows else {
            throw ParquetError(
                .limit, "there are \(rows.grouped) rows, at most \(limits.rows.grouped) are read")
        }
        var (sum, ranges) = (0, [Range<Int>]())
        for (index, group) in groups.enumerated() {
            let place = ParquetError.Place(rowGroup: index + 1)
            guard group.rows <= limits.rowsPerGroup else {
                throw ParquetError(
                    .limit,
                    "it has \(group.rows.grouped) rows, at most \(limits.rowsPerGroup.grouped) are read",
                    at: place, hint: "write the file again with smaller row groups")
            }
            guard group.rows <= rows - sum else { throw mismatch }
            sum += group.rows
            for chunk in group.chunks where group.rows > 0 && !chunk.range.isEmpty {
                guard chunk.range.lowerBound >= 4, chunk.range.upperBound <= end else {
                    throw ParquetError(
                        .badInput,
                        "a column lies at bytes \(chunk.range.lowerBound.grouped) to "
                            + "\(chunk.range.upperBound.grouped), columns lie between 4 and \(end.grouped)",
                        at: place)
                }
                ranges.append(chunk.range)
            }
        }
        guard sum == rows else { throw mismatch }
        ranges.sort { $0.lowerBound < $1.lowerBound }
        for (range, next) in zip(ranges, ranges.dropFirst()) where next.lowerBound < range.upperBound {
            throw ParquetError(
                .badInput, "two columns overlap: one ends at byte \(range.upperBound.grouped)",
                at: .init(offset: next.lowerBound))
        }
    }
}

extension FileMetadata.RowGroup {
    fileprivate init(_ reader: inout ThriftReader, most: Int) throws(ParquetError) {
        var (last, hasRows) = (0, false)
        while let field = try reader.field(after: &last) {
            switch field.number {
            case 1:
                let count = try reader.structs(field)
                guard count <= most else {
                    throw reader.error("there are more than \(most.grouped) columns", .limit)
                }
                chunks = []
                for _ in 0..<count { chunks.append(try FileMetadata.Chunk(&reader)) }
            case 3:
                rows = try reader.count(field, "the number of rows")
                hasRows = true
            default: try reader.skip(field)
            }
        }
        guard hasRows else { throw reader.error("a row group lacks its number of rows") }
    }
}

extension FileMetadata.Chunk {
    fileprivate init(_ reader: inout ThriftReader) throws(ParquetError) {
        var (last, hasMetadata) = (0, false)
        while let field = try reader.field(after: &last) {
            switch field.number {
            case 1:
                if try !reader.text(field).isEmpty { trouble = .elsewhere }
            case 3:
                try reader.expectStruct(field)
                try readMetadata(&reader)
                hasMetadata = true
            case 8, 9:
                trouble = .encrypted
                try reader.skip(field)
            default: try reader.skip(field)
            }
        }
        if !hasMetadata, trouble == nil { trouble = .missing }
        if trouble == .elsewhere { range = 0..<0 }
    }

    private mutating func readMetadata(_ reader: inout ThriftReader) throws(ParquetError) {
        var (last, size, pages, dictionary) = (0, -1, -1, 0)
        while let field = try reader.field(after: &last) {
            switch field.number {
            case 1: type = try reader.integer(field)
            case 4: codec = try reader.integer(field)
            case 5: count = try reader.count(field, "the number of values of a column")
            case 7: size = try reader.count(field, "the size of a column")
            case 9: pages = try reader.count(field, "the place of a column")
            case 11: dictionary = try reader.count(field, "the place of a dictionary")
            default: try reader.skip(field)
            }
        }
        guard size >= 0, pages >= 0 else { throw reader.error("a column lacks its place or its size") }
        // Programs that write no dictionary may say that it lies at zero.
        let start = dictionary > 0 ? min(dictionary, pages) : pages
        let (end, overflow) = start.addingReportingOverflow(size)
        guard !overflow else { throw reader.error("a column of \(size.grouped) bytes ends outside the file") }
        range = start..<end
    }
}

extension ParquetError {
    /// The same with advice.
    func hinting(_ hint: String) -> ParquetError { ParquetError(code, message, at: place, hint: hint) }
}
