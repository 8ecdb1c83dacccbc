import ArgumentParser
import Console
import Engine
import PlainText
import Plugins
import Scripting

/// `liq` without a command: the console, `-c CODE`, or `-` for standard input.
struct ShellCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shell", abstract: "The console; what 'liq' does without a command.",
        usage: """
            liq [<options>]
            liq [<options>] -c <code> [<arguments> ...]
            liq [<options>] - [<arguments> ...]
            """,
        discussion: """
            Alone it is a console. Lines that come through a pipe are run without a prompt, up to the first error.
            -c runs code and writes its values: liq -c '1 + 1'. With - it runs a program from standard input; \
            'liq run FILE' runs one from a file.
            """)

    @Option(
        name: .customShort("c"), help: ArgumentHelp("Run this code and write its values.", valueName: "code"))
    var code: String?

    @Flag(help: "Show the version of liq and of Lua, and what the self-test found.")
    var version = false

    @Flag(help: "Start the console without its start-up files.")
    var noInit = false

    @OptionGroup(title: "Script") var options: ScriptOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions
    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    @Argument(help: "'-' for standard input; then, as behind -c CODE, what the script finds in 'arg'.")
    var rest: [String] = []

    func run() throws {
        if version { return print(try Installation.version()) }
        if let code {
            return try ScriptRun(plugins, options, arguments: rest).show(code, chunk: "-c")
        }
        guard let first = rest.first else {
            let files = noInit ? nil : StartupFiles(try TrustStore.usual())
            return try ScriptRun(plugins, options, arguments: []).console(files)
        }
        guard first == "-" else {
            let known = Liq.configuration.subcommands.filter { $0.configuration.shouldDisplay }
                .compactMap { $0.configuration.commandName }
            throw EngineError(
                .usage, "no command '\(first)'",
                hint: Spelling.hint(for: first, among: known) ?? "liq --help lists them")
        }
        try ScriptRun(plugins, options, arguments: Array(rest.dropFirst())).standardInput()
    }
}
