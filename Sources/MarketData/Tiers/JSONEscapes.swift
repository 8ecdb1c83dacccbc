/// The escapes of JSON strings (RFC 8259, section 7).
enum JSONEscapes {
    /// The characters that a string's bytes stand for; what is no escape stays as it is written, and half of a
    /// surrogate pair becomes U+FFFD.
    ///
    /// - Complexity: O(n).
    static func undone(_ raw: some RandomAccessCollection<UInt8>) -> String {
        guard raw.contains(UInt8(ascii: "\\")) else { return String(decoding: raw, as: UTF8.self) }
        // UTF-16, since escapes name its units: two of them may be one character.
        var units: [UInt16] = []
        var rest = Array(raw)[...]
        while let slash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            units.append(contentsOf: String(decoding: rest[..<slash], as: UTF8.self).utf16)
            rest = rest[slash...].dropFirst()
            guard let mark = rest.popFirst() else { break }
            if mark == UInt8(ascii: "u"), let unit = hexadecimal(rest.prefix(4)) {
                units.append(unit)
                rest = rest.dropFirst(4)
            } else if let plain = single[mark] {
                units.append(UInt16(plain))
            } else {
                units.append(contentsOf: [UInt16(UInt8(ascii: "\\")), UInt16(mark)])
            }
        }
        units.append(contentsOf: String(decoding: rest, as: UTF8.self).utf16)
        return String(decoding: units, as: UTF16.self)
    }

    private static let single: [UInt8: UInt8] = [
        UInt8(ascii: "\""): UInt8(ascii: "\""), UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "/"): UInt8(ascii: "/"), UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12,
        UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9,
    ]

    /// The number of four hexadecimal digits; `nil` where they are not.
    private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt16? {
        guard digits.count == 4, !digits.contains(UInt8(ascii: "+")), !digits.contains(UInt8(ascii: "-"))
        else { return nil }
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
