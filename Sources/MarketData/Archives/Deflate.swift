import CDeflate
import CZlib

/// Owns a decompressor of libdeflate.
struct Deflate: ~Copyable {
    /// The reason why bytes could not be expanded.
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

/// Unpacks a deflate stream (RFC 1951) or gzip members (RFC 1952) as they are read, in memory that does not depend
/// on their size.
///
/// It takes three times as long as ``Deflate``, so only what is too large to be held is unpacked by it.
final class InflateStream: ByteStream {
    /// The form of the packed bytes.
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

/// Expands gzip files (RFC 1952) of one or more members.
enum Gzip {
    /// Whether bytes begin like gzip.
    static func matches(_ head: [UInt8]) -> Bool { head.starts(with: [0x1F, 0x8B]) }

    /// The contents of a file as a stream.
    ///
    /// - Throws: ``DataError`` by the rules of ``expand(_:file:limits:)``; for a large file, only while it is read.
    static func contents(
        of stream: FileStream, file: String, limits: Limits
    ) throws(DataError) -> any ByteStream {
        // Market data shrinks to a third or less; where it has several members the last four bytes tell of one only.
        let tail = try stream.bytes(4, at: max(0, stream.size - 4))
        let told = tail.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard max(told, 2 * stream.size) > limits.inOneGo else {
            let packed = try Bytes.all(of: stream, file: file)
            if let bytes = try expand(packed, file: file, limits: limits) { return MemoryStream(bytes) }
            // More comes out than the size at the end says: it is unpacked while it is read.
            return try inflate(MemoryStream(packed), packed.count, file, limits)
        }
        return try inflate(stream, stream.size, file, limits)
    }

    /// The contents as a stream that unpacks no more than is read.
    static func beginning(
        of stream: FileStream, file: String, limits: Limits
    ) throws(DataError) -> any ByteStream { try inflate(stream, stream.size, file, limits) }

    private static func inflate(
        _ packed: any ByteStream, _ size: Int, _ file: String, _ limits: Limits
    ) throws(DataError) -> any ByteStream {
        try InflateStream(
            packed, .gzip, allowed: limits.expansion(of: size), damaged: damaged(file),
            tooLarge: tooLarge(size, file, limits))
    }

    private static func damaged(_ file: String) -> DataError {
        DataError(
            .badInput, file: file, "gzip data is damaged or cut short",
            hint: "the checksum or structure is wrong, fetch it again")
    }

    private static func tooLarge(_ size: Int, _ file: String, _ limits: Limits) -> DataError {
        DataError(
            .limit, file: file,
            "gzip data of \(size) bytes expands to more than \(limits.expansion(of: size)) bytes, above the limit "
                + "(ratio \(limits.ratio):1, at most \(limits.bytes) bytes)")
    }

    /// The contents of all members, one behind the other; `nil` where they are more than what is unpacked in one go.
    ///
    /// - Throws: ``DataError`` `.badInput` for damage and for data behind the last member, `.limit` when more comes
    ///   out than ``Limits`` allow.
    private static func expand(_ bytes: Bytes, file: String, limits: Limits) throws(DataError) -> Bytes? {
        let allowed = limits.expansion(of: bytes.count)
        let most = min(allowed, max(limits.inOneGo, 1))
        // The last four bytes tell the size of the last member: a hint, never trusted.
        let told = bytes.count >= 18 ? bytes.number32(bytes.count - 4) : 0
        var capacity = min(most, max(told, bytes.count * 4, 4096))
        while true {
            do {
                return try expand(bytes, capacity: capacity)
            } catch .tooLarge {
                guard capacity < most else {
                    guard most < allowed else { throw tooLarge(bytes.count, file, limits) }
                    return nil
                }
                capacity = min(most, 2 * capacity)
            } catch .noMemory {
                throw DataError(.limit, file: file, "no memory for \(capacity) bytes")
            } catch {
                throw damaged(file)
            }
        }
    }

    private static func expand(_ bytes: Bytes, capacity: Int) throws(Deflate.Fault) -> Bytes {
        let deflate = try Deflate()
        let result = try Bytes(capacity: capacity) { output throws(Deflate.Fault) in
            var (read, written) = (0, 0)
            while read < bytes.count {
                let step = try deflate.gunzip(
                    UnsafeRawBufferPointer(rebasing: bytes.raw[read...]),
                    into: UnsafeMutableRawBufferPointer(rebasing: output[written...]))
                read += step.used
                written += step.written
            }
            return written
        }
        guard let result else { throw .noMemory }
        return result
    }
}
