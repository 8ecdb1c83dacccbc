import CLuaShim

/// A value of Lua.
package enum LuaValue {
    /// Nothing.
    case `nil`
    /// `true` or `false`.
    case boolean(Bool)
    /// A number of the integer kind.
    case integer(Int64)
    /// A number of the float kind.
    case number(Double)
    /// Bytes, taken as UTF-8 and repaired where they are not.
    case string(String)
    /// A table, by reference.
    case table(LuaTable)
    /// A function, by reference.
    case function(LuaFunction)
    /// A host object, a row, or a vector of the host's made ready with `makeVector`.
    case object(LuaObjectReference)
    /// A block of doubles.
    case vector(LuaVector)
    /// What the host cannot take, such as a coroutine: the name of its type.
    case other(String)
}

extension LuaValue {
    /// Whether this is `nil`.
    package var isNil: Bool { if case .nil = self { true } else { false } }

    /// A number of either kind as a double.
    package var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// An integer, or a float that is one.
    package var int: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }

    /// The string, if it is one. Numbers are not converted.
    package var text: String? { if case .string(let value) = self { value } else { nil } }

    /// The boolean, if it is one.
    package var bool: Bool? { if case .boolean(let value) = self { value } else { nil } }

    /// The table, if it is one.
    package var table: LuaTable? { if case .table(let value) = self { value } else { nil } }

    /// The function, if it is one.
    package var function: LuaFunction? { if case .function(let value) = self { value } else { nil } }

    /// The vector, if it is one.
    package var vector: LuaVector? { if case .vector(let value) = self { value } else { nil } }

    /// The Swift object behind a host object, if it is one of that type.
    package func object<Object>(as type: Object.Type = Object.self) -> Object? {
        if case .object(let reference) = self { reference.object as? Object } else { nil }
    }

    /// Whether Lua takes it as true: everything but `nil` and `false`.
    package var isTruthy: Bool {
        switch self {
        case .nil, .boolean(false): false
        default: true
        }
    }

    /// The name of the type as messages show it.
    package var typeName: String {
        switch self {
        case .nil: "nil"
        case .boolean: "boolean"
        case .integer, .number: "number"
        case .string: "string"
        case .table: "table"
        case .function: "function"
        case .object(let reference): reference.typeName
        case .vector: "vector"
        case .other(let name): name
        }
    }
}

/// A value kept in a state's registry: given back when the last holder lets go, empty after the state has closed.
///
/// Base of the classes for tables, functions and objects. Not Sendable: it is dropped on the thread of its state.
package class LuaReference {
    let core: LuaCore
    let key: Int32

    init(core: LuaCore, key: Int32) {
        self.core = core
        self.key = key
    }

    deinit { core.forget(key) }
}

/// A function of Lua's, or one of the host's that was given to Lua.
package final class LuaFunction: LuaReference {}

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
