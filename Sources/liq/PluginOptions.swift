import ArgumentParser
import Glibc
import PluginHost

/// Where plugins are looked for.
struct PluginOptions: ParsableArguments {
    @Option(
        name: .customLong("plugins"),
        help: ArgumentHelp("A folder of plugins to search first; may be given again.", valueName: "folder"))
    var folders: [String] = []

    /// Folders in the order in which they are searched.
    ///
    /// - Throws: ``HostError`` `.inputMissing` for a folder that is not there.
    func searchPath() throws(HostError) -> [String] {
        for folder in folders where access(folder, R_OK | X_OK) != 0 {
            throw HostError(.inputMissing, "cannot read the plugin folder \(folder)")
        }
        return folders + PluginCatalog.usualSearchPath()
    }
}
