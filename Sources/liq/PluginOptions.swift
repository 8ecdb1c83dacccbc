import ArgumentParser
import Engine
import Glibc
import Plugins
import Scripting

/// Where plugins come from and how far they are trusted.
struct PluginOptions: ParsableArguments {
    @Option(
        name: .customLong("plugin"),
        help: ArgumentHelp("A plugin's file to have under its own id; may be given again.", valueName: "file")
    )
    var files: [String] = []

    @Option(
        name: .customLong("plugins"),
        help: ArgumentHelp("A folder of plugins to search first; may be given again.", valueName: "folder"))
    var folders: [String] = []

    @Flag(help: "Run plugins in processes of their own, under limits of the system.")
    var isolated = false

    /// The plugins that there are.
    ///
    /// - Throws: ``EngineError`` `.inputMissing` for a file or folder that is not there, `.badInput` where the list of
    ///   what is isolated cannot be read.
    func catalog() throws(EngineError) -> PluginCatalog {
        for folder in folders where access(folder, R_OK | X_OK) != 0 {
            throw EngineError(.inputMissing, "cannot read the plugin folder \(folder)")
        }
        for file in files where access(file, R_OK) != 0 {
            throw EngineError(.inputMissing, "cannot read the plugin \(file)")
        }
        let catalog = PluginCatalog(searchPath: folders + PluginCatalog.usualSearchPath(), files: files)
        catalog.trust = try TrustStore.usual()
        for warning in catalog.trust.warnings { Output.note("warning: \(warning)") }
        catalog.isIsolating = isolated
        catalog.warn = { Output.note("warning: \($0)") }
        return catalog
    }
}
