package import PluginHost

/// A command of the console: a line that starts with a colon.
package struct ConsoleCommand {
    let name: String
    let summary: String
    /// Answers false to end the session.
    let run: (Console, String) -> Bool

    static var all: [ConsoleCommand] {
        [
            ConsoleCommand(name: "help", summary: "this list; :help WORD for a function") { console, word in
                console.show(word.isEmpty ? overview : help(for: word))
                return true
            },
            ConsoleCommand(name: "plugins", summary: "the plugins that are found") { console, _ in
                console.show(PluginList(console.session.catalog).text)
                return true
            },
            ConsoleCommand(name: "reload", summary: "takes in plugins whose files have changed; :reload ID") {
                console, id in
                console.show(reload(console, id.trimmingSpaces))
                return true
            },
            ConsoleCommand(name: "quit", summary: "leave; Ctrl-D does too") { _, _ in false },
        ]
    }

    private static func reload(_ console: Console, _ id: String) -> String {
        do {
            let outcomes = try PluginReload(console.session).reload(id.isEmpty ? nil : id)
            guard !outcomes.isEmpty else { return "no plugin that was used here has changed" }
            return outcomes.flatMap { outcome in
                [outcome.text] + (outcome.error.map { [ErrorText.text($0)] } ?? []) + outcome.effect
            }.joined(separator: "\n")
        } catch { return ErrorText.text(error) }
    }

    /// The commands as pages of the reference.
    package static var pages: [FunctionPage] { all.map { .command($0.name, $0.summary) } }

    private static var overview: String { HelpText.overview(all.map { ($0.name, $0.summary) }) }

    private static func help(for word: String) -> String {
        HelpText.about(word, in: APIReference(FunctionPage.all + pages))
    }
}
