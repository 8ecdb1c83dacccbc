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
    /// The number of bytes in the contents.
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

    /// The rest of a stream.
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

    /// A file, read at once.
    ///
    /// - Throws: what ``FileStream`` throws, and ``DataError`` for a file that changes while it is read.
    static func whole(_ path: String, limits: Limits) throws(DataError) -> Bytes {
        let stream = try FileStream(path, limits: limits)
        let bytes = try all(of: stream, file: path)
        if let error = stream.changed() { throw error }
        return bytes
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

    /// Puts another byte in a place.
    ///
    /// - Precondition: the place is within ``count``.
    func replace(_ place: Int, with byte: UInt8) {
        precondition(place >= 0 && place < count)
        memory.storeBytes(of: byte, toByteOffset: Bytes.padding + place, as: UInt8.self)
    }

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

/// Bytes that come one after the other: from a file, from memory, out of a decompressor.
protocol ByteStream: AnyObject {
    /// Writes the next bytes.
    ///
    /// - Parameter memory: room for at least one byte.
    /// - Returns: how many bytes were written, at most the room; zero at the end and ever after.
    /// - Throws: ``DataError`` for bytes that cannot be had or unpacked.
    func read(into memory: UnsafeMutableRawBufferPointer) throws(DataError) -> Int

    /// The approximate number of bytes in all: a hint for reserving memory, never trusted.
    var expectedBytes: Int { get }
}

/// Bytes that are in memory already.
final class MemoryStream: ByteStream {
    private let bytes: Bytes
    private var position: Int
    private let end: Int

    /// A stream over a range of the bytes, or over all.
    init(_ bytes: Bytes, _ range: Range<Int>? = nil) {
        self.bytes = bytes
        (position, end) = (range?.lowerBound ?? 0, range?.upperBound ?? bytes.count)
    }

    var expectedBytes: Int { end - position }

    func read(into memory: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(memory.count, end - position)
        memory.copyMemory(
            from: UnsafeRawBufferPointer(rebasing: bytes.raw[position..<(position + count)]))
        position += count
        return count
    }
}

/// Asks the system for large pages behind arrays that are about to be filled: faulting in small ones costs as much
/// as making what is written to them.
package enum LargePages {
    private static let page = 2 << 20

    /// Advises the part of an array's reserved memory that will surely be written.
    ///
    /// - Parameters:
    ///   - array: with memory for `count` elements reserved.
    ///   - count: how many elements it will have at least; not what it may have, for a large page is used as a whole.
    static func advise<Element>(_ array: inout [Element], _ count: Int) {
        let bytes = count * MemoryLayout<Element>.stride
        guard bytes >= page, array.capacity >= count else { return }
        array.withUnsafeMutableBufferPointer { advise($0.baseAddress, bytes) }
    }

    /// Zeros, on large pages.
    package static func zeros(_ count: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { cells, filled in
            advise(cells.baseAddress, count * MemoryLayout<Double>.stride)
            cells.initialize(repeating: 0)
            filled = count
        }
    }

    private static func advise(_ base: UnsafeMutableRawPointer?, _ bytes: Int) {
        guard let base else { return }
        let start = (UInt(bitPattern: base) + UInt(page - 1)) & ~UInt(page - 1)
        let end = (UInt(bitPattern: base) + UInt(bytes)) & ~UInt(page - 1)
        guard start < end else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_HUGEPAGE)
    }
}
