import Glibc

/// Owns a block of memory that holds the bytes of one file or archive member.
///
/// ``padding`` zero bytes follow the contents, so that a reader may look a little past the end.
final class Bytes {
    /// Readable zero bytes behind the contents.
    static let padding = 16

    private let memory: UnsafeMutableRawPointer
    /// How many bytes the contents have.
    let count: Int

    /// Allocates, lets `fill` write and tell how much it wrote; `nil` when memory is short.
    ///
    /// - Parameters:
    ///   - capacity: bytes that `fill` may write, not negative.
    ///   - fill: returns how many bytes it wrote, at most `capacity`.
    /// - Throws: what `fill` throws.
    init?<E: Error>(
        capacity: Int, fill: (UnsafeMutableRawBufferPointer) throws(E) -> Int
    ) throws(E) {
        guard let memory = Bytes.allocate(capacity + Bytes.padding) else { return nil }
        do {
            count = try fill(UnsafeMutableRawBufferPointer(start: memory, count: capacity))
        } catch {
            free(memory)
            throw error
        }
        precondition(count <= capacity)
        memset(memory + count, 0, Bytes.padding)
        self.memory = memory
    }

    /// Large blocks ask for large pages: faulting in small ones costs as much as parsing what they hold.
    private static func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        let page = 2 << 20
        guard size >= 2 * page else { return malloc(size) }
        var memory: UnsafeMutableRawPointer?
        guard posix_memalign(&memory, page, size) == 0 else { return nil }
        madvise(memory, size, MADV_HUGEPAGE)
        return memory
    }

    deinit { free(memory) }

    /// The contents; valid while this object lives.
    var raw: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    /// The first byte; valid while this object lives.
    var start: UnsafePointer<UInt8> { UnsafePointer(memory.assumingMemoryBound(to: UInt8.self)) }

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
