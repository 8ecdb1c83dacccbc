import ArgumentParser
import Charts
import Console
import Engine
import Glibc
import LuaRuntime
import Plugins
import Scripting

/// Runs scripts: a file, a line of code, standard input, the console.
struct ScriptRun {
    private let session: Session
    private let options: ScriptOptions
    private let output = StandardOutput()

    init(_ plugins: PluginOptions, _ options: ScriptOptions, arguments: [String]) throws {
        LuaSignals.installInterrupt()
        self.options = options
        session = try Session(
            catalog: plugins.catalog(), style: Terminal.style(), arguments: arguments,
            meter: Messages.meter
        ) { [output] line in output.write(line + "\n") }
        if let seed = options.seed { try session.seed(seed) }
    }

    /// Runs a script file.
    func file(_ path: String) throws {
        guard path != "-" else { return try standardInput() }
        session.note(input: path)
        try program(String(decoding: try TextFile.read(path), as: UTF8.self), chunk: path)
    }

    /// Runs code and shows its values.
    func show(_ code: String, chunk: String) throws {
        try telling { try write(try session.evaluate(code, chunk: chunk)) }
    }

    /// Runs a program from standard input.
    func standardInput() throws {
        try program(String(decoding: try TextFile.read("/dev/stdin"), as: UTF8.self), chunk: "stdin")
    }

    /// The console, behind its start-up files.
    func console(_ files: StartupFiles?) throws {
        guard options.output == .auto else {
            throw EngineError(
                .usage, "--output is for -c CODE, 'liq run FILE' and 'liq -'",
                hint: "the console shows values its own way")
        }
        try telling {
            let console = try Console(session, output, isQuiet: Messages.asked.isQuiet)
            if let files, Terminal.isTerminal(STDIN_FILENO) {
                for remark in files.run(in: session) { output.write(remark + "\n") }
                if session.requestedExit != nil { return }
            }
            try console.run()
        }
    }

    /// Runs a program; what it returns is written where a form was asked for, and else said to be lost.
    private func program(_ source: String, chunk: String) throws {
        try telling {
            let values = try session.run(source, chunk: chunk)
            guard options.output == .auto else { return try write(values) }
            if let first = values.first(where: { !$0.isNil }), session.requestedExit == nil {
                let what = values.count == 1 ? first.described : "\(values.count) values"
                Output.note("note: the script returned \(what): --output json, jsonl, csv or table writes it")
            }
            try output.check()
        }
    }

    private func write(_ values: [LuaValue]) throws {
        // Nothing is cut where no terminal is drawn to.
        let wide = options.output == .auto ? 100 : 1 << 20
        let style = Terminal.isTerminal(STDOUT_FILENO) ? session.style : .plain(columns: wide)
        let writer = ValueWriter(form: options.output, state: session.state, style: style)
        output.write(try writer.text(values))
        try output.check()
    }

    /// Adds to an error what the session knows about it; ends with the script's own code where it asked for that.
    private func telling(_ body: () throws -> Void) throws {
        do { try body() } catch {
            guard session.requestedExit != nil else {
                throw ReportedError(error: error, report: ErrorText.report(of: error, in: session))
            }
        }
        if let exit = session.requestedExit {
            try output.check()
            throw exit
        }
    }
}

extension ValueForm: ExpressibleByArgument {}

/// How a script runs without a console.
struct ScriptOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How values are written: auto (as the console shows them), table, csv, jsonl or json.",
            valueName: "form"))
    var output = ValueForm.auto

    @Option(
        help: ArgumentHelp(
            "Seeds math.random of the script and of plugins, a whole number; without it each has a seed that never changes.",
            valueName: "number"))
    var seed: UInt64?
}

/// `liq run`: a script without a console.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run a Lua script.",
        usage: "liq run <script> [<options>] [-- <arguments> ...]",
        discussion: """
            The script finds in 'arg' what comes after --, in order:
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
