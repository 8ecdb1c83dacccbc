import Charts
package import Engine
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import Plugins

/// Takes in a plugin's file that has changed: loaded in a fresh state, checked, and only then put in place of the old.
package struct PluginReload {
    /// What became of one plugin.
    package struct Outcome {
        /// Its id.
        package let id: String
        /// What happened, in a line.
        package let text: String
        /// Why the old one stays, where it does.
        package var error: (any Error)?
        /// What it changes in the map that was made last.
        package var effect: [String] = []
    }

    private let session: Session

    /// Reloading in a session.
    package init(_ session: Session) { self.session = session }

    /// Plugins that were used and whose files are no longer what was read, by id.
    package var changed: [String] {
        session.catalog.kept.values.filter(\.hasChanged).map(\.id).sorted()
    }

    /// Reloads one plugin, or all whose files have changed.
    ///
    /// - Throws: ``EngineError`` `.pluginMissing` for an id that the session has not used.
    package func reload(_ id: String? = nil) throws(EngineError) -> [Outcome] {
        let kept = session.catalog.kept.values.sorted { $0.path < $1.path }
        guard let id else { return kept.filter(\.hasChanged).map(reload) }
        let named = kept.filter { $0.id == id || $0.path == id }
        guard !named.isEmpty else {
            throw EngineError(
                .pluginMissing, "no plugin '\(id)' has been used in this session: nothing to reload",
                hint: Spelling.hint(for: id, among: kept.map(\.id)) ?? "the next map reads its file")
        }
        return named.map(reload)
    }

    private func reload(_ old: PluginSource) -> Outcome {
        let catalog = session.catalog
        do {
            guard old.hasChanged else {
                return Outcome(id: old.id, text: "\(old.id): its file has not changed")
            }
            let new = try old.reread()
            let plugin = try catalog.load(new, overrides: [:])
            try SelfCheck { try catalog.load(new, overrides: [:]) }
            catalog.keep(new)
            return Outcome(
                id: old.id,
                text: "\(old.id): reloaded, \(old.hash.prefix(8)) → \(plugin.code.text.prefix(8))",
                effect: try effect(of: old))
        } catch {
            catalog.keep(old)
            return Outcome(id: old.id, text: "\(old.id): not reloaded, the old one stays", error: error)
        }
    }

    /// What the reload changes in the map that was made last: totals and clusters. Empty where the map is made without
    /// the plugin.
    private func effect(of source: PluginSource) throws -> [String] {
        guard let old = session.map, let request = old.request, uses(source, in: request) else { return [] }
        let new = try old.remake(request)
        session.map = new
        let (before, after) = (old, new)
        var lines: [String] = []
        for side in Side.allCases {
            let (from, to) = (before.map.total(side), after.map.total(side))
            let change = from > 0 ? (to / from - 1) * 100 : 0
            lines.append(
                "\(side.rawValue)s: \(NumberText.short(from)) → \(NumberText.short(to)) (\(Self.signed(change)) %)"
            )
        }
        let gone = before.clusters.filter { cluster in !after.clusters.contains { $0.overlaps(cluster) } }
        let come = after.clusters.filter { cluster in !before.clusters.contains { $0.overlaps(cluster) } }
        lines += gone.map { "no longer a cluster: \($0.text)" } + come.map { "new cluster: \($0.text)" }
        for cluster in after.clusters {
            guard let was = before.clusters.first(where: { $0.overlaps(cluster) }),
                was.notional != cluster.notional
            else { continue }
            lines.append("cluster \(cluster.text), was \(NumberText.short(was.notional))")
        }
        let isSame = before.map.notional == after.map.notional
        return isSame
            ? ["the last map stays the same, bucket by bucket"]
            : ["the last map changes:"] + lines.map { "  " + $0 }
    }

    /// Whether a map is made with a plugin, whatever it was called: by its id, its file or its folder.
    private func uses(_ source: PluginSource, in request: MapRequest) -> Bool {
        request.plugins.all.contains { choice in
            !choice.isBuiltIn && (try? session.catalog.path(of: choice.name, what: "plugin")) == source.path
        }
    }

    private static func signed(_ percent: Double) -> String {
        let rounded = (percent * 10).rounded() / 10
        return rounded == 0 ? "±0" : (rounded > 0 ? "+" : "−") + "\(abs(rounded))"
    }
}

extension Cluster {
    fileprivate func overlaps(_ other: Cluster) -> Bool {
        side == other.side && low < other.high && other.low < high
    }

    fileprivate var text: String {
        "\(side.rawValue)s \(NumberText.price(low)) – \(NumberText.price(high)), \(NumberText.short(notional))"
    }
}
