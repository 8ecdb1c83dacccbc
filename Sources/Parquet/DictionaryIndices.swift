/// The numbers of values in a dictionary, by which a page refers to them.
struct DictionaryIndices {
    private var reader: HybridReader

    /// Begins with how many bits a number has; the numbers come behind.
    ///
    /// - Throws: ``ParquetError`` for none or too many bits.
    init(_ bytes: UnsafeRawBufferPointer) throws(ParquetError) {
        guard let bits = bytes.first else {
            throw ParquetError(.badInput, "the page has no bytes for its values")
        }
        reader = try HybridReader(UnsafeRawBufferPointer(rebasing: bytes.dropFirst()), bits: Int(bits))
    }

    /// Sets `count` elements to what `value` makes of numbers below `size`.
    @inline(__always)
    mutating func read<Element>(
        _ count: Int, size: Int, into output: UnsafeMutablePointer<Element>, _ value: (Int) -> Element
    ) throws(ParquetError) {
        var output = output
        try reader.forEachRun(of: count) { run throws(ParquetError) in
            switch run {
            case .repeated(let number, let count):
                guard number < size else { throw Self.outside(number, size) }
                output.update(repeating: value(Int(number)), count: count)
                output += count
            case .packed(let numbers, let count):
                for index in 0..<count {
                    let number = numbers[index]
                    guard number < size else { throw Self.outside(number, size) }
                    output[index] = value(Int(number))
                }
                output += count
            }
        }
    }

    private static func outside(_ number: UInt32, _ size: Int) -> ParquetError {
        ParquetError(
            .badInput,
            "a value has the number \(Int(number).grouped) in a dictionary of \(size.grouped) values")
    }
}

extension PageHeader {
    /// Whether values are numbers of a dictionary's values.
    var usesDictionary: Bool { encoding == Encoding.dictionary || encoding == Encoding.plainDictionary }

    /// What to say where there is no dictionary.
    static var lacksDictionary: ParquetError {
        ParquetError(.badInput, "the page refers to a dictionary, the column has none before it")
    }
}
