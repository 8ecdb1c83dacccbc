import ArgumentParser
import Console
import Engine
import Plugins
import Scripting

/// `liq plugins`: what there is, and how far it is trusted.
struct PluginsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugins",
        abstract: "List the plugins that are found; 'trust' says which run isolated.",
        subcommands: [PluginsListCommand.self, PluginsTrustCommand.self],
        defaultSubcommand: PluginsListCommand.self)
}

/// `liq plugins list`, which is `liq plugins`.
struct PluginsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the plugins that are found, their parameters, what is shadowed and what is invalid.")

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        let list = PluginList(try plugins.catalog())
        try Output.write(list.text + "\n", to: nil)
        if list.hasInvalid { throw Outcome.pluginInvalid }
    }
}
