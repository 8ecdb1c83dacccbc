import LuaRuntime

extension LuaCall {
    /// The request of a method's named arguments; `names` are those that are read elsewhere.
    func request(_ method: String, beside names: [String] = []) throws -> MapRequest {
        do { return try MapRequest(argument(1), of: method, beside: names) } catch let error as HostError {
            throw HostError(.script, error.message, hint: error.hint)
        }
    }
}
