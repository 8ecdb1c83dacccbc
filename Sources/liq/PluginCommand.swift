import ArgumentParser

/// `liq plugin`: making, checking, testing and measuring plugins.
struct PluginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plugin", abstract: "Make, check, test, measure and explain plugins.",
        discussion: "Example: liq plugin new leverage mine && liq plugin test mine.lua --coverage",
        subcommands: [
            PluginNewCommand.self, PluginCheckCommand.self, PluginTestCommand.self, PluginBenchCommand.self,
            PluginExplainCommand.self,
        ])
}
