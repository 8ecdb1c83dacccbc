import CZstd

/// Unpacks a Zstandard file (RFC 8878) of one or more frames as it is read.
final class ZstdStream: ByteStream {
    private let stream: FileStream
    private let file: String
    private let allowed: Int
    private let limits: Limits
    private let context: OpaquePointer
    /// Packed bytes that were read, and how many of them are used.
    private let packed: Bytes
    private var used = 0
    private var written = 0
    /// The number of bytes that the decompressor asks for: zero where a frame has just ended.
    private var hint = 0

    /// Whether bytes begin like Zstandard.
    static func matches(_ head: [UInt8]) -> Bool { head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) }

    /// - Throws: ``DataError`` `.limit` when memory is short.
    init(_ stream: FileStream, file: String, limits: Limits) throws(DataError) {
        guard let packed = Bytes(capacity: ZSTD_DStreamInSize()), let context = ZSTD_createDCtx() else {
            throw DataError(.limit, file: file, "no memory to unpack it")
        }
        (self.stream, self.file, self.limits) = (stream, file, limits)
        (self.packed, self.context) = (packed, context)
        allowed = limits.expansion(of: stream.size)
    }

    deinit { ZSTD_freeDCtx(context) }

    /// Market data shrinks to about a quarter.
    var expectedBytes: Int { min(allowed, 4 * stream.size) }

    func read(into memory: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
        var output = ZSTD_outBuffer(dst: memory.baseAddress, size: memory.count, pos: 0)
        var isAtEnd = false
        while output.pos == 0, !isAtEnd {
            if used == packed.count {
                packed.truncate(to: 0)
                packed.add(try stream.read(into: packed.free))
                used = 0
                isAtEnd = packed.count == 0
            }
            // Asked once more at the end: unpacked bytes that found no room may be waiting.
            var input = ZSTD_inBuffer(src: packed.start, size: packed.count, pos: used)
            if isAtEnd, hint == 0 { break }
            let result = ZSTD_decompressStream(context, &output, &input)
            guard ZSTD_isError(result) == 0 else { throw damaged }
            (used, hint) = (input.pos, result)
        }
        guard output.pos > 0 || hint == 0 else { throw damaged }
        written += output.pos
        guard written <= allowed else {
            throw DataError(
                .limit, file: file,
                "zstd data of \(stream.size) bytes expands to more than \(allowed) bytes, above the limit "
                    + "(ratio \(limits.ratio):1, at most \(limits.bytes) bytes)")
        }
        return output.pos
    }

    private var damaged: DataError {
        DataError(
            .badInput, file: file, "zstd data is damaged or cut short",
            hint: "the checksum or structure is wrong, fetch it again")
    }
}
