/// A table in the Apache Parquet format: what its columns are, and the values of those that are asked for.
///
/// Only the description at the end of the file is read at first. A column is read row group by row group, and of a row
/// group only the pages of that column, one after the other. Columns may be read by several threads at once.
/// - Source: apache/parquet-format 2.11.
package struct ParquetFile: Sendable {
    private let source: ParquetSource
    private let limits: ParquetLimits
    private let metadata: FileMetadata

    /// Reads what a file says about itself.
    ///
    /// - Throws: ``ParquetError`` for what is no Parquet file, breaks a rule or a limit; what the source throws.
    package init(reading source: ParquetSource, limits: ParquetLimits = ParquetLimits()) throws {
        (self.source, self.limits) = (source, limits)
        metadata = try FileMetadata(source, limits: limits)
    }

    /// How many rows there are.
    package var rowCount: Int { metadata.rows }

    /// The columns in the order of the file, with those that cannot be read.
    package var columns: [ParquetColumn] { metadata.columns }

    /// How many row groups there are.
    package var rowGroupCount: Int { metadata.groups.count }

    /// How many rows a row group has.
    package func rowCount(ofGroup group: Int) -> Int { metadata.groups[group].rows }

    /// The values of a column in one row group.
    ///
    /// - Parameters:
    ///   - column: its place among ``columns``.
    ///   - group: the row group, counted from 0.
    ///   - scratch: memory that reading uses; the same for many columns makes it faster.
    /// - Returns: the values of all rows of the group.
    /// - Throws: ``ParquetError`` that names the column; `.unsupported` for one whose kind is `.unread`, for
    ///   compressions and encodings that are not read; what the source throws.
    /// - Precondition: there are such a column and row group.
    /// - Complexity: memory for the values of this column and a page or two.
    package func read(
        column: Int, rowGroup group: Int, scratch: ParquetScratch = ParquetScratch()
    ) throws -> ParquetChunk {
        let (shown, rows) = (metadata.columns[column], metadata.groups[group].rows)
        let chunk = metadata.groups[group].chunks[shown.leaf]
        var place = ParquetError.Place(column: shown.name, rowGroup: group + 1)
        var pages: PageReader?
        do {
            let storage = try storage(of: shown, chunk, rows: rows)
            let reader = try PageReader(source, chunk, limits: limits, scratch: scratch)
            pages = reader
            let run = ColumnRun(
                pages: reader, rows: rows, column: shown, limits: limits, size: chunk.range.count,
                scratch: scratch)
            return try run.read(storage)
        } catch let error as ParquetError {
            if let pages, pages.pages > 0 { (place.page, place.offset) = (pages.pages, pages.start) }
            throw error.placed(in: place)
        }
    }

    private func storage(
        of column: ParquetColumn, _ chunk: FileMetadata.Chunk, rows: Int
    ) throws(ParquetError) -> Storage {
        guard let storage = column.storage else {
            let why = if case .unread(let what) = column.kind { what } else { "of an unknown kind" }
            throw ParquetError(.unsupported, "it is \(why), which is not read")
        }
        switch chunk.trouble {
        case .encrypted: throw ParquetError(.unsupported, "it is encrypted")
        case .elsewhere:
            throw ParquetError(
                .unsupported, "its values are in another file, which is not read", hint: Compression.advice)
        case .missing: throw ParquetError(.badInput, "nothing says where its values are")
        case nil: break
        }
        guard chunk.type == storage.type else {
            throw ParquetError(
                .badInput,
                "the schema gives it the physical type \(storage.type), the row group \(chunk.type)")
        }
        guard chunk.count == rows else {
            throw ParquetError(
                .badInput, "the row group has \(rows.grouped) rows, this column \(chunk.count.grouped)")
        }
        return storage
    }
}
