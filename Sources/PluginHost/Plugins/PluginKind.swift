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
        switch self {
        case .leverage:
            "run(bar, ladder, params) returns one weight a rung, or {long = …, short = …}"
        case .funding:
            "run(rate, bar, params) returns the weight of the paying side, or {long = …, short = …}"
        case .signal:
            "run(map, bar, params) returns a list of {name, side, strength, price?, note?}"
        }
    }
}
