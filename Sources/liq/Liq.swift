import ArgumentParser
import Engine
import Glibc
import LuaRuntime
import Synchronization

/// The command `liq`: a console without arguments, code with `-c`, a program from standard input with `-`.
@main struct Liq: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "liq",
        abstract: "Liquidation maps that you script in Lua.",
        usage: """
            liq <subcommand> [<options>]
            liq                                   a console of Lua
            liq -c <code> [<arguments> ...]       runs code and writes its values
            liq - [<arguments> ...] < <file>      runs a program from standard input
            """,
        discussion: """
            To begin with: liq map examples/data/BTCUSDT, or any folder of klines.
            'liq help <subcommand>' has the options; those of the console, -c and - are under 'liq help shell'.

            Results go to standard output, everything else to standard error.

            Exit codes:
            \(Outcome.table)
            """,
        subcommands: [
            MapCommand.self, HeatmapCommand.self, HistoryCommand.self, ExplainCommand.self, ScoreCommand.self,
            MergeCommand.self, PriceCommand.self, CheckCommand.self, GetCommand.self,
            VenuesCommand.self, TiersCommand.self, RunCommand.self, ShellCommand.self, TrustCommand.self,
            PluginsCommand.self, PluginCommand.self, SynthCommand.self, DoctorCommand.self,
            PluginHostCommand.self,
        ],
        defaultSubcommand: ShellCommand.self)

    static func main() {
        // Swift reads arguments there; without them every command would be the console's, which ends at once.
        guard !CommandLine.arguments.isEmpty else {
            Output.error(
                "liq: /proc is not mounted: liq reads its arguments there (mount -t proc proc /proc)")
            Glibc.exit(Outcome.inputOutput.rawValue)
        }
        LuaSignals.setLastAct(FileDraft.removeAll)
        TextFile.interrupts.withLock { $0 = { LuaSignals.interruptCount } }
        let arguments = Array(CommandLine.arguments.dropFirst())
        Outcome.exit { try run(arguments) }
    }

    private static func run(_ arguments: [String]) throws {
        var command = try parseAsRoot(arguments)
        try command.run()
    }
}
