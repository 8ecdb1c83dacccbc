/// Reads `true`, `false` and the same with a capital letter, as some dumps write them.
enum Flag {
    /// `nil` for anything else.
    @inline(__always)
    static func parse(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool? {
        guard count == 4 || count == 5 else { return nil }
        let isTrue = count == 4
        // Both words end in four letters that tell them apart: "true" and "alse".
        let end = UnsafeRawPointer(text + (count &- 4)).loadUnaligned(as: UInt32.self).littleEndian
        let first = text[0] | 0x20
        let expected: UInt32 = isTrue ? 0x6575_7274 : 0x6573_6C61
        let found = isTrue ? end | 0x20 : end
        return found == expected && first == (isTrue ? UInt8(ascii: "t") : UInt8(ascii: "f")) ? isTrue : nil
    }
}
