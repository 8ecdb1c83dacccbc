import ArgumentParser

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
            MapCommand.self, HeatmapCommand.self, ExplainCommand.self, MergeCommand.self, PriceCommand.self,
            VenuesCommand.self, RunCommand.self, PluginsCommand.self, TiersCommand.self, SynthCommand.self,
            DoctorCommand.self, ShellCommand.self,
        ],
        defaultSubcommand: ShellCommand.self)

    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        Outcome.exit { try run(arguments) }
    }

    private static func run(_ arguments: [String]) throws {
        var command = try parseAsRoot(arguments)
        try command.run()
    }
}
