/// The bytes of a Parquet file, wherever they are: pieces of them are asked for by place, never all.
package struct ParquetSource: Sendable {
    /// Fills memory with the bytes from an offset on, all of it or up to the end of the file; answers how many.
    package typealias Filling =
        @Sendable (_ offset: Int, _ memory: UnsafeMutableRawBufferPointer) throws -> Int

    /// Bytes of the file.
    package let size: Int
    private let filling: Filling

    /// A file that a closure reads, such as one around `pread`; it may be called on any thread.
    package init(size: Int, filling: @escaping Filling) {
        (self.size, self.filling) = (size, filling)
    }

    /// A file that a closure reads: how many bytes to pass over, how many to read.
    package init(size: Int, reading: @escaping @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]) {
        self.init(size: size) { offset, memory in
            let bytes = try reading(offset, memory.count)
            memory.copyBytes(from: bytes.prefix(memory.count))
            return bytes.count
        }
    }

    /// A file in memory.
    package init(_ bytes: [UInt8]) {
        self.init(size: bytes.count) { offset, memory in
            memory.copyBytes(from: bytes[offset..<(offset + memory.count)])
            return memory.count
        }
    }

    /// Fills memory with bytes of the file.
    ///
    /// - Throws: ``ParquetError`` `.badInput` for what lies outside the file or is no longer there, and what the
    ///   closure throws.
    func read(at offset: Int, into memory: UnsafeMutableRawBufferPointer) throws {
        guard offset >= 0, offset <= size, memory.count <= size - offset else {
            throw ParquetError(
                .badInput,
                "\(memory.count.grouped) bytes are wanted here, the file has \(size.grouped) in all",
                at: .init(offset: offset), hint: "it may be cut short, fetch it again")
        }
        if memory.isEmpty { return }
        let count = try filling(offset, memory)
        guard count == memory.count else {
            throw ParquetError(
                .badInput, "\(memory.count.grouped) bytes are wanted here, \(count.grouped) could be read",
                at: .init(offset: offset), hint: "the file may have changed while it was read")
        }
    }

    /// Bytes of the file.
    func bytes(at offset: Int, _ count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { memory, done in
            try read(
                at: offset,
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(memory)[..<count])
            )
            done = count
        }
    }
}
