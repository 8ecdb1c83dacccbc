import ArgumentParser
import Engine
import Plugins
import Scripting

/// How standard error is used, as options.
struct MessageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How errors are told: text, or json, an object in a line.", valueName: "form"))
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
