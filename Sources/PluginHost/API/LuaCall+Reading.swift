import LuaRuntime

extension LuaCall {
    /// The request of a method's named arguments.
    func request(_ method: String) throws -> MapRequest {
        do { return try MapRequest(argument(1), of: method) } catch let error as HostError {
            throw HostError(.script, error.message, hint: error.hint)
        }
    }
}
