import ArgumentParser
import Console
import Glibc
import PluginHost

/// The command `liq`: a console without arguments, code with `-c`, a program from standard input with `-`.
@main struct Liq: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "liq",
        abstract: "Liquidation maps that you script in Lua.",
        discussion: """
            Without a command liq is a console. 'liq -c CODE' runs code, 'liq -' a program from standard input.
            Results go to standard output, everything else to standard error.

            Exit codes: 0 done, 1 a script failed, 64 usage, 65 bad input data, 66 input missing, 70 a bug of liq, \
            73 cannot create, 74 I/O, 75 a limit was reached, 78 plugin invalid, 130 interrupted.
            """,
        subcommands: [
            MapCommand.self, HeatmapCommand.self, RunCommand.self, PluginsCommand.self, SynthCommand.self,
            DoctorCommand.self,
        ])

    @Option(
        name: .customShort("c"), help: ArgumentHelp("Run this code and show its value.", valueName: "code"))
    var code: String?

    @Flag(help: "Show the version of liq and of Lua, and what the self-test found.")
    var version = false

    @OptionGroup var plugins: PluginOptions

    @Argument(
        parsing: .allUnrecognized, help: ArgumentHelp("'-' for standard input, then the script's arguments."))
    var rest: [String] = []

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        Outcome.exit { try run(arguments) }
    }

    private static func run(_ arguments: [String]) throws {
        var command = try parseAsRoot(arguments)
        try command.run()
    }

    func run() throws {
        if version { return print(try VersionText.text()) }
        if let code {
            return try ScriptRun(plugins, arguments: rest).show(code, chunk: "-c")
        }
        guard let first = rest.first else { return try ScriptRun(plugins, arguments: []).console() }
        guard first == "-" else {
            let known = Self.configuration.subcommands.compactMap { $0.configuration.commandName }
            throw HostError(
                .usage, "no command '\(first)'",
                hint: Spelling.hint(for: first, among: known) ?? "liq --help lists them")
        }
        try ScriptRun(plugins, arguments: Array(rest.dropFirst())).standardInput()
    }
}
