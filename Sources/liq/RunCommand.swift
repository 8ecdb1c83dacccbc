import ArgumentParser

/// `liq run`: a script without a console.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a Lua script.",
        discussion: "The script finds its arguments in 'arg': liq run report.lua -- BTCUSDT 7d")

    @Argument(help: "The script.")
    var script: String

    @Argument(parsing: .postTerminator, help: "What the script finds in 'arg'.")
    var arguments: [String] = []

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws { try ScriptRun(plugins, arguments: arguments).file(script) }
}
