import CLuaShim

extension LuaFunction {
    /// The line on which the function begins, from 1; `nil` for one of the host's, or when the state has closed.
    package var line: Int? {
        guard let handle = try? core.entry(), liq_lua_reserve(handle, 4) else { return nil }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        liq_lua_push_reference(handle, key)
        let line = liq_lua_function_line(handle, base + 1)
        return line > 0 ? Int(line) : nil
    }
}
