import CLuaShim

extension LuaCore {
    /// Pushes a value; the caller has made room for it.
    func push(_ handle: OpaquePointer, _ value: LuaValue) throws(LuaError) {
        switch value {
        case .nil: liq_lua_push_nil(handle)
        case .boolean(let value): liq_lua_push_boolean(handle, value)
        case .integer(let value): liq_lua_push_integer(handle, value)
        case .number(let value): liq_lua_push_number(handle, value)
        case .string(let value): try check(value.withLuaBytes { liq_lua_push_string(handle, $0, $1) })
        case .table(let table): try push(handle, reference: table)
        case .function(let function): try push(handle, reference: function)
        case .object(let object):
            try push(handle, reference: object)
            if object.isLentPerCall { try check(liq_lua_push_row_view(handle)) }
        case .vector(let vector): try vector.push(to: self, handle)
        case .other(let name): throw LuaError(.runtime, "a \(name) cannot be given to Lua")
        }
    }

    @inline(__always)
    func push(_ handle: OpaquePointer, reference: LuaReference) throws(LuaError) {
        guard reference.core === self else {
            throw reference.core.isOpen
                ? LuaError(.runtime, "a value of one Lua state cannot be used in another") : .closedState
        }
        liq_lua_push_reference(handle, reference.key)
    }

    /// The value at a position; references are new ones.
    func read(_ handle: OpaquePointer, _ position: Int32) throws(LuaError) -> LuaValue {
        switch Int(liq_lua_kind(handle, position)) {
        case LIQ_LUA_NIL, LIQ_LUA_NONE: return .nil
        case LIQ_LUA_BOOLEAN: return .boolean(liq_lua_read_boolean(handle, position))
        case LIQ_LUA_INTEGER: return .integer(liq_lua_read_integer(handle, position))
        case LIQ_LUA_NUMBER: return .number(liq_lua_read_number(handle, position))
        case LIQ_LUA_STRING:
            var length = 0
            guard let bytes = liq_lua_read_string(handle, position, &length) else { return .string("") }
            return .string(String(bytes: bytes, count: length))
        case LIQ_LUA_TABLE: return .table(LuaTable(core: self, key: try reference(handle, position)))
        case LIQ_LUA_FUNCTION: return .function(LuaFunction(core: self, key: try reference(handle, position)))
        case LIQ_LUA_VECTOR: return .vector(try readVector(handle, position))
        case LIQ_LUA_OBJECT, LIQ_LUA_ROW:
            let object = liq_lua_read_object(handle, position).map {
                Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue()
            }
            let name = String(cString: liq_lua_type_name(handle, position))
            let key = try reference(handle, position)
            return .object(LuaObjectReference(core: self, key: key, object: object, typeName: name))
        default: return .other(String(cString: liq_lua_type_name(handle, position)))
        }
    }

    /// What one reading may copy of texts, in bytes: as much as the state may hold.
    ///
    /// A text that a table holds a thousand times is one text in Lua, but a thousand here.
    var textBudget: Int { owner?.limits.memoryBytes ?? .max }

    /// The value at a position, if its text still fits a budget.
    /// - Throws: ``LuaError`` `.memory` where it does not.
    func read(_ handle: OpaquePointer, _ position: Int32, within budget: inout Int) throws(LuaError)
        -> LuaValue
    {
        if Int(liq_lua_kind(handle, position)) == LIQ_LUA_STRING {
            var length = 0
            _ = liq_lua_read_string(handle, position, &length)
            guard length <= budget else {
                throw LuaError(
                    .memory, "the memory limit of \(textBudget) bytes was reached by texts that repeat")
            }
            budget -= length
        }
        return try read(handle, position)
    }

    /// Keeps a copy of the value at a position.
    func reference(_ handle: OpaquePointer, _ position: Int32) throws(LuaError) -> Int32 {
        guard liq_lua_reserve(handle, 4) else { throw LuaError(.stackOverflow, "stack overflow") }
        liq_lua_push_copy(handle, position)
        return try takeReference(handle)
    }

    /// Keeps the value on top and pops it.
    func takeReference(_ handle: OpaquePointer) throws(LuaError) -> Int32 {
        var key: Int32 = 0
        try check(liq_lua_reference(handle, &key))
        return key
    }

    private func readVector(_ handle: OpaquePointer, _ position: Int32) throws(LuaError) -> LuaVector {
        if let object = liq_lua_read_object(handle, position) {
            return Unmanaged<LuaVector>.fromOpaque(object).takeUnretainedValue()
        }
        var data: UnsafeMutablePointer<Double>?
        var count = 0
        try check(liq_lua_read_vector(handle, position, &data, &count))
        let reference = LuaReference(core: self, key: try reference(handle, position))
        return LuaVector(scripted: reference, UnsafeMutableBufferPointer(start: data, count: count))
    }
}
