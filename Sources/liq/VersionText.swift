import LuaRuntime
import PluginHost

/// What `--version` and `liq doctor` say about the program.
enum VersionText {
    /// Version of liq, the plugin API level, Lua, and what the self-test found in it.
    static func text() throws -> String {
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
