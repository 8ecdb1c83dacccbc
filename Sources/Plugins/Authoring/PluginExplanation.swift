import Engine
import LiquidationCore

/// All that can be said about one plugin.
package struct PluginExplanation {
    /// The lines.
    package let lines: [String]

    /// Loads and checks a plugin.
    ///
    /// - Throws: ``EngineError`` where it is not found, invalid or fails its check.
    package init(of name: String, in catalog: PluginCatalog) throws {
        let plugin = try catalog.plugin(named: name)
        let manifest = plugin.manifest
        let make = { try catalog.plugin(named: name) }
        let check = try SelfCheck(make: make)
        // What it prints has been seen.
        catalog.output = nil
        let cost = try PluginCost(make: make)
        let descriptor = manifest.kind.descriptor
        var lines = ["\(manifest.id) \(manifest.version) · \(manifest.kind.name)"]
        if !manifest.summary.isEmpty { lines.append(manifest.summary) }
        lines.append("")
        lines.append("contract  \(descriptor.contract(of: manifest.body))")
        let given = manifest.body == .run ? descriptor.given : descriptor.givenWhole
        for (place, argument) in given.enumerated() {
            lines.append("\(place == 0 ? "given     " : "          ")\(argument.name): \(argument.summary)")
        }
        lines.append("asked     \(descriptor.asked(manifest.body))")
        if manifest.kind == .leverage {
            lines.append(
                "ladder    "
                    + (manifest.ladder.map { ladder in
                        ladder.leverages.map { PluginParameter.number($0) + "x" }.joined(separator: ", ")
                    } ?? "the standard one: 90 rungs from 1.2x to 150x"))
        }
        lines.append("file      \(plugin.origin)")
        lines.append("sha256    \(plugin.code.text)")
        lines.append("trust     \(plugin.level.summary)")
        lines.append(
            "cost      \(cost.text), \(cost.method); liq plugin bench sets a whole map beside it")
        lines += check.notes.map { "note      \($0)" }
        lines.append(
            manifest.parameters.isEmpty ? "no parameters" : "parameters, set as \(manifest.id):name=value,…")
        for parameter in manifest.parameters {
            lines.append("  \(parameter.name): \(parameter.contract)")
            if !parameter.doc.isEmpty { lines.append("    \(parameter.doc)") }
        }
        self.lines = lines
    }
}

extension PluginParameter {
    /// A number without a `.0` at its end.
    static func number(_ value: Double) -> String {
        let text = "\(value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
