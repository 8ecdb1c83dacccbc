import Glibc

/// Asks the system for large pages behind arrays that are about to be filled: faulting in small ones costs as much
/// as parsing what is written to them.
enum LargePages {
    private static let page = 2 << 20
    /// The smallest array that is worth it. What the system gives for arrays from here on stands side by side, so that
    /// a large page is filled by several of them.
    private static let smallest = 256 << 10

    /// Advises an array's reserved memory, up to the borders of large pages on both sides: the columns of a table are
    /// reserved one after the other, and what lies around one is mostly the next.
    ///
    /// - Parameters:
    ///   - array: with memory for `count` elements reserved.
    ///   - count: how many elements it will have at least; not what it may have, for a large page is used as a whole.
    static func advise<Element>(_ array: inout [Element], _ count: Int) {
        let bytes = count * MemoryLayout<Element>.stride
        guard bytes >= smallest, array.capacity >= count else { return }
        array.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let start = UInt(bitPattern: base) & ~UInt(page - 1)
            let end = (UInt(bitPattern: base) + UInt(bytes + page - 1)) & ~UInt(page - 1)
            // Where a part of the range is not mapped, the rest is advised all the same.
            madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_HUGEPAGE)
        }
    }
}
