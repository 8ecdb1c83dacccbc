/// Collects truth values.
struct BooleanColumn: ColumnBuilder {
    private(set) var slots: [Bool] = []

    mutating func take(dictionary page: Page) throws(ParquetError) {
        throw ParquetError(.badInput, "a column of truth values has a dictionary")
    }

    mutating func add(
        _ page: Page, _ levels: Levels, _ values: UnsafeRawBufferPointer
    ) throws(ParquetError) {
        let present = levels.present
        try slots.append(levels, of: page.header.count, empty: false) { output throws(ParquetError) in
            switch page.header.encoding {
            case Encoding.plain:
                guard values.count >= (present + 7) / 8 else {
                    throw ParquetError(
                        .badInput,
                        "the page says \(present.grouped) values, its data hold "
                            + "\((values.count * 8).grouped)")
                }
                let bits = PackedBits(values, 0, 1)
                for index in 0..<present { output[index] = bits[index] == 1 }
            case Encoding.rle:
                // The number of bytes comes first; what it says is no more than what is there.
                guard values.count >= 4 else {
                    throw ParquetError(.badInput, "the page has no bytes for its values")
                }
                var reader = try HybridReader(UnsafeRawBufferPointer(rebasing: values[4...]), bits: 1)
                var output = output
                try reader.forEachRun(of: present) { run throws(ParquetError) in
                    switch run {
                    case .repeated(let value, let count):
                        output.update(repeating: value == 1, count: count)
                        output += count
                    case .packed(let bits, let count):
                        for index in 0..<count { output[index] = bits[index] == 1 }
                        output += count
                    }
                }
            default:
                throw Encoding.unsupported(page.header.encoding, "its truth values")
            }
        }
    }
}
