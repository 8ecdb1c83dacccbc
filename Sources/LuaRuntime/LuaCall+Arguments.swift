extension LuaCall {
    private func expected(_ index: Int, _ parameter: String, _ type: String) -> LuaError {
        bad(index, parameter, "\(type) expected, got \(argument(index).typeName)")
    }

    /// The string at a place, from 1.
    package func string(_ index: Int, _ parameter: String) throws(LuaError) -> String {
        guard let value = argument(index).text else { throw expected(index, parameter, "string") }
        return value
    }

    /// The number at a place, from 1, of either kind.
    package func number(_ index: Int, _ parameter: String) throws(LuaError) -> Double {
        guard let value = argument(index).double else { throw expected(index, parameter, "number") }
        return value
    }

    /// The integer at a place, from 1; a float that is one will do.
    package func integer(_ index: Int, _ parameter: String) throws(LuaError) -> Int64 {
        if let value = argument(index).int { return value }
        if case .number(let value) = argument(index) {
            throw bad(index, parameter, "integer expected, got \(value)")
        }
        throw expected(index, parameter, "integer")
    }

    /// The boolean at a place, from 1.
    package func boolean(_ index: Int, _ parameter: String) throws(LuaError) -> Bool {
        guard let value = argument(index).bool else { throw expected(index, parameter, "boolean") }
        return value
    }

    /// The table at a place, from 1.
    package func table(_ index: Int, _ parameter: String) throws(LuaError) -> LuaTable {
        guard let value = argument(index).table else { throw expected(index, parameter, "table") }
        return value
    }

    /// The function at a place, from 1.
    package func function(_ index: Int, _ parameter: String) throws(LuaError) -> LuaFunction {
        guard let value = argument(index).function else { throw expected(index, parameter, "function") }
        return value
    }

    /// The vector at a place, from 1.
    package func vector(_ index: Int, _ parameter: String) throws(LuaError) -> LuaVector {
        guard let value = argument(index).vector else { throw expected(index, parameter, "vector") }
        return value
    }

    /// The host object at a place, from 1; `name` is its type's, for the message.
    package func object<Object>(
        _ index: Int, _ parameter: String, _ name: String, as type: Object.Type = Object.self
    ) throws(LuaError) -> Object {
        guard let value = argument(index).object(as: type) else { throw expected(index, parameter, name) }
        return value
    }
}
