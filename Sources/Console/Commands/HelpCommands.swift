import Engine
import Plugins
import Scripting

extension ConsoleCommand {
    static let helpCommands: [ConsoleCommand] = [
        .doing(
            "help", "[WORD]", .help, "what can be typed; of a word, all that is known about it",
            details: "?WORD and WORD? are the same; NAME?? shows the source of a function.",
            examples: [":help map", ":help map:at", ":help rolling"]
        ) { console, word in
            console.explain(word.isEmpty ? HelpText.overview(all) : HelpText.about(word, in: reference))
        },
        .doing(
            "doctor", "", .none, "what this liq is made of, and what is wrong with it", examples: [":doctor"]
        ) { console, _ in
            console.page(try Installation(console.session.catalog).text)
        },
        ConsoleCommand("quit", "", .none, "leave; Ctrl-D does too", examples: [":quit"]) { _, _ in false },
    ]

    /// Everything that help knows.
    static var reference: APIReference { APIReference(FunctionPage.all + pages) }
}
