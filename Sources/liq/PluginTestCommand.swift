import ArgumentParser
import Engine
import Plugins
import Scripting

/// `liq plugin test`: runs files of tests inside the host.
struct PluginTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run a plugin's tests; TAP on standard output.",
        discussion: """
            Tests are files NAME_spec.lua with describe, it and expect. Ends with 0 where all pass, 1 where one fails, \
            66 where there are none.
            """)

    @Argument(help: ArgumentHelp("A plugin, a file of tests, or a folder; this folder where none is named."))
    var path = "."

    @Flag(help: "Say which lines of plugins and their modules no test reaches.")
    var coverage = false

    @Option(help: ArgumentHelp("Write the results as JUnit XML too.", valueName: "file"))
    var junit: String?

    @Option(help: "Seeds chance in tests and made-up markets.")
    var seed: UInt64 = 1

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        var session = TestSession(try plugins.catalog())
        let files = try TestSession.files(path)
        var failure: (any Error)?
        func write(_ line: String) {
            do { try Output.write(line + "\n", to: nil) } catch { failure = error }
        }
        write("TAP version 13")
        for file in files { session.run(file, seed: seed, isCovered: coverage, write: write) }
        if coverage { for line in session.coverage.report { write("# coverage \(line)") } }
        write("1..\(session.results.count)")
        if let failure { throw failure }
        if let junit { try TextFile.write(session.junit, to: junit) }
        guard session.failures == 0 else {
            Output.error("liq: \(session.failures) of \(session.results.count) tests failed")
            throw Outcome.checkFailed
        }
    }
}
