/// What a plugin decides.
package enum PluginKind: String, Hashable, Sendable, CaseIterable {
    /// How opened positions are spread over leverage.
    case leverage
    /// How funding tilts longs against shorts.
    case funding
    /// Where in its bar a position was entered.
    case entry
    /// Which part of what opens is long.
    case split
    /// How much its holders close.
    case closing
    /// Where a position is force-closed.
    case margin
    /// What a map says about what may happen.
    case signal

    /// When it is asked, for people.
    package var asked: String {
        switch self {
        case .signal: "once, about the finished map"
        case .margin: "once for the long and the short of each rung"
        default: "for every bar"
        }
    }

    /// Whether it has a say in the plan of each bar.
    package var isAskedPerBar: Bool { self != .signal && self != .margin }
}
