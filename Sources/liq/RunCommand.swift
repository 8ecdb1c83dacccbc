import ArgumentParser

/// `liq run`: a script without a console.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a Lua script.",
        usage: "liq run <script> [<options>] [-- <arguments> ...]",
        discussion: """
            The script finds in 'arg' what stands behind --, in order:
              liq run report.lua -- BTCUSDT 7d
            What it prints is the result. With --output what it returns is written, too:
              liq run clusters.lua --output csv
            """)

    @Argument(help: "The script, a file of Lua; '-' is standard input.")
    var script: String

    @Argument(parsing: .postTerminator, help: "What the script finds in 'arg', behind --.")
    var arguments: [String] = []

    @OptionGroup(title: "Script") var options: ScriptOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws { try ScriptRun(plugins, options, arguments: arguments).file(script) }
}
