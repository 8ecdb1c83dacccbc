import Glibc

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
