import CLuaShim

extension LuaTable {
    /// Whether both are one table.
    package func isSame(as other: LuaTable) -> Bool {
        guard core === other.core, let handle = try? core.entry(), liq_lua_reserve(handle, 4) else {
            return false
        }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        liq_lua_push_reference(handle, key)
        liq_lua_push_reference(handle, other.key)
        return liq_lua_is_same(handle, base + 1, base + 2)
    }

    /// Whether it holds nothing.
    package var isEmpty: Bool {
        get throws(LuaError) {
            try open { handle, table throws(LuaError) in
                var more = false
                liq_lua_push_nil(handle)
                try core.check(liq_lua_next(handle, table, &more))
                return !more
            }
        }
    }
}
