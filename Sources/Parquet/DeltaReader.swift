/// Reads whole numbers that are written as packed differences.
///
/// - Source: apache/parquet-format, Encodings.md (Delta Encoding).
struct DeltaReader {
    private let bytes: UnsafeRawBufferPointer
    /// Bytes that have been used.
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Reads one sequence of numbers, which must be `count`; sums wrap round in 64 bits.
    mutating func read(_ count: Int, into output: UnsafeMutablePointer<Int64>) throws(ParquetError) {
        let (blockSize, parts, told) = (try varint(), try varint(), try varint())
        guard blockSize > 0, blockSize % 128 == 0, blockSize <= 1 << 20, parts > 0, blockSize % parts == 0,
            blockSize / parts % 32 == 0
        else {
            throw ParquetError(
                .badInput,
                "differences come in blocks of \(blockSize) and parts of a block, \(parts), "
                    + "which must be multiples of 128 and 32")
        }
        guard told == UInt64(count) else {
            throw ParquetError(.badInput, "the page has \(count.grouped) values, its differences say \(told)")
        }
        var value = try signed()
        guard count > 0 else { return }
        output[0] = value
        let size = Int(blockSize / parts)
        var done = 1
        while done < count {
            let least = try signed()
            guard bytes.count - position >= Int(parts) else { throw short }
            let widths = position
            position += Int(parts)
            for part in 0..<Int(parts) where done < count {
                let bits = Int(bytes[widths + part])
                guard bits <= 64 else {
                    throw ParquetError(.badInput, "differences have at most 64 bits, these have \(bits)")
                }
                let length = size * bits / 8
                guard length <= bytes.count - position else { throw short }
                let wanted = min(size, count - done)
                add(wanted, bits, least, &value, output + done)
                done += wanted
                position += length
            }
        }
    }

    /// Sums up differences of one width.
    private func add(
        _ count: Int, _ bits: Int, _ least: Int64, _ value: inout Int64, _ output: UnsafeMutablePointer<Int64>
    ) {
        guard let start = bytes.baseAddress.map({ $0 + position }) else { return }
        let mask = bits == 64 ? UInt64.max : (1 << UInt64(bits)) - 1
        for index in 0..<count {
            let (place, shift) = ((index &* bits) &>> 3, UInt64(index &* bits & 7))
            let low = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: place, as: UInt64.self))
            // More than 57 bits may reach into a ninth byte.
            let high = UInt64(start.load(fromByteOffset: place &+ 8, as: UInt8.self))
            let raw = (low &>> shift | (high &<< 1) &<< (63 &- shift)) & mask
            value = value &+ least &+ Int64(bitPattern: raw)
            output[index] = value
        }
    }

    private mutating func signed() throws(ParquetError) -> Int64 {
        let raw = try varint()
        return Int64(bitPattern: raw &>> 1) ^ -Int64(bitPattern: raw & 1)
    }

    private mutating func varint() throws(ParquetError) -> UInt64 {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard position < bytes.count else { throw short }
            let byte = bytes[position]
            position += 1
            guard shift < 63 || byte < 2 else { break }
            value |= UInt64(byte & 127) &<< shift
            if byte < 128 { return value }
        }
        throw ParquetError(.badInput, "a number takes more than 64 bits")
    }

    private var short: ParquetError {
        ParquetError(.badInput, "the differences between values are cut short")
    }
}
