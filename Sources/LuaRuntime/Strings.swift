extension String {
    /// Text of Lua's; what is not UTF-8 is repaired.
    init(bytes: UnsafePointer<CChar>, count: Int) {
        self = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The bytes for Lua, zero bytes included.
    func withLuaBytes<Result>(_ body: (UnsafePointer<CChar>, Int) -> Result) -> Result {
        var copy = self
        return copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                bytes.withUnsafeBaseAddress { body($0, bytes.count) }
            }
        }
    }

    /// The beginning that fits into so many bytes, in whole characters.
    package func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var scalars = unicodeScalars.prefix(limit)
        var count = scalars.reduce(0) { $0 + UTF8.width($1) }
        while count > limit, let last = scalars.popLast() { count -= UTF8.width(last) }
        return String(scalars)
    }
}

extension UnsafeBufferPointer where Element == CChar {
    /// The address; that of an empty text if there is none.
    func withUnsafeBaseAddress<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        if let baseAddress { return body(baseAddress) }
        return withUnsafePointer(to: CChar(0), body)
    }
}
