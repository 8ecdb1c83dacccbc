import CLuaShim

/// A table of Lua's, read and written raw: no metamethod runs.
package final class LuaTable: LuaReference {
    /// The value of a named field; `.nil` if there is none.
    package func get(_ name: String) throws(LuaError) -> LuaValue {
        try open { handle, table throws(LuaError) in
            try core.check(name.withLuaBytes { liq_lua_push_field(handle, table, $0, $1) })
            return try core.read(handle, -1)
        }
    }

    /// The element at an index, from 1; `.nil` if there is none.
    package func get(_ index: Int) throws(LuaError) -> LuaValue {
        try open { handle, table throws(LuaError) in
            liq_lua_push_element(handle, table, Int64(index))
            return try core.read(handle, -1)
        }
    }

    /// The raw length.
    package var count: Int {
        get throws(LuaError) {
            try open { handle, table throws(LuaError) in Int(liq_lua_length(handle, table)) }
        }
    }

    /// Elements 1…count.
    /// - Throws: ``LuaError`` if there are more than `limit`.
    package func array(limit: Int) throws(LuaError) -> [LuaValue] {
        try open { handle, table throws(LuaError) in
            let count = Int(liq_lua_length(handle, table))
            guard count <= limit else {
                throw LuaError(.runtime, "table has \(count) elements, at most \(limit) allowed")
            }
            var values: [LuaValue] = []
            values.reserveCapacity(count)
            var budget = core.textBudget
            for index in 0..<count {
                liq_lua_push_element(handle, table, Int64(index + 1))
                values.append(try core.read(handle, -1, within: &budget))
                liq_lua_set_top(handle, table)
            }
            return values
        }
    }

    /// Copies the first elements as numbers; strings are not converted.
    package func readNumbers(
        into buffer: UnsafeMutableBufferPointer<Double>
    ) throws(LuaError) -> LuaNumbersResult {
        try open { handle, table throws(LuaError) in LuaNumbersResult(reading: handle, table, into: buffer) }
    }

    /// Stores a value under a name; `.nil` removes it.
    package func set(_ name: String, _ value: LuaValue) throws(LuaError) {
        try open { handle, table throws(LuaError) in
            try core.push(handle, value)
            try core.check(name.withLuaBytes { liq_lua_set_field(handle, table, $0, $1) })
        }
    }

    /// Stores a value at an index.
    package func set(_ index: Int, _ value: LuaValue) throws(LuaError) {
        try open { handle, table throws(LuaError) in
            try core.push(handle, value)
            try core.check(liq_lua_set_element(handle, table, Int64(index)))
        }
    }

    /// Runs `body` with the table pushed; the stack is as before afterwards.
    func open<Result>(_ body: (OpaquePointer, Int32) throws(LuaError) -> Result) throws(LuaError) -> Result {
        let handle = try core.entry()
        guard liq_lua_reserve(handle, 24) else { throw LuaError(.stackOverflow, "stack overflow") }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        liq_lua_push_reference(handle, key)
        return try body(handle, base + 1)
    }
}
