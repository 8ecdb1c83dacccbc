import PluginHost

/// A command of the console: a line that starts with a colon.
struct ConsoleCommand {
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

    private static var overview: String {
        let commands = all.map { "  :\($0.name)".padded(to: 12) + $0.summary }
        let functions = FunctionPage.all.map { "  \($0.call)\n      \($0.summary)" }
        return
            (["Type Lua. An expression shows its value; _ is the last one; a trailing ; silences."]
            + commands + ["Functions:"] + functions).joined(separator: "\n")
    }

    private static func help(for word: String) -> String {
        let pages = FunctionPage.all.filter { $0.call.contains(word) }
        guard !pages.isEmpty else { return "nothing is known about '\(word)'; :help lists all" }
        return pages.map { page in
            "\(page.call) → \(page.result)\n  \(page.summary)\n  example: \(page.example)"
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
