/// The bytes of a page, unpacked; they are there until the next page is read.
struct Page {
    let header: PageHeader
    /// The definition levels of a page of version 2; those of version 1 begin the values.
    let levels: UnsafeRawBufferPointer?
    /// The values.
    let values: UnsafeRawBufferPointer
}

/// Reads the pages of a column in one row group, one after the other, in memory for a page or two.
final class PageReader {
    private let source: ParquetSource
    private let limits: ParquetLimits
    private let compression: Compression
    private let range: Range<Int>
    private let scratch: ParquetScratch
    /// Where the next page begins.
    private(set) var position: Int
    /// Where the page that was read last begins.
    private(set) var start = 0
    /// How many pages have been read.
    private(set) var pages = 0
    private var unpacked = 0

    /// - Throws: ``ParquetError`` `.unsupported` for a compression that is not read.
    init(
        _ source: ParquetSource, _ chunk: FileMetadata.Chunk, limits: ParquetLimits, scratch: ParquetScratch
    ) throws(ParquetError) {
        (self.source, self.limits, range, position) = (source, limits, chunk.range, chunk.range.lowerBound)
        self.scratch = scratch
        compression = try Compression(codec: chunk.codec, scratch.decompressors)
        scratch.window.reset()
    }

    /// The next page with values or a dictionary; `nil` where there is none.
    func next() throws -> Page? {
        while position < range.upperBound {
            (pages, start) = (pages + 1, position)
            let (header, count) = try header()
            let body = position + count
            guard header.packed <= range.upperBound - body else {
                throw ParquetError(
                    .badInput,
                    "the page says \(header.packed.grouped) bytes, its column has "
                        + "\((range.upperBound - body).grouped) left", at: .init(offset: position))
            }
            position = body + header.packed
            if header.kind == .other { continue }
            return try page(header, at: body)
        }
        return nil
    }

    private func header() throws -> (header: PageHeader, count: Int) {
        // Most headers are short; some carry long texts.
        for size in [min(1 << 9, limits.headerBytes), min(1 << 14, limits.headerBytes), limits.headerBytes] {
            let left = range.upperBound - position
            let wanted = min(size, left)
            let bytes = Array(try scratch.window.see(source, position, wanted, end: range.upperBound))
            var reader = ThriftReader(bytes, 0..<wanted, start: position)
            do throws(ParquetError) {
                let header = try PageHeader(&reader)
                return (header, reader.position)
            } catch {
                guard reader.isShort, wanted < left else { throw error }
            }
        }
        throw ParquetError(
            .limit, "a page's header has more than \(limits.headerBytes.grouped) bytes",
            at: .init(offset: position))
    }

    private func page(_ header: PageHeader, at start: Int) throws -> Page {
        let most = limits.expansion(of: header.packed)
        guard header.packed <= limits.pageBytes, header.unpacked <= most else {
            throw ParquetError(
                .limit,
                "a page of \(header.packed.grouped) bytes says \(header.unpacked.grouped) when unpacked, "
                    + "at most \(most.grouped) are read")
        }
        unpacked += header.unpacked
        guard unpacked <= limits.chunkExpansion(of: range.count) else {
            throw ParquetError(
                .limit,
                "\(range.count.grouped) bytes of pages unpack to more than \(limits.ratio.grouped) times as many"
            )
        }
        let input = try scratch.window.see(source, start, header.packed, end: range.upperBound)
        if let told = header.checksum, told != Compression.checksum(input) {
            throw ParquetError(
                .badInput, "the checksum does not fit the page", hint: "the file is damaged, fetch it again")
        }
        let output = scratch.page.take(header.unpacked)
        guard header.kind == .valuesV2 else {
            try unpack(input, into: output, header)
            return Page(header: header, levels: nil, values: UnsafeRawBufferPointer(output))
        }
        let before = try levels(header, input.count)
        output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[..<before]))
        let values = UnsafeMutableRawBufferPointer(rebasing: output[before...])
        try unpack(UnsafeRawBufferPointer(rebasing: input[before...]), into: values, header)
        return Page(
            header: header, levels: UnsafeRawBufferPointer(rebasing: output[header.levelBytes.0..<before]),
            values: UnsafeRawBufferPointer(values))
    }

    private func unpack(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, _ header: PageHeader
    ) throws(ParquetError) {
        // A page of nulls only may have nothing to unpack.
        if output.isEmpty, input.isEmpty { return }
        if header.isPacked, compression.isPacking, !output.isEmpty || header.kind != .valuesV2 {
            return try compression.unpack(input, into: output)
        }
        guard input.count == output.count || output.isEmpty else {
            throw ParquetError(
                .badInput,
                "the page says \(output.count.grouped) bytes unpacked, it has \(input.count.grouped)")
        }
        output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input.prefix(output.count)))
    }

    /// How many bytes the levels of a page of version 2 take, which are never packed.
    private func levels(_ header: PageHeader, _ count: Int) throws(ParquetError) -> Int {
        let (sum, overflow) = header.levelBytes.0.addingReportingOverflow(header.levelBytes.1)
        guard !overflow, sum <= min(count, header.unpacked) else {
            throw ParquetError(
                .badInput, "the levels say more bytes than the page has, \(count.grouped)")
        }
        return sum
    }
}
