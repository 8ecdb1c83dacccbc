import CLuaShim

extension String {
    /// A text of Lua's; what is not UTF-8 is repaired.
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
}

extension UnsafeBufferPointer where Element == CChar {
    /// The address; that of an empty text if there is none.
    func withUnsafeBaseAddress<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        if let baseAddress { return body(baseAddress) }
        return withUnsafePointer(to: CChar(0), body)
    }
}

extension String {
    /// Copies the text to a name of the shim.
    func withLuaName(to address: UnsafeMutableRawPointer) {
        withLuaBytes { liq_lua_set_name(address.assumingMemoryBound(to: CChar.self), $0, $1) }
    }
}

extension Optional where Wrapped == Int {
    /// The offset of a stored property of a C struct, which always has one.
    var unsafelyKnown: Int {
        guard let self else { preconditionFailure("a field of a C struct has an offset") }
        return self
    }
}
