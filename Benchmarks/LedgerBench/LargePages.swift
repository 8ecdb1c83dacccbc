import Foundation

/// Zeros on large pages, as the peers ask for them.
enum LargePages {
    @Sendable static func zeros(_ count: Int) -> [Double] {
        [Double](unsafeUninitializedCapacity: count) { cells, filled in
            if let base = cells.baseAddress {
                let page = UInt(2 << 20)
                let start = (UInt(bitPattern: base) + page - 1) & ~(page - 1)
                let end = UInt(bitPattern: base + count) & ~(page - 1)
                if start < end {
                    madvise(UnsafeMutableRawPointer(bitPattern: start), Int(end - start), MADV_HUGEPAGE)
                }
            }
            cells.initialize(repeating: 0)
            filled = count
        }
    }
}
