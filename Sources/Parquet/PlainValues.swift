extension Page {
    /// The values as they would stand in PLAIN, whatever their encoding.
    ///
    /// They are put into `memory` unless they are PLAIN already. `bytes` are the values without the levels, each of
    /// `width` bytes in PLAIN; whole numbers may be differences.
    func plain(
        _ bytes: UnsafeRawBufferPointer, count: Int, width: Int, isWhole: Bool, _ memory: Memory
    ) throws(ParquetError) -> UnsafeRawBufferPointer {
        switch header.encoding {
        case Encoding.plain:
            return bytes
        case Encoding.deltaPacked where isWhole:
            return try differences(bytes, count, width, memory)
        case Encoding.streamSplit:
            try expect(count, width, in: bytes)
            let output = memory.take(count * width)
            // Byte by byte: the first of all values, then the second of all.
            for place in 0..<width {
                for index in 0..<count { output[index &* width &+ place] = bytes[place &* count &+ index] }
            }
            return UnsafeRawBufferPointer(output)
        default:
            throw Encoding.unsupported(header.encoding, "its values")
        }
    }

    private func differences(
        _ bytes: UnsafeRawBufferPointer, _ count: Int, _ width: Int, _ memory: Memory
    ) throws(ParquetError) -> UnsafeRawBufferPointer {
        let output = memory.take(count * 8)
        guard let numbers = output.bindMemory(to: Int64.self).baseAddress else { return bytes }
        var reader = DeltaReader(bytes)
        try reader.read(count, into: numbers)
        guard width == 4 else { return UnsafeRawBufferPointer(output) }
        // In place: a number never lies before those that it is made of.
        for index in 0..<count {
            let short = Int32(truncatingIfNeeded: numbers[index])
            output.storeBytes(of: short, toByteOffset: 4 &* index, as: Int32.self)
        }
        return UnsafeRawBufferPointer(rebasing: output[..<(4 * count)])
    }

    /// Makes sure that there are bytes for all values.
    func expect(_ count: Int, _ width: Int, in bytes: UnsafeRawBufferPointer) throws(ParquetError) {
        guard bytes.count / width >= count else {
            throw ParquetError(
                .badInput,
                "the page says \(count.grouped) values, its data hold \((bytes.count / width).grouped)")
        }
    }
}
