/// One call of a host function: what it was given, and the state it runs in.
///
/// Calls back into Lua go through ``state``, and run on the coroutine that made this call.
package struct LuaCall {
    /// The state; do not keep it.
    package let state: LuaState
    /// As messages show it: `liq.load`, `map:at`.
    package let name: String
    /// What was passed; for a method, without `self`.
    package let arguments: [LuaValue]
    private let object: AnyObject?

    init(state: LuaState, function: LuaFunctionBox, arguments: [LuaValue]) throws(LuaError) {
        self.state = state
        self.name = function.name
        guard let type = function.receiver else {
            self.arguments = arguments
            object = nil
            return
        }
        guard case .object(let reference) = arguments.first, reference.typeName == type.name,
            let object = reference.object
        else {
            let found = arguments.first?.typeName ?? "no value"
            let hint = function.name.contains(":") ? "; call it as '\(function.name)(…)'" : ""
            throw LuaError(.runtime, "'\(function.name)' needs a \(type.name), got \(found)\(hint)")
        }
        self.object = object
        self.arguments = Array(arguments.dropFirst())
    }

    /// The object whose method or field this is.
    /// - Precondition: this is a call of a method.
    package var receiver: AnyObject {
        guard let object else { preconditionFailure("'\(name)' is not a method") }
        return object
    }

    /// The object whose method this is, as its type.
    package func receiver<Object>(as type: Object.Type) throws(LuaError) -> Object {
        guard let object = object as? Object else {
            throw LuaError(.runtime, "'\(name)' was called on an object of another kind")
        }
        return object
    }

    /// The argument at a place, from 1; `.nil` if it was not passed.
    package func argument(_ index: Int) -> LuaValue {
        arguments.indices.contains(index - 1) ? arguments[index - 1] : .nil
    }

    /// `bad argument #1 'path' to 'liq.load' (reason)`, to be thrown.
    package func bad(_ index: Int, _ parameter: String, _ reason: String) -> LuaError {
        LuaError(.runtime, "bad argument #\(index) '\(parameter)' to '\(name)' (\(reason))")
    }
}
