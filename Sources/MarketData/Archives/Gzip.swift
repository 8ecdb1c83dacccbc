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
            return MemoryStream(try expand(Bytes.all(of: stream, file: file), file: file, limits: limits))
        }
        return try InflateStream(
            stream, .gzip, allowed: limits.expansion(of: stream.size), damaged: damaged(file),
            tooLarge: tooLarge(stream.size, file, limits))
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

    /// The contents of all members, one behind the other.
    ///
    /// - Throws: ``DataError`` `.badInput` for damage and for data behind the last member, `.limit` when more comes
    ///   out than ``Limits`` allow.
    static func expand(_ bytes: Bytes, file: String, limits: Limits) throws(DataError) -> Bytes {
        let allowed = limits.expansion(of: bytes.count)
        // The last four bytes tell the size of the last member: a hint, never trusted.
        let told = bytes.count >= 18 ? bytes.number32(bytes.count - 4) : 0
        var capacity = min(allowed, max(told, bytes.count * 4, 4096))
        while true {
            do {
                return try expand(bytes, capacity: capacity)
            } catch .tooLarge {
                guard capacity < allowed else { throw tooLarge(bytes.count, file, limits) }
                let (doubled, overflow) = capacity.multipliedReportingOverflow(by: 2)
                capacity = overflow ? allowed : min(allowed, doubled)
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
