/// Finds out which values of a page are there.
struct Levels {
    /// For each value whether it is there; only where some are not.
    private(set) var flags: [Bool] = []
    /// How many are there.
    private(set) var present = 0
    /// Bytes of the values behind the levels.
    private(set) var skipped = 0

    /// Reads the levels of a page; `most` is the level of a value that is there, zero where there are no levels.
    init(_ page: Page, most: Int) throws(ParquetError) {
        let header = page.header
        present = header.count
        let bits = Int.bitWidth - most.leadingZeroBitCount
        if let levels = page.levels {
            guard header.levelBytes.0 == 0 else {
                throw ParquetError(.badInput, "a column that is no list has repetition levels")
            }
            if most > 0, header.count > 0 { try read(levels, header.count, most, bits) }
        } else if most > 0 {
            guard header.levelEncoding == Encoding.rle else {
                throw Encoding.unsupported(header.levelEncoding, "the definition levels")
            }
            guard page.values.count >= 4 else {
                throw ParquetError(.badInput, "the page has no room for its levels")
            }
            let size = Int(UInt32(littleEndian: page.values.loadUnaligned(as: UInt32.self)))
            guard size <= page.values.count - 4 else {
                throw ParquetError(
                    .badInput,
                    "the levels say \(size.grouped) bytes, the page has \(page.values.count.grouped)")
            }
            skipped = 4 + size
            try read(UnsafeRawBufferPointer(rebasing: page.values[4..<(4 + size)]), header.count, most, bits)
        }
        if let told = header.nulls, told != header.count - present {
            throw ParquetError(
                .badInput,
                "the page says \(told.grouped) nulls, its levels \((header.count - present).grouped)")
        }
    }

    private mutating func read(
        _ bytes: UnsafeRawBufferPointer, _ count: Int, _ most: Int, _ bits: Int
    ) throws(ParquetError) {
        var reader = try HybridReader(bytes, bits: bits)
        let top = UInt32(most)
        var (found, flags) = (0, [Bool]())
        flags.reserveCapacity(count)
        try reader.forEachRun(of: count) { run throws(ParquetError) in
            switch run {
            case .repeated(let level, let number):
                guard level <= top else { throw Self.above(level, most) }
                flags.append(contentsOf: repeatElement(level == top, count: number))
                if level == top { found += number }
            case .packed(let levels, let number):
                for index in 0..<number {
                    let level = levels[index]
                    guard level <= top else { throw Self.above(level, most) }
                    flags.append(level == top)
                    if level == top { found += 1 }
                }
            }
        }
        present = found
        if found < count { self.flags = flags }
    }

    private static func above(_ level: UInt32, _ most: Int) -> ParquetError {
        ParquetError(.badInput, "a definition level is \(level), the column's largest is \(most)")
    }
}
