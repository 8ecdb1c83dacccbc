import CLuaShim

/// How reading a table as a fixed number of numbers went.
package enum LuaNumbersResult: Hashable, Sendable {
    /// All are numbers and there are no more.
    case complete
    /// The element at this index, from 1, is no number but of that type; "nil" if the table is too short.
    case bad(index: Int, found: String)
    /// All are numbers, but the table has this many elements, more than asked for.
    case extra(count: Int)

    /// Reads the table at a stack position. Four free places are needed on the stack.
    init(reading handle: OpaquePointer, _ position: Int32, into buffer: UnsafeMutableBufferPointer<Double>) {
        var found: UnsafePointer<CChar>?
        let bad = liq_lua_read_numbers(handle, position, buffer.baseAddress, Int64(buffer.count), &found)
        if bad != 0 {
            self = .bad(index: Int(bad), found: found.map { String(cString: $0) } ?? "nil")
            return
        }
        let length = Int(liq_lua_length(handle, position))
        self = length > buffer.count ? .extra(count: length) : .complete
    }
}
