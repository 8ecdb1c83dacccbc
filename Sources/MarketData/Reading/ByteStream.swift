/// Bytes that come one after the other: from a file, from memory, out of a decompressor.
protocol ByteStream: AnyObject {
    /// Writes the next bytes.
    ///
    /// - Parameter memory: room for at least one byte.
    /// - Returns: how many bytes were written, at most the room; zero at the end and ever after.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(DataError) -> Int

    /// About how many bytes come in all: a hint for reserving memory, never trusted.
    var expectedBytes: Int { get }
}

/// Bytes that are in memory already.
final class MemoryStream: ByteStream {
    private let bytes: Bytes
    private var position = 0

    init(_ bytes: Bytes) { self.bytes = bytes }

    var expectedBytes: Int { bytes.count }

    func read(into memory: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(memory.count, bytes.count - position)
        memory.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes.raw[position..<(position + count)]))
        position += count
        return count
    }
}
