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

    /// Lua's truth: all but `nil` and `false`.
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
