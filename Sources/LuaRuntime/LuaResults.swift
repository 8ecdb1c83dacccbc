import CLuaShim

/// The results of a call, valid while they are looked at.
package struct LuaResults {
    let core: LuaCore
    let handle: OpaquePointer
    let base: Int32
    /// How many there are.
    package let count: Int32

    /// The number at a place, from 1; `nil` if it is none.
    package func number(_ index: Int32 = 1) -> Double? {
        guard index >= 1, index <= count else { return nil }
        let kind = Int(liq_lua_kind(handle, base + index))
        guard kind == LIQ_LUA_NUMBER || kind == LIQ_LUA_INTEGER else { return nil }
        return liq_lua_read_number(handle, base + index)
    }

    /// The name of the type at a place, from 1; `nil` past the end reads as "nil".
    package func typeName(_ index: Int32 = 1) -> String {
        guard index >= 1, index <= count else { return "nil" }
        return String(cString: liq_lua_type_name(handle, base + index))
    }

    /// The value at a place, from 1.
    package func value(_ index: Int32 = 1) throws(LuaError) -> LuaValue {
        guard index >= 1, index <= count else { return .nil }
        return try core.read(handle, base + index)
    }

    /// Copies the elements of the table at a place, from 1; `nil` if there is no table.
    package func readNumbers(
        _ index: Int32 = 1, into buffer: UnsafeMutableBufferPointer<Double>
    ) -> LuaNumbersResult? {
        guard index >= 1, index <= count, Int(liq_lua_kind(handle, base + index)) == LIQ_LUA_TABLE,
            liq_lua_reserve(handle, 4)
        else { return nil }
        return LuaNumbersResult(reading: handle, base + index, into: buffer)
    }
}
