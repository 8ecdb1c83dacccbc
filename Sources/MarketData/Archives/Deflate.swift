import CDeflate

/// Owns a decompressor of libdeflate.
struct Deflate: ~Copyable {
    /// Why bytes did not come out.
    enum Fault: Error { case damaged, tooLarge, noMemory }

    private let handle: OpaquePointer

    /// - Throws: `.noMemory`.
    init() throws(Fault) {
        guard let handle = libdeflate_alloc_decompressor() else { throw .noMemory }
        self.handle = handle
    }

    deinit { libdeflate_free_decompressor(handle) }

    /// Expands one raw deflate stream that must give exactly `size` bytes and use all of its input.
    func inflate(_ input: UnsafeRawBufferPointer, size: Int) throws(Fault) -> Bytes {
        let bytes = try Bytes(capacity: size) { output throws(Fault) in
            var used = 0
            let result = libdeflate_deflate_decompress_ex(
                handle, input.baseAddress, input.count, output.baseAddress, size, &used, nil)
            if result == LIBDEFLATE_INSUFFICIENT_SPACE { throw .tooLarge }
            guard result == LIBDEFLATE_SUCCESS, used == input.count else { throw .damaged }
            return size
        }
        guard let bytes else { throw .noMemory }
        return bytes
    }

    /// Expands one gzip member, its checksum included.
    ///
    /// - Returns: how many bytes of the input it used and how many it wrote.
    func gunzip(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(Fault) -> (used: Int, written: Int) {
        var (used, written) = (0, 0)
        let result = libdeflate_gzip_decompress_ex(
            handle, input.baseAddress, input.count, output.baseAddress, output.count, &used, &written)
        if result == LIBDEFLATE_INSUFFICIENT_SPACE { throw .tooLarge }
        guard result == LIBDEFLATE_SUCCESS, used > 0 else { throw .damaged }
        return (used, written)
    }

    /// The CRC-32 of bytes.
    static func checksum(_ bytes: Bytes) -> UInt32 {
        libdeflate_crc32(0, bytes.raw.baseAddress, bytes.count)
    }
}
