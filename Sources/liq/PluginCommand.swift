import ArgumentParser
import Console
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

/// `liq plugin new`: the files of a new plugin.
struct PluginNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a plugin to start from, its tests and settings for editors.",
        discussion: "Kinds: \(PluginKindDescriptor.all.map(\.name).joined(separator: ", ")).")

    @Argument(help: "What it decides.")
    var kind: String

    @Argument(help: "What it is called: ID.lua.")
    var id: String

    @Option(help: "Where the files go; made where it is not there.")
    var folder = "."

    func run() throws {
        let scaffold = try PluginScaffold(
            kind: kind, id: id, folder: folder, declarations: MetaFile(FunctionPage.all).text)
        var lines = try scaffold.write()
        let file = scaffold.own[0].path
        let named = file.contains("/") ? file : "./" + file
        lines.append("next: liq plugin test \(file), then liq map DATA --\(kind) \(named)")
        try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    }
}

/// `liq plugin check`: do plugins load, declare themselves and work?
struct PluginCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Load plugins and run them on a made-up market.",
        discussion:
            "Ends with 0 where all are well, else with the code of the first that is not (78 invalid, 75 limit)."
    )

    @Argument(help: ArgumentHelp("Ids or files.", valueName: "plugin"))
    var names: [String]

    @OptionGroup(title: "Plugins") var plugins: PluginOptions
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func run() throws {
        let catalog = try plugins.catalog()
        var first: Outcome?
        for name in names {
            do {
                catalog.output = { Output.note($0) }
                let plugin = try catalog.plugin(named: name)
                let make = { try catalog.plugin(named: name) }
                let check = try SelfCheck(make: make)
                // What it prints has been seen.
                catalog.output = nil
                let cost = try PluginCost(make: make)
                let manifest = plugin.manifest
                try Output.write(
                    "ok \(manifest.id) \(manifest.version), \(manifest.kind.name), \(cost.text): \(plugin.origin)\n",
                    to: nil)
                for note in check.notes { Output.note("note: \(manifest.id) \(note)") }
            } catch let error as EngineError {
                Output.tell(error)
                first = first ?? Outcome(error)
            }
        }
        if let first { throw first }
    }
}

/// `liq plugin test`: runs files of tests inside the host.
struct PluginTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run a plugin's tests; TAP on standard output.",
        discussion: """
            Tests are files NAME_spec.lua with describe, it and expect. Ends with 0 where all pass, 1 where one fails, \
            66 where there are none, 77 where a plugin or its tests are to run isolated.
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
    @OptionGroup(title: "Messages") var messages: MessageOptions

    func run() throws {
        var session = TestSession(try plugins.catalog())
        let files = try TestSession.files(path)
        if let junit {
            try OutputTarget(junit).check(
                inputs: [path] + files + plugins.files, called: "--junit \(junit)")
            // Plugins and modules that the tests use are files of Lua, wherever they lie.
            guard !junit.hasSuffix(".lua") else {
                throw EngineError(
                    .refused, "--junit \(junit) would replace a plugin or its tests with XML",
                    hint: "name a file that ends in .xml")
            }
        }
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
            tell(session)
            throw session.isRefused ? Outcome.refused : Outcome.checkFailed
        }
    }

    /// Tells how many tests have failed; as JSON, each of them in a line with its place.
    private func tell(_ session: TestSession) {
        guard Messages.asked.isJSON else {
            return Output.error("liq: \(session.failures) of \(session.results.count) tests failed")
        }
        let texts = ChunkTexts(readsFiles: true)
        for result in session.results {
            guard let failure = result.failure else { continue }
            let report = ErrorReport(failure.error, texts: texts)
            Output.error(report.json(Outcome(failure.error), of: result.name))
        }
    }
}

/// `liq plugin bench`: what a plugin costs.
struct PluginBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure a plugin beside the built-in model.")

    @Argument(help: ArgumentHelp("An id, ID:name=value,… or a file.", valueName: "plugin"))
    var name: String

    @Option(help: "Bars of the made-up market.")
    var bars = 20_000

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        guard (10...5_000_000).contains(bars) else {
            throw EngineError(.usage, "--bars must lie in 10 to 5,000,000, was \(bars)")
        }
        let catalog = try plugins.catalog()
        catalog.output = { Output.note($0) }
        let choice = try PluginChoice(parsing: name)
        guard !choice.isBuiltIn else {
            throw EngineError(.usage, "\(name) is no plugin", hint: "it is what plugins are measured beside")
        }
        let plugin = try catalog.plugin(named: choice.name, overrides: choice.overrides)
        let bench = try PluginBench(bars: bars) {
            try catalog.plugin(named: choice.name, overrides: choice.overrides)
        }
        let head =
            "\(plugin.manifest.id) \(plugin.manifest.version), \(plugin.origin), \(plugin.level.rawValue)"
        let lines = [head] + bench.lines
        try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    }
}

/// `liq plugin explain`: all about one plugin.
struct PluginExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show a plugin's parameters, contract, file, hash, cost and trust.")

    @Argument(help: ArgumentHelp("An id or a file.", valueName: "plugin"))
    var name: String

    @OptionGroup(title: "Plugins") var plugins: PluginOptions

    func run() throws {
        let catalog = try plugins.catalog()
        catalog.output = { Output.note($0) }
        let lines = try PluginExplanation(of: name, in: catalog).lines
        try Output.write(lines.joined(separator: "\n") + "\n", to: nil)
    }
}

/// `liq plugin-host`: what a process for one isolated plugin runs. Not for people: its input is a socket.
struct PluginHostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: PluginProcess.command, abstract: "Serve one isolated plugin.", shouldDisplay: false)

    func run() {
        SystemLimits.apply()
        PluginServer(descriptor: 0).run()
    }
}
