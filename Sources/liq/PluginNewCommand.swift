import ArgumentParser
import Engine
import Plugins
import Scripting

/// `liq plugin new`: the files of a new plugin.
struct PluginNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a plugin to start from, its tests and settings for editors.",
        discussion: "Kinds: \(PluginKindDescriptor.all.map(\.name).joined(separator: ", ")).")

    @Argument(help: "What it decides.")
    var kind: String

    @Argument(help: "What it is called: ID.lua.")
    var id: String

    @Option(help: "Where the files go; made where it is not there.")
    var folder = "."

    func run() throws {
        let scaffold = try PluginScaffold(kind: kind, id: id, folder: folder)
        var lines = try scaffold.write()
        let file = scaffold.own[0].path
        let named = file.contains("/") ? file : "./" + file
        lines.append("next: liq plugin test \(file), then liq map DATA --\(kind) \(named)")
        try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    }
}
