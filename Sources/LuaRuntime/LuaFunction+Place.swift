import CLuaShim

extension LuaFunction {
    /// What it is called: a host function by its own name, others by that of the global, or of the field of a global
    /// table, that holds it; `nil` where none does.
    package var name: String? {
        guard let handle = try? core.entry(), liq_lua_reserve(handle, 4) else { return nil }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        liq_lua_push_reference(handle, key)
        if let object = liq_lua_function_object(handle, base + 1) {
            return Unmanaged<LuaFunctionBox>.fromOpaque(object).takeUnretainedValue().name
        }
        var name = [CChar](repeating: 0, count: Int(LIQ_LUA_PLACE_SIZE))
        return liq_lua_global_name(handle, base + 1, &name)
            ? String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    /// The chunk and line on which it begins; `nil` for one that is not Lua's, or when the state has closed.
    package var place: (chunk: String, line: Int)? {
        guard let handle = try? core.entry(), liq_lua_reserve(handle, 4) else { return nil }
        let base = liq_lua_top(handle)
        defer { liq_lua_set_top(handle, base) }
        liq_lua_push_reference(handle, key)
        var chunk = [CChar](repeating: 0, count: Int(LIQ_LUA_PLACE_SIZE))
        let line = liq_lua_function_place(handle, base + 1, &chunk)
        guard line > 0 else { return nil }
        let text = String(decoding: chunk.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return (text, Int(line))
    }

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
