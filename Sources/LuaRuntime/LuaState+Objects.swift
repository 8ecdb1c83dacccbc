import CLuaShim
import PlainText

extension LuaState {
    /// A userdata over a Swift object, which Lua holds until the collector drops it or the state closes.
    ///
    /// Two made of one object are equal in Lua.
    package func makeObject(_ object: AnyObject, type: LuaObjectType) throws(LuaError) -> LuaValue {
        try build { handle throws(LuaError) in
            let metatable = try metatable(handle, of: type)
            try core.push(handle, keeping: object) { liq_lua_push_object(handle, $0, $1, metatable) }
            let key = try core.takeReference(handle)
            return .object(LuaObjectReference(core: core, key: key, object: object, typeName: type.name))
        }
    }

    private func metatable(_ handle: OpaquePointer, of type: LuaObjectType) throws(LuaError) -> Int32 {
        if let known = core.metatable(of: type) { return known }
        try core.check(liq_lua_new_table(handle, 0, Int32(type.methods.count)))
        let methods = liq_lua_top(handle)
        for (name, body) in type.methods {
            try push(
                handle, function: LuaFunctionBox(name: "\(type.name):\(name)", receiver: type, body: body))
            try core.check(name.withLuaBytes { liq_lua_set_field(handle, methods, $0, $1) })
        }
        try push(handle, function: fieldReader(of: type))
        try push(handle, function: describer(of: type))
        if let length = type.length {
            let box = LuaFunctionBox(name: "#\(type.name)", receiver: type) { call in
                [.integer(Int64(try length(call.receiver)))]
            }
            try push(handle, function: box)
        } else {
            liq_lua_push_nil(handle)
        }
        try core.check(type.name.withLuaBytes { liq_lua_new_type(handle, $0, $1) })
        let metatable = liq_lua_top(handle)
        for kind in LuaObjectType.Operator.allCases {
            guard let body = type.operators[kind] else { continue }
            let shown = kind == .subtract ? "\(type.name) - …" : "-\(type.name)"
            try push(handle, function: LuaFunctionBox(name: shown, receiver: type, body: body))
            try core.check(kind.rawValue.withLuaBytes { liq_lua_set_field(handle, metatable, $0, $1) })
        }
        let key = try core.takeReference(handle)
        core.keep(metatable: key, of: type)
        return key
    }

    private func fieldReader(of type: LuaObjectType) -> LuaFunctionBox {
        LuaFunctionBox(name: type.name, receiver: type) { call in
            guard case .string(let name) = call.argument(1) else {
                throw LuaError(.runtime, "\(type.name) has no field of type \(call.argument(1).typeName)")
            }
            if let value = try type.fields?(call.receiver, name) { return [value] }
            var message = "\(type.name) has no field or method '\(name)'"
            if let nearest = Spelling.nearest(to: name, in: type.methodNames + type.fieldNames) {
                message += " (did you mean '\(nearest)'?)"
            }
            throw LuaError(.runtime, message)
        }
    }

    private func describer(of type: LuaObjectType) -> LuaFunctionBox {
        LuaFunctionBox(name: "tostring", receiver: type) { call in
            [.string(try type.text?(call.receiver) ?? type.name)]
        }
    }
}
