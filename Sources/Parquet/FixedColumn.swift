/// Collects values of fixed length.
struct FixedColumn<Coding: Codec>: ColumnBuilder {
    private let codec: Coding
    private let memory: Memory
    private var dictionary: [Coding.Slot]?
    private(set) var slots: [Coding.Slot] = []

    /// Sets memory aside for `expected` values.
    init(_ codec: Coding, expected: Int, scratch: ParquetScratch) {
        (self.codec, memory) = (codec, scratch.plain)
        slots.reserveCapacity(expected)
    }

    mutating func take(dictionary page: Page) throws(ParquetError) {
        let (codec, count) = (codec, page.header.count)
        try page.expect(count, codec.width, in: page.values)
        var slots: [Coding.Slot] = []
        slots.reserveCapacity(count)
        guard let start = page.values.baseAddress else { return }
        for index in 0..<count { slots.append(try codec.slot(start + index &* codec.width)) }
        dictionary = slots
    }

    mutating func add(
        _ page: Page, _ levels: Levels, _ values: UnsafeRawBufferPointer
    ) throws(ParquetError) {
        let (codec, dictionary, memory, present) = (codec, dictionary, memory, levels.present)
        try slots.append(levels, of: page.header.count, empty: codec.empty) { output throws(ParquetError) in
            guard !page.header.usesDictionary else {
                guard let dictionary else { throw PageHeader.lacksDictionary }
                var indices = try DictionaryIndices(values)
                try dictionary.withUnsafeBufferPointer { dictionary throws(ParquetError) in
                    try indices.read(present, size: dictionary.count, into: output) { dictionary[$0] }
                }
                return
            }
            let plain = try page.plain(
                values, count: present, width: codec.width, isWhole: codec.isWhole, memory)
            try page.expect(present, codec.width, in: plain)
            guard let start = plain.baseAddress else { return }
            for index in 0..<present { output[index] = try codec.slot(start + index &* codec.width) }
        }
    }
}
