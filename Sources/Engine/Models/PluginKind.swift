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
}

extension MapRequest {
    /// The plugin that decides a kind's part of each bar's plan; `nil` for kinds that are asked elsewhere.
    ///
    /// Leverage is among those: ``LeverageSource`` may have a built-in model for it.
    func barChoice(of kind: PluginKind) -> PluginChoice? {
        switch kind {
        case .funding: funding
        case .entry: entry
        case .split: split
        case .closing: closing
        case .leverage, .margin, .signal: nil
        }
    }
}
