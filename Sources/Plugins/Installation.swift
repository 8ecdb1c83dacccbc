import Engine
import LuaRuntime

/// What this liq is made of, and what is wrong with it.
package struct Installation {
    /// Version of liq, the plugin API level, Lua, what the self-test found; then the plugins.
    package let text: String
    /// Whether all that is needed is there and sound.
    package let isSound: Bool

    /// Looks at everything.
    ///
    /// - Throws: ``LuaError`` where not even a state of Lua can be had.
    package init(_ catalog: PluginCatalog, output: String? = nil) throws {
        var lines = [try Self.version()]
        if let output { lines.append("output: \(output)") }
        lines.append(
            ProcessConfinement.canFilterCalls
                ? "isolated plugins: their system calls are filtered"
                : "isolated plugins: this kernel filters no system calls; they have no files, no privileges and "
                    + "limits of the system, but a fault of Lua could reach other system calls")
        let entries = try catalog.entries()
        var isSound = true
        for folder in catalog.searchPath {
            lines.append("plugins in \(folder): \(entries.count { $0.path.hasPrefix(folder + "/") })")
        }
        for entry in entries {
            guard case .failure(let error) = entry.manifest else { continue }
            isSound = false
            lines.append("invalid: \(error)")
        }
        if !entries.contains(where: { $0.id == "pareto" }) {
            isSound = false
            lines.append(
                "the default leverage plugin 'pareto' is not found: set LIQ_PLUGIN_PATH or use --plugins")
        }
        lines.append(isSound ? "all well" : "not well")
        (self.isSound, text) = (isSound, lines.joined(separator: "\n"))
    }

    /// Version of liq, the plugin API level, Lua, and what the self-test found in it.
    package static func version() throws -> String {
        var lines = ["\(EngineVersion.text), plugin API level \(EngineVersion.api)"]
        let findings = try LuaSelfTest.run()
        let present = findings.filter(\.isPresent)
        lines.append(
            "\(LuaSelfTest.release) (system library), self-test: "
                + (present.isEmpty
                    ? "no known faults" : "\(present.count) of \(findings.count) known faults present"))
        for fault in present { lines.append("  \(fault.name): \(fault.consequence)") }
        return lines.joined(separator: "\n")
    }
}
