import CDeflate
import CZlib

/// Unpacks a deflate stream (RFC 1951) or gzip members (RFC 1952) as they are read, in memory that does not depend
/// on their size.
///
/// It takes three times as long as ``Deflate``, so only what is too large to be held is unpacked by it.
final class InflateStream: ByteStream {
    /// What the packed bytes are.
    enum Form {
        /// A member of a zip archive, with the size and checksum that its directory tells.
        case raw(size: Int, checksum: UInt32)
        /// One or more gzip members.
        case gzip
    }

    private let packed: any ByteStream
    private let form: Form
    private let allowed: Int
    private let errors: (damaged: DataError, tooLarge: DataError)
    private let input: Bytes
    private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private var isAtEnd = false
    private var written = 0
    private var checksum: UInt32 = 0

    /// - Parameters:
    ///   - packed: the packed bytes.
    ///   - form: what they are.
    ///   - allowed: how many bytes may come out.
    ///   - damaged: what to say of bytes that cannot be unpacked.
    ///   - tooLarge: what to say when more comes out than is allowed.
    /// - Throws: `tooLarge` when memory is short.
    init(
        _ packed: any ByteStream, _ form: Form, allowed: Int, damaged: DataError, tooLarge: DataError
    ) throws(DataError) {
        (self.packed, self.form, self.allowed) = (packed, form, allowed)
        errors = (damaged, tooLarge)
        stream.initialize(to: z_stream())
        // Negative: no header; 16 more: a gzip header; 15: the largest window.
        let window: Int32 = if case .gzip = form { 15 + 16 } else { -15 }
        guard let input = Bytes(capacity: TextPieces.size),
            inflateInit2_(stream, window, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            stream.deallocate()
            throw tooLarge
        }
        self.input = input
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    var expectedBytes: Int {
        if case .raw(let size, _) = form { return size }
        return min(allowed, 4 * packed.expectedBytes)
    }

    func read(into memory: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
        guard !isAtEnd, let base = memory.baseAddress else { return 0 }
        // One byte more than is allowed tells that there are more, before any checksum is asked for.
        let room = min(memory.count, 1 << 30, allowed - written + 1)
        stream.pointee.next_out = base.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(room)
        while Int(stream.pointee.avail_out) == room, !isAtEnd {
            if stream.pointee.avail_in == 0, try !refill() { throw errors.damaged }
            switch inflate(stream, Z_NO_FLUSH) {
            case Z_OK: continue
            case Z_STREAM_END: try endMember()
            default: throw errors.damaged
            }
        }
        let count = room - Int(stream.pointee.avail_out)
        written += count
        guard written <= allowed else { throw errors.tooLarge }
        if case .raw(let size, let told) = form {
            checksum = libdeflate_crc32(checksum, base, count)
            if isAtEnd, written != size || checksum != told { throw errors.damaged }
        }
        return count
    }

    private func refill() throws(DataError) -> Bool {
        input.truncate(to: 0)
        input.add(try packed.read(into: input.free))
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.start)
        stream.pointee.avail_in = UInt32(input.count)
        return input.count > 0
    }

    /// A gzip member may be followed by another; a raw stream has to be all there is.
    private func endMember() throws(DataError) {
        if stream.pointee.avail_in == 0, try !refill() {
            isAtEnd = true
            return
        }
        guard case .gzip = form, inflateReset(stream) == Z_OK else { throw errors.damaged }
    }
}
