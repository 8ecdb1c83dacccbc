import ArgumentParser
import Console
import PluginHost

/// `liq plugins`: what there is.
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List the plugins that are found, their parameters, and what is invalid.")

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        let list = PluginList(PluginCatalog(searchPath: try plugins.searchPath()))
        try Output.write(list.text + "\n", to: nil)
        if list.hasInvalid { throw Outcome.pluginInvalid }
    }
}
