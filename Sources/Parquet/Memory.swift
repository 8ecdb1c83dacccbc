/// Bytes that are used again for page after page; reading a few bytes behind the last one is allowed.
final class Memory {
    /// Bytes behind the last one that may be read, whatever they are: bits are taken eight bytes at a time.
    static let padding = 16

    private var room = UnsafeMutableRawBufferPointer.allocate(byteCount: Memory.padding, alignment: 16)

    /// No bytes yet.
    init() { _ = room.initializeMemory(as: UInt8.self, repeating: 0) }

    deinit { room.deallocate() }

    /// Room for bytes, whose contents are left to the caller to set; of those that were there `kept` stay.
    func take(_ count: Int, keeping kept: Int = 0) -> UnsafeMutableRawBufferPointer {
        if count > room.count - Self.padding {
            let old = room
            // Some more, so that pages of slightly different sizes need no new room.
            room = .allocate(byteCount: count + count / 8 + Self.padding, alignment: 16)
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: old[..<kept]))
            old.deallocate()
        }
        UnsafeMutableRawBufferPointer(rebasing: room[count..<(count + Self.padding)])
            .initializeMemory(as: UInt8.self, repeating: 0)
        return UnsafeMutableRawBufferPointer(rebasing: room[..<count])
    }
}
