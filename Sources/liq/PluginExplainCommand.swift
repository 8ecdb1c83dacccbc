import ArgumentParser
import Engine
import Plugins
import Scripting

/// `liq plugin explain`: all about one plugin.
struct PluginExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show a plugin's parameters, contract, file, hash, cost and trust.")

    @Argument(help: ArgumentHelp("An id or a file.", valueName: "plugin"))
    var name: String

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        let catalog = try plugins.catalog()
        catalog.output = { Output.note($0) }
        let lines = try PluginExplanation(of: name, in: catalog).lines
        try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    }
}
