/// Reads small whole numbers that are written as runs: one number many times, or numbers packed in a few bits each.
///
/// The bytes must be of a ``Memory``: up to eight behind the last one are read.
/// - Source: apache/parquet-format, Encodings.md (Run Length Encoding / Bit-Packing Hybrid).
struct HybridReader {
    /// Numbers that are written together.
    enum Run {
        case repeated(UInt32, count: Int)
        case packed(PackedBits, count: Int)
    }

    private let bytes: UnsafeRawBufferPointer
    private let bits: Int
    private var position = 0

    /// - Throws: ``ParquetError`` for numbers of more than 32 bits.
    init(_ bytes: UnsafeRawBufferPointer, bits: Int) throws(ParquetError) {
        guard (0...32).contains(bits) else {
            throw ParquetError(.badInput, "packed numbers have 0 to 32 bits, these have \(bits)")
        }
        (self.bytes, self.bits) = (bytes, bits)
    }

    /// Takes numbers apart into runs until there are `count`.
    ///
    /// - Throws: ``ParquetError`` where the runs hold fewer.
    @inline(__always)
    mutating func forEachRun(of count: Int, _ body: (Run) throws(ParquetError) -> Void) throws(ParquetError) {
        var left = count
        while left > 0 {
            guard let head = varint() else {
                throw ParquetError(
                    .badInput,
                    "\(count.grouped) packed numbers are wanted, there are \((count - left).grouped)")
            }
            let found: Int
            if head & 1 == 0 {
                found = min(left, Int(head >> 1))
                try body(.repeated(try number(), count: found))
            } else {
                // Groups of eight numbers; what is not wanted of the last group may be missing.
                found = min(left, Int(head >> 1).timesClamped(8))
                let size = (found * bits + 7) / 8
                guard size <= bytes.count - position else {
                    throw ParquetError(
                        .badInput,
                        "\(found.grouped) packed numbers take \(size.grouped) bytes, "
                            + "\((bytes.count - position).grouped) are left")
                }
                try body(.packed(PackedBits(bytes, position, bits), count: found))
                position += min(bytes.count - position, Int(head >> 1).timesClamped(bits))
            }
            guard found > 0 else { throw ParquetError(.badInput, "a run of packed numbers is empty") }
            left -= found
        }
    }

    private mutating func number() throws(ParquetError) -> UInt32 {
        let size = (bits + 7) / 8
        guard size <= bytes.count - position else {
            throw ParquetError(.badInput, "a run of packed numbers is cut short")
        }
        var value: UInt32 = 0
        for index in 0..<size { value |= UInt32(bytes[position + index]) &<< UInt32(8 * index) }
        position += size
        return value
    }

    /// Runs have lengths of 32 bits.
    private mutating func varint() -> UInt32? {
        var value: UInt32 = 0
        for shift in stride(from: UInt32(0), through: 28, by: 7) {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            guard shift < 28 || byte < 16 else { return nil }
            value |= UInt32(byte & 127) &<< shift
            if byte < 128 { return value }
        }
        return nil
    }
}

/// Numbers of up to 32 bits, the lowest bit first, in memory that may be read eight bytes beyond them.
struct PackedBits {
    private let start: UnsafeRawPointer?
    private let bits: Int
    private let mask: UInt64

    init(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ bits: Int) {
        start = bytes.baseAddress.map { $0 + position }
        (self.bits, mask) = (bits, (1 << UInt64(bits)) - 1)
    }

    /// The number at an index, which the caller has checked.
    @inline(__always)
    subscript(index: Int) -> UInt32 {
        guard let start else { return 0 }
        let place = index &* bits
        let word = start.loadUnaligned(fromByteOffset: place &>> 3, as: UInt64.self)
        return UInt32(truncatingIfNeeded: UInt64(littleEndian: word) &>> UInt64(place & 7) & mask)
    }
}
