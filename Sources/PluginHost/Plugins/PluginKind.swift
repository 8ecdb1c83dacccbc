/// What a plugin decides.
package enum PluginKind: String, Hashable, Sendable, CaseIterable {
    /// How opened positions are spread over leverage.
    case leverage
    /// How funding tilts longs against shorts.
    case funding
    /// What a map says about what may happen.
    case signal

    /// What `run` is given and returns, for messages and help.
    package var contract: String {
        "run(\(given.map(\.name).joined(separator: ", "))) returns \(returns)"
    }

    /// What `run` is given.
    var given: [FunctionPage.Argument] {
        let (bar, params) = (
            FunctionPage.Argument("bar", .object(.bar)), FunctionPage.Argument("params", .settings)
        )
        return switch self {
        case .leverage: [bar, .init("ladder", .numbers), params]
        case .funding: [.init("rate", .share), bar, params]
        case .signal: [.init("map", .object(.map)), bar, params]
        }
    }

    /// What `run` returns.
    var returns: String {
        switch self {
        case .leverage: "one weight a rung, or {long = …, short = …}"
        case .funding: "the weight of the paying side, or {long = …, short = …}"
        case .signal: "a list of {name, side, strength, price?, note?}"
        }
    }

    /// In a sentence: a leverage model.
    var title: String {
        switch self {
        case .signal: "signal rule"
        default: "\(rawValue) model"
        }
    }

    /// An answer that is always right, as Lua.
    var sample: String {
        switch self {
        case .leverage: "{[ladder[1]] = 1}"
        case .funding: "1"
        case .signal: "{}"
        }
    }

    /// The type of `run` in the session, as LuaLS writes it.
    var signature: String {
        let names = given.filter { $0.name != "params" }.map { "\($0.name): \($0.type.annotation)" }
        return "fun(\(names.joined(separator: ", "))): any"
    }
}
