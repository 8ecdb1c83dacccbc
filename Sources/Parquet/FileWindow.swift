/// A piece of a file that moves forward over it.
final class FileWindow {
    /// How many bytes are asked of the source at least, where there are as many.
    private static let step = 1 << 18

    private let memory = Memory()
    private var start = 0
    private var count = 0

    /// Forgets what was read.
    func reset() { (start, count) = (0, 0) }

    /// So many bytes of the file from an offset on, there until the next call; those up to `end` may be asked for later.
    func see(_ source: ParquetSource, _ offset: Int, _ wanted: Int, end: Int) throws -> UnsafeRawBufferPointer
    {
        if offset < start || offset + wanted > start + count {
            let size = min(end - offset, max(wanted, Self.step))
            let kept = offset >= start && offset < start + count ? start + count - offset : 0
            if kept > 0 {
                // What is there already moves to the front.
                let old = memory.take(count, keeping: count)
                old.copyMemory(from: UnsafeRawBufferPointer(rebasing: old[(offset - start)..<count]))
            }
            let room = memory.take(size, keeping: kept)
            (start, count) = (offset, kept)
            try source.read(
                at: offset + kept, into: UnsafeMutableRawBufferPointer(rebasing: room[kept...]))
            count = size
        }
        let bytes = memory.take(count, keeping: count)
        return UnsafeRawBufferPointer(rebasing: bytes[(offset - start)..<(offset - start + wanted)])
    }
}
