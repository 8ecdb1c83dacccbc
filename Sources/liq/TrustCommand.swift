import ArgumentParser
import Console
import Engine
import Plugins
import Scripting

/// `liq trust`: lets a folder's start-up file run.
struct TrustCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Let the console run a folder's \(StartupFiles.projectName).",
        discussion: """
            The console runs \(StartupFiles.projectName) of the folder that it starts in, as long as the file holds what it \
            holds now. Read it first: it is a program. What plugins may do is said with 'liq plugins trust'.
            """)

    @Argument(help: ArgumentHelp("The file.", valueName: "file"))
    var file = StartupFiles.projectName

    @Flag(help: "Trust it no longer.")
    var forget = false

    func run() throws {
        guard file.split(separator: "/").last.map(String.init) == StartupFiles.projectName else {
            throw EngineError(
                .usage, "the console runs files called \(StartupFiles.projectName), not \(file)",
                hint: "plugins are trusted with 'liq plugins trust'")
        }
        var store = try TrustStore.usual()
        for warning in store.warnings { Output.note("warning: \(warning)") }
        let bytes = forget ? nil : try StartupFiles.read(file)
        try store.setStartup(file, to: bytes)
        try Output.write("\(forget ? "forgot" : "trusted") \(TrustText.escaped(file))\n", to: nil)
    }
}
