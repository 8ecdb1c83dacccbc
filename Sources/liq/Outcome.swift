import ArgumentParser
import Console
import Engine
import Glibc
import LiquidationCore
import LuaRuntime
import MarketData
import MarketSimulator
import Plugins
import Scripting

/// How the program ends: the one table of exit codes. Thrown, it ends the program without a message.
///
/// 77 is for what liq could do and will not, because it would overwrite a file or run what is not trusted: the message
/// says how to allow it or what to name instead. What the system forbids is 66 or 73; what a plugin may not do is an
/// error of the plugin, 78. 75 is final, other than in sysexits.h: trying again helps nothing.
enum Outcome: Int32, Error, CaseIterable {
    case done = 0
    case checkFailed = 1
    case usage = 64
    case badInput = 65
    case inputMissing = 66
    case bug = 70
    case cannotCreate = 73
    case inputOutput = 74
    case limit = 75
    case refused = 77
    case pluginInvalid = 78
    case interrupted = 130

    /// Its name in errors that are told as JSON.
    var name: String { row.name }

    /// When it happens, for help, the man page and REPL.md.
    var meaning: String { row.meaning }

    private var row: (name: String, meaning: String) {
        switch self {
        case .done: ("done", "done")
        case .checkFailed: ("failed", "a script failed by its own error, or a test of a plugin failed")
        case .usage: ("usage", "a wrong option, argument or value")
        case .badInput: ("bad_input", "input data breaks a rule")
        case .inputMissing: ("input_missing", "an input is not there or cannot be read")
        case .bug: ("bug", "a bug of liq: the ledger does not balance")
        case .cannotCreate: ("cannot_create", "an output cannot be created")
        case .inputOutput: ("input_output", "reading or writing failed")
        case .limit: ("limit", "a limit was reached: time, memory or size; the same run would reach it again")
        case .refused: ("refused", "refused: it would overwrite a file or run what is not trusted")
        case .pluginInvalid: ("plugin_invalid", "a plugin is invalid, missing or failed")
        case .interrupted: ("interrupted", "interrupted, as by Ctrl-C")
        }
    }

    /// All codes, a line each.
    static let table = allCases.map { "\($0.rawValue) \($0.name): \($0.meaning)" }.joined(separator: "\n")

    /// Runs a program; ends the process with the code of what happened.
    static func exit(_ body: () throws -> Void) -> Never {
        do {
            try body()
            Glibc.exit(done.rawValue)
        } catch let outcome as Outcome {
            Glibc.exit(outcome.rawValue)
        } catch let exit as ScriptExit {
            Glibc.exit(exit.code)
        } catch let error where isParsing(error) {
            let code = Liq.exitCode(for: error).rawValue
            guard Messages.asked.isJSON, code != done.rawValue else { Liq.exit(withError: error) }
            Output.error(
                ErrorReport(
                    EngineError(.usage, Liq.message(for: error)), texts: ChunkTexts(readsFiles: false)
                )
                .json(.usage))
            Glibc.exit(code)
        } catch {
            Output.tell(error)
            Glibc.exit(Outcome(error).rawValue)
        }
    }

    /// The code of an error.
    init(_ error: any Error) {
        self =
            switch error {
            case let error as ReportedError: Self(error.error)
            case let error as LuaError: Self(error)
            case let error as EngineError: Self(error)
            case let error as DataError: Self(error)
            case let error as CoreError: Self(error)
            case let error as IOError: error.isInterrupt ? .interrupted : .inputOutput
            default: .usage
            }
    }

    private init(_ error: LuaError) {
        if let underlying = error.underlying {
            self.init(underlying)
        } else if error.code == .interrupted {
            self = .interrupted
        } else {
            self = error.isLimit ? .limit : .checkFailed
        }
    }

    private init(_ error: EngineError) {
        switch error.code {
        case .usage: self = .usage
        case .pluginInvalid, .pluginMissing: self = .pluginInvalid
        case .limit: self = .limit
        case .refused: self = .refused
        case .interrupted: self = .interrupted
        case .inputMissing: self = .inputMissing
        case .cannotCreate: self = .cannotCreate
        case .badInput: self = .badInput
        default: self = .checkFailed
        }
    }

    private init(_ error: DataError) {
        switch error.code {
        case .inputMissing: self = .inputMissing
        case .io: self = .inputOutput
        case .interrupted: self = .interrupted
        case .limit: self = .limit
        default: self = .badInput
        }
    }

    private init(_ error: CoreError) {
        switch error.code {
        case .unbalanced: self = .bug
        case .interrupted: self = .interrupted
        case .columnMissing, .invalidSeries, .columnLength: self = .badInput
        default: self = .usage
        }
    }

    /// Whether an error is the argument parser's own: help, version, a wrong option.
    private static func isParsing(_ error: any Error) -> Bool {
        switch error {
        case is LuaError, is EngineError, is DataError, is CoreError, is SimulationError, is IOError,
            is ReportedError:
            false
        default: true
        }
    }
}

/// How standard error is used, as options.
struct MessageOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("How errors are written: text, or json, an object in a line.", valueName: "form"))
    var errors = Messages.Form.text

    @Flag(help: "No remarks on standard error: errors alone.")
    var quiet = false
}

/// How standard error is used.
///
/// Read off the command line, not out of parsed options: errors in options are told the same way.
struct Messages {
    /// How errors are told.
    enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

    /// What this process was asked for.
    static let asked = Messages(Array(CommandLine.arguments.dropFirst()))

    /// What shows how far work has come: nothing where remarks are left out.
    static var meter: WorkMeter { asked.isQuiet ? WorkMeter(write: nil) : .onStandardError() }

    /// Whether each error is an object of JSON in a line.
    let isJSON: Bool
    /// Whether remarks are left out.
    let isQuiet: Bool

    init(_ arguments: [String]) {
        let options = arguments.prefix { $0 != "--" }
        let follows = zip(options, options.dropFirst()).contains { $0 == "--errors" && $1 == "json" }
        isJSON = follows || options.contains("--errors=json")
        isQuiet = options.contains("--quiet")
    }
}

/// An error of a script, with what its session knows about it.
struct ReportedError: Error {
    let error: any Error
    let report: ErrorReport
}

extension ErrorReport {
    /// The report as one line of JSON, without a line feed.
    ///
    /// `column` counts characters from 1; it is there where it is clear what in the line is wrong. `test` is there for a test
    /// that has failed.
    func json(_ outcome: Outcome, of test: String? = nil) -> String {
        var json = JSONText(indented: false)
        json.object { json in
            json.string("code", outcome.name)
            json.integer("exit", Int64(outcome.rawValue))
            json.string("message", message)
            if let test { json.string("test", test) }
            json.string("file", excerpt?.chunk ?? place?.chunk)
            json.whole("line", excerpt?.line ?? place?.line)
            json.whole("column", excerpt?.marked.map { $0.lowerBound + 1 })
            json.string("hint", hint)
            json.array("calls") { json in
                for call in calls {
                    json.object { json in
                        json.string("function", call.function)
                        json.string("file", call.chunk)
                        json.integer("line", Int64(call.line))
                    }
                }
            }
            json.integer("omitted_calls", Int64(omittedCalls))
        }
        return String(json.string.dropLast())
    }
}

extension JSONText {
    /// Adds a whole number, or `null`.
    fileprivate mutating func whole(_ key: String, _ value: Int?) {
        if let value { integer(key, Int64(value)) } else { null(key) }
    }
}
