import Glibc

/// Asks the system for large pages behind arrays that are about to be filled: faulting in small ones costs as much
/// as parsing what is written to them.
enum LargePages {
    private static let page = 2 << 20

    /// Advises the part of an array's reserved memory that will surely be written.
    ///
    /// - Parameters:
    ///   - array: with memory for `count` elements reserved.
    ///   - count: how many elements it will have at least; not what it may have, for a large page is used as a whole.
    static func advise<Element>(_ array: inout [Element], _ count: Int) {
        let bytes = count * MemoryLayout<Element>.stride
        guard bytes >= page, array.capacity >= count else { return }
        array.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let start = (UInt(bitPattern: base) + UInt(page - 1)) & ~UInt(page - 1)
            let end = (UInt(bitPattern: base) + UInt(bytes)) & ~UInt(page - 1)
            guard start < end else { return }
            madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_HUGEPAGE)
        }
    }
}
