import ArgumentParser
import PluginHost

/// Where plugins are looked for.
struct PluginOptions: ParsableArguments {
    @Option(
        name: .customLong("plugins"),
        help: ArgumentHelp("A folder of plugins to search first; may be given again.", valueName: "folder"))
    var folders: [String] = []

    var searchPath: [String] { folders + PluginCatalog.usualSearchPath() }
}
