import ArgumentParser
import Engine
import PlainText
import Plugins
import Scripting

/// `liq plugin`: making, checking, testing and measuring plugins.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Make, check, test, measure and explain plugins.",
        discussion: "Example: liq plugin new leverage mine && liq plugin test mine.lua --coverage",
        subcommands: [
            PluginNewCommand.self, PluginCheckCommand.self, PluginTestCommand.self, PluginBenchCommand.self,
            PluginExplainCommand.self, PluginOtherCommand.self,
        ],
        defaultSubcommand: PluginOtherCommand.self)
}

/// `liq plugin` with no command that it has.
struct PluginOtherCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "other", shouldDisplay: false)

    @Argument(parsing: .captureForPassthrough, help: .hidden)
    var rest: [String] = []

    func run() throws {
        guard let word = rest.first, !word.hasPrefix("-") else {
            throw CleanExit.helpRequest(PluginCommand.self)
        }
        let known = PluginCommand.configuration.subcommands.filter { $0.configuration.shouldDisplay }
            .compactMap { $0.configuration.commandName }
        throw EngineError(
            .usage, "no command 'plugin \(word)'",
            hint: Spelling.hint(for: word, among: known) ?? "liq plugin --help lists them")
    }
}
