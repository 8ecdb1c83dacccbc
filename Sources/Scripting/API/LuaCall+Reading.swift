import Engine
import LuaRuntime

extension LuaCall {
    /// The request of a method's named arguments; `names` are those that are read elsewhere, `base` is what holds
    /// where nothing is named.
    func request(
        _ method: String, over base: MapRequest? = nil, beside names: [String] = []
    ) throws -> MapRequest {
        do {
            return try MapRequest(argument(1), of: method, over: base, beside: names)
        } catch let error as EngineError {
            // Rules of options do not know who asks.
            let isNamed = base == nil || error.message.hasPrefix(method)
            throw EngineError(
                .script, isNamed ? error.message : "\(method): \(error.message)", hint: error.hint)
        }
    }
}
