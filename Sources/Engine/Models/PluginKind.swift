/// What a plugin decides.
///
/// The kinds that there are have a row in ``MapOption/all``, the argument that chooses their plugins, and a
/// `PluginKindDescriptor` in the target `Plugins`. Names here are those of kinds that the engine itself treats in a
/// special way: all others decide a part of each bar's plan.
package struct PluginKind: Hashable, Sendable {
    /// What manifests and options call it.
    package let name: String

    /// The kind of a name.
    package init(_ name: String) { self.name = name }

    /// How opened positions are spread over leverage. The engine also has built-in models for it.
    package static let leverage = PluginKind("leverage")
    /// How much opens in a bar. The model's flow is not asked.
    package static let flow = PluginKind("flow")
    /// Where in its bar a position was entered.
    package static let entry = PluginKind("entry")
    /// Which part of what opens is long. The model's split is not asked.
    package static let split = PluginKind("split")
    /// How much its holders close.
    package static let closing = PluginKind("closing")
    /// Where a position is force-closed. It is asked before the first bar.
    package static let margin = PluginKind("margin")
    /// What a map says about what may happen. It is asked after the last bar.
    package static let signal = PluginKind("signal")

    /// Every kind, in the order of the arguments that choose them.
    package static let all = MapOption.all.compactMap(\.kind)

    /// The kinds whose plugins add a rule to each bar's plan, beside leverage.
    static let barRules = all.filter { ![.leverage, .margin, .signal].contains($0) }
}
