/// A host function as the state's list of slots keeps it.
final class LuaFunctionBox {
    let name: String
    /// For a method: the type that the first argument has to be of.
    let receiver: LuaObjectType?
    let body: (LuaCall) throws -> [LuaValue]

    init(name: String, receiver: LuaObjectType? = nil, body: @escaping (LuaCall) throws -> [LuaValue]) {
        self.name = name
        self.receiver = receiver
        self.body = body
    }
}
