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

    /// The beginning that fits into so many bytes, in whole characters.
    package func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var scalars = unicodeScalars.prefix(limit)
        var count = scalars.reduce(0) { $0 + UTF8.width($1) }
        while count > limit, let last = scalars.popLast() { count -= UTF8.width(last) }
        return String(scalars)
    }

    /// The text with control characters other than line end and tab made visible: they could drive a terminal.
    package func escapingControls() -> String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
        }
        guard unicodeScalars.contains(where: isControl) else { return self }
        var result = ""
        for scalar in unicodeScalars {
            if isControl(scalar) {
                result += "\\x" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

extension UnsafeBufferPointer where Element == CChar {
    /// The address; that of an empty text if there is none.
    func withUnsafeBaseAddress<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        if let baseAddress { return body(baseAddress) }
        return withUnsafePointer(to: CChar(0), body)
    }
}

/// Help with names that do not exist.
package enum LuaNames {
    /// The nearest name within two edits; of two as near, the first by bytes.
    package static func nearest(to name: String, in candidates: [String]) -> String? {
        var best: (distance: Int32, name: String)?
        for candidate in candidates {
            let distance = name.withLuaBytes { a, aCount in
                candidate.withLuaBytes { b, bCount in liq_lua_distance(a, aCount, b, bCount) }
            }
            guard distance <= 2, distance < name.utf8.count else { continue }
            if let found = best, (found.distance, found.name) <= (distance, candidate) { continue }
            best = (distance, candidate)
        }
        return best?.name
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
