import LuaRuntime

extension LuaCall {
    /// The object that a method was called on.
    func receiver<Object>(_ type: Object.Type) throws -> Object {
        guard let object = arguments.first?.object(as: type) else {
            throw HostError(
                .script, "a method was called without its object",
                hint: "write value:method(), with a colon")
        }
        return object
    }

    /// An argument; nil where there is none.
    func argument(_ index: Int) -> LuaValue { index <= arguments.count ? arguments[index - 1] : .nil }

    /// An argument that is a text.
    func text(_ index: Int, _ name: String) throws -> String {
        guard let text = argument(index).text else {
            throw HostError(.script, "argument '\(name)' must be a text, was \(argument(index).described)")
        }
        return text
    }

    /// An argument that is a function.
    func function(_ index: Int, _ name: String) throws -> LuaFunction {
        guard let function = argument(index).function else {
            throw HostError(.script, "argument '\(name)' must be a function, was \(argument(index).described)")
        }
        return function
    }

    /// The request of a method's named arguments.
    func request(_ method: String) throws -> MapRequest {
        do { return try MapRequest(argument(2), of: method) } catch let error as HostError {
            throw HostError(.script, error.message, hint: error.hint)
        }
    }
}
