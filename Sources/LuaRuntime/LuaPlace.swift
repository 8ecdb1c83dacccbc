/// Where in a script something happened.
struct LuaPlace: Hashable {
    let chunk: String
    /// From 1; 0 if unknown.
    let line: Int

    /// Takes `chunk:line: ` off the front of a message.
    ///
    /// The name of the expected chunk may hold colons; another one's is taken to end at the first colon that a
    /// number, a colon and a space follow.
    static func split(_ message: String, expecting expected: String) -> (LuaPlace, String)? {
        let bytes = Array(message.utf8)
        let prefix = Array(expected.utf8) + [UInt8(ascii: ":")]
        if !expected.isEmpty, bytes.starts(with: prefix),
            let found = place(in: bytes, colon: prefix.count - 1)
        {
            return found
        }
        let reach = min(bytes.count, 200)
        for index in 0..<reach where bytes[index] == UInt8(ascii: ":") && index > 0 {
            if let found = place(in: bytes, colon: index) { return found }
        }
        return nil
    }

    private static func place(in bytes: [UInt8], colon: Int) -> (LuaPlace, String)? {
        var line = 0
        var index = colon + 1
        while index < bytes.count, index - colon < 10,
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
        {
            line = line * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        guard index > colon + 1, index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":"),
            bytes[index + 1] == UInt8(ascii: " ")
        else { return nil }
        let chunk = String(decoding: bytes[..<colon], as: UTF8.self)
        return (LuaPlace(chunk: chunk, line: line), String(decoding: bytes[(index + 2)...], as: UTF8.self))
    }
}
