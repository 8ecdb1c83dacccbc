import LuaRuntime
import PlainText
package import Engine
package import Plugins
import Scripting

/// The plugins of a catalogue as a list for people.
package struct PluginList {
    /// The list, one plugin a line under its kind, then what is wrong with the files that are none.
    package let text: String
    /// Whether a file on the search path is not a valid plugin.
    package let hasInvalid: Bool

    /// The list of a catalogue.
    ///
    /// - Throws: ``EngineError`` `.interrupted` on Ctrl-C.
    package init(_ catalog: PluginCatalog) throws(EngineError) {
        let entries = try catalog.entries()
        var lines: [String] = []
        for kind in PluginKindDescriptor.all.map(\.kind) {
            lines.append("\(kind.name): \(kind.descriptor.contract)")
            for model in catalog.declared where model.manifest.kind == kind {
                lines.append(
                    "  \(TextWidth.padded(right: model.manifest.id, to: 18)) declared in this session")
            }
            for entry in entries where !entry.isShadowed {
                guard case .success(let manifest) = entry.manifest, manifest.kind == kind else { continue }
                lines.append("  \(TextWidth.padded(right: manifest.id, to: 18)) \(manifest.summary)")
                for parameter in manifest.parameters {
                    let unit = parameter.unit.isEmpty ? "" : " " + parameter.unit
                    let value = "\(parameter.name) = \(parameter.text(of: parameter.fallback))\(unit)"
                    lines.append("  \(TextWidth.padded(right: "", to: 18))   \(value): \(parameter.doc)")
                }
            }
        }
        lines.append(
            "built in: " + BuiltInModel.allCases.map { "builtin:\($0.rawValue)" }.joined(separator: ", "))
        for entry in entries where entry.isShadowed {
            lines.append("shadowed: \(entry.path) by \(entry.winner ?? "")")
        }
        hasInvalid = entries.contains { if case .failure = $0.manifest { true } else { false } }
        for entry in entries {
            if case .failure(let error) = entry.manifest { lines.append("invalid: \(error)") }
        }
        lines.append("searched: " + (catalog.files + catalog.searchPath).joined(separator: ", "))
        text = lines.joined(separator: "\n").escapingControls()
    }
}
