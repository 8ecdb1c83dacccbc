import ArgumentParser
import PluginHost

/// `liq` without a command: the console, `-c CODE`, or `-` for standard input.
struct ShellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell", abstract: "The console; what 'liq' does without a command.")

    @Option(
        name: .customShort("c"), help: ArgumentHelp("Run this code and show its value.", valueName: "code"))
    var code: String?

    @Flag(help: "Show the version of liq and of Lua, and what the self-test found.")
    var version = false

    @OptionGroup var plugins: PluginOptions

    @Argument(help: "'-' for standard input, then what the script finds in 'arg'.")
    var rest: [String] = []

    func run() throws {
        if version { return print(try Installation.version()) }
        if let code {
            return try ScriptRun(plugins, arguments: rest).show(code, chunk: "-c")
        }
        guard let first = rest.first else { return try ScriptRun(plugins, arguments: []).console() }
        guard first == "-" else {
            let known = Liq.configuration.subcommands.compactMap { $0.configuration.commandName }
            throw HostError(
                .usage, "no command '\(first)'",
                hint: Spelling.hint(for: first, among: known) ?? "liq --help lists them")
        }
        try ScriptRun(plugins, arguments: Array(rest.dropFirst())).standardInput()
    }
}
