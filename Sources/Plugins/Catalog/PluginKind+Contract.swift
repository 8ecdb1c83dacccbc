package import Engine

extension PluginKind {
    /// Whether it may have `run_all`, which is asked once about all bars.
    var mayAnswerAtOnce: Bool { isAskedPerBar && self != .funding }

    /// What `run` is given and returns, for messages and help.
    package var contract: String {
        "run(\(given.map(\.name).joined(separator: ", "))) returns \(returns)"
    }

    /// What `run` is given.
    package var given: [FunctionPage.Argument] {
        let (bar, params) = (
            FunctionPage.Argument("bar", .object(.bar)), FunctionPage.Argument("params", .settings)
        )
        return switch self {
        case .leverage: [bar, .init("ladder", .numbers), params]
        case .funding: [.init("rate", .share), bar, params]
        case .entry, .split, .closing: [bar, params]
        case .margin: [.init("position", .object(.position)), .init("bracket", .object(.bracket)), params]
        case .signal: [.init("map", .object(.map)), bar, params]
        }
    }

    /// What `run` returns.
    package var returns: String {
        switch self {
        case .leverage: "one weight a rung, or {long = …, short = …}"
        case .funding: "the weight of the paying side, or {long = …, short = …}"
        case .entry: "weights of entry prices, from the bar's low to its high"
        case .split: "the share of longs in what opens, 0 to 1"
        case .closing: "the fraction of what is live that is closed in the bar, 0 to 1"
        case .margin: "the liquidation price, or nil for none"
        case .signal: "a list of {name, side, strength, price?, note?}"
        }
    }

    /// In a sentence: a leverage model.
    package var title: String {
        switch self {
        case .signal, .margin: "\(rawValue) rule"
        default: "\(rawValue) model"
        }
    }

    /// An answer that is always right, as Lua.
    package var sample: String {
        switch self {
        case .leverage: "{[ladder[#ladder // 2]] = 1}"
        case .funding: "1"
        case .entry: "{1, 2, 1}"
        case .split: "0.5"
        case .closing: "0.01"
        case .margin: "position.entry * (position.side == \"long\" and 0.9 or 1.1)"
        case .signal: "{}"
        }
    }

    /// The type of `run` in the session, as LuaLS writes it.
    package var signature: String {
        let names = given.filter { $0.name != "params" }.map { "\($0.name): \($0.type.annotation)" }
        return "fun(\(names.joined(separator: ", "))): any"
    }
}
