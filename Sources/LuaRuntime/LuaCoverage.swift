import CLuaShim

extension LuaState {
    /// Notes each line that runs from the next call on. Calls take longer and give the same.
    package func startCoverage() {
        if let handle = core.handle { _ = liq_lua_start_coverage(handle) }
    }

    /// The lines that have run, by chunk; empty without ``startCoverage()``.
    package var coveredLines: [String: Set<Int>] {
        guard let handle = core.handle else { return [:] }
        var covered: [String: Set<Int>] = [:]
        var lines: UnsafePointer<UInt8>?
        var (index, count) = (0, 0)
        while let name = liq_lua_covered(handle, index, &lines, &count) {
            let bytes = UnsafeBufferPointer(start: lines, count: count)
            covered[String(cString: name)] = Set(bytes.indices.filter { bytes[$0] != 0 })
            index += 1
        }
        return covered
    }

    /// The lines of a chunk on which something can run, in it and in the functions that it makes.
    ///
    /// What a function does at its end by itself does not count: a line `end` is no line to reach.
    /// - Throws: ``LuaError`` where it is not a function of Lua's.
    package func activeLines(of function: LuaFunction) throws(LuaError) -> Set<Int> {
        try build { handle throws(LuaError) in
            try core.push(handle, reference: function)
            try core.check(liq_lua_push_compiled(handle))
            var count = 0
            let bytes = liq_lua_read_string(handle, -1, &count)
            var reader = LuaCompiledLines(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
            return reader.read() ?? []
        }
    }
}

/// The lines of compiled Lua 5.4, read from what the library writes for `string.dump`.
///
/// - Source: Lua 5.4.4, ldump.c (the order of the parts), ldebug.c luaG_getfuncline (how lines are packed).
struct LuaCompiledLines {
    private let bytes: [UInt8]
    private var offset = 0
    private var lines: Set<Int> = []
    private struct Damaged: Error {}

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The lines; `nil` where this is not the form that is known.
    mutating func read() -> Set<Int>? {
        // Signature, version, format, check bytes, three sizes, an integer and a float to check, number of upvalues.
        let head: [UInt8] = [0x1B, 0x4C, 0x75, 0x61, 0x54, 0, 0x19, 0x93, 0x0D, 0x0A, 0x1A, 0x0A, 4, 8, 8]
        guard bytes.starts(with: head) else { return nil }
        offset = head.count + 16 + 1
        do {
            try function()
            return lines
        } catch { return nil }
    }

    private mutating func skip(_ count: Int) throws {
        guard count >= 0, count <= bytes.count - offset else { throw Damaged() }
        offset += count
    }

    private mutating func byte() throws -> UInt8 {
        try skip(1)
        return bytes[offset - 1]
    }

    /// A size: seven bits a byte, the last one marked.
    private mutating func size() throws -> Int {
        var value = 0
        while true {
            let next = try byte()
            guard value < 1 << 40 else { throw Damaged() }
            value = value << 7 | Int(next & 0x7F)
            if next & 0x80 != 0 { return value }
        }
    }

    private mutating func string() throws {
        let size = try size()
        if size > 0 { try skip(size - 1) }
    }

    private mutating func function() throws {
        try string()
        let begin = try size()
        _ = try size()
        try skip(1)
        let isVariadic = try byte() != 0
        try skip(1)
        let count = try size()
        try skip(count * 4)
        for _ in 0..<(try size()) {
            switch try byte() {
            case 0x13, 0x03: try skip(8)  // a float, an integer
            case 0x04, 0x14: try string()
            default: break
            }
        }
        try skip(try size() * 3)  // upvalues
        for _ in 0..<(try size()) { try function() }
        try readLines(count, begin: begin, isVariadic: isVariadic)
        for _ in 0..<(try size()) {  // local variables
            try string()
            _ = (try size(), try size())
        }
        for _ in 0..<(try size()) { try string() }  // names of upvalues
    }

    private mutating func readLines(_ instructions: Int, begin: Int, isVariadic: Bool) throws {
        let count = try size()
        let start = offset
        try skip(count)
        var absolute: [Int: Int] = [:]
        for _ in 0..<(try size()) {
            let place = try size()
            absolute[place] = try size()
        }
        var line = begin
        for place in 0..<count {
            let step = Int8(bitPattern: bytes[start + place])
            line = step == -128 ? absolute[place] ?? line : line + Int(step)
            // The first of a variadic function prepares it, the last one returns by itself.
            let isOwn = (place == 0 && isVariadic) || place == instructions - 1
            if !isOwn { lines.insert(line) }
        }
    }
}
