import Glibc

/// Owns a block of memory that holds bytes of one file or archive member: all of them, or a piece.
///
/// ``padding`` readable bytes stand on both sides of the contents, so that a reader may look a little past them
/// instead of asking at every step where they end.
final class Bytes {
    /// Readable bytes before and behind the contents; those behind are zero.
    static let padding = 64

    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// How many bytes the contents have.
    private(set) var count = 0

    /// Room for bytes that are still to come; `nil` when memory is short.
    init?(capacity: Int) {
        guard let memory = Bytes.allocate(capacity) else { return nil }
        (self.memory, self.capacity) = (memory, capacity)
        seal()
    }

    /// Allocates, lets `fill` write and tell how much it wrote; `nil` when memory is short.
    ///
    /// - Parameters:
    ///   - capacity: bytes that `fill` may write, not negative.
    ///   - fill: returns how many bytes it wrote, at most `capacity`.
    /// - Throws: what `fill` throws.
    convenience init?<E: Error>(
        capacity: Int, fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) {
        self.init(capacity: capacity)
        add(try fill(free))
    }

    /// Everything that a stream still has.
    ///
    /// - Throws: what the stream throws, and `.limit` where memory is short.
    static func all(of stream: any ByteStream, file: String) throws(DataError) -> Bytes {
        func noMemory(_ count: Int) -> DataError {
            DataError(.limit, file: file, "no memory for \(count) bytes")
        }
        guard let bytes = Bytes(capacity: stream.expectedBytes + 1) else {
            throw noMemory(stream.expectedBytes)
        }
        while true {
            let step = try stream.read(into: bytes.free)
            if step == 0 { return bytes }
            bytes.add(step)
            guard bytes.free.count > 0 || bytes.grow(to: 2 * bytes.count) else { throw noMemory(bytes.count) }
        }
    }

    deinit { Glibc.free(memory) }

    /// The room behind the contents.
    var free: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: memory + Bytes.padding + count, count: capacity - count)
    }

    /// Counts bytes that were written into ``free`` as contents.
    func add(_ written: Int) {
        precondition(written >= 0 && written <= capacity - count)
        count += written
        seal()
    }

    /// Keeps only the first bytes.
    func truncate(to kept: Int) {
        precondition(kept >= 0 && kept <= count)
        count = kept
        seal()
    }

    /// Copies bytes behind the contents, growing where that is needed; false when memory is short.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= free.count || grow(to: max(count + bytes.count, 2 * capacity)) else {
            return false
        }
        free.copyMemory(from: bytes)
        add(bytes.count)
        return true
    }

    /// Makes room for more; false when memory is short.
    func grow(to wanted: Int) -> Bool {
        guard wanted > capacity else { return true }
        guard let larger = Bytes.allocate(wanted) else { return false }
        memcpy(larger + Bytes.padding, memory + Bytes.padding, count)
        Glibc.free(memory)
        (memory, capacity) = (larger, wanted)
        seal()
        return true
    }

    /// Large blocks ask for large pages: faulting in small ones costs as much as parsing what they hold.
    private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer? {
        let (size, page) = (capacity + 2 * padding, 2 << 20)
        var memory: UnsafeMutableRawPointer?
        if size < 2 * page {
            memory = malloc(size)
        } else {
            guard posix_memalign(&memory, page, size) == 0 else { return nil }
            madvise(memory, size, MADV_HUGEPAGE)
        }
        memory.map { _ = memset($0, 0, padding) }
        return memory
    }

    private func seal() { memset(memory + Bytes.padding + count, 0, Bytes.padding) }

    /// The contents; valid while this object lives and does not grow.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory + Bytes.padding, count: count) }

    /// The first byte; valid while this object lives and does not grow.
    var start: UnsafePointer<UInt8> {
        UnsafePointer((memory + Bytes.padding).assumingMemoryBound(to: UInt8.self))
    }

    /// Whether the contents begin with these bytes.
    func starts(with prefix: [UInt8], at offset: Int = 0) -> Bool {
        guard count - offset >= prefix.count else { return false }
        return prefix.indices.allSatisfy { raw[offset + $0] == prefix[$0] }
    }

    /// The little-endian number of two bytes at an offset that the caller has checked.
    func number16(_ offset: Int) -> Int {
        Int(UInt16(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    }

    /// The little-endian number of four bytes at an offset that the caller has checked.
    func number32(_ offset: Int) -> Int {
        Int(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
}
