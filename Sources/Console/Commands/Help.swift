import LuaRuntime
import PlainText
import Engine
import Plugins
import Scripting

extension ConsoleCommand {
    static let helpCommands: [ConsoleCommand] = [
        .doing(
            "help", "[WORD]", .help, "lists what can be typed; with a word, all that is known about it",
            details: "?WORD and WORD? do the same; NAME?? shows the source of a function.",
            examples: [":help map", ":help map:at", ":help rolling"]
        ) { console, word in
            console.explain(word.isEmpty ? HelpText.overview(all) : HelpText.about(word, in: reference))
        },
        .doing(
            "doctor", "", .none, "shows what this liq consists of, and what is wrong with it",
            examples: [":doctor"]
        ) { console, _ in
            console.page(try Installation(console.session.catalog).text)
        },
        ConsoleCommand("quit", "", .none, "leaves; so does Ctrl-D", examples: [":quit"]) { _, _ in false },
    ]

    /// Everything that help knows.
    static var reference: APIReference { APIReference(FunctionPage.all + pages) }
}

/// `?map`, `map?` and `f??`.
struct HelpQuestion: Hashable {
    let word: String
    /// Whether the source is wanted.
    let wantsSource: Bool

    /// - Returns: `nil` for an entry that is none.
    init?(_ entry: String) {
        var text = entry.trimmingSpaces
        let isLeading = text.hasPrefix("?")
        guard isLeading || text.hasSuffix("?"), !text.contains("\n") else { return nil }
        wantsSource = text.hasPrefix("??") || text.hasSuffix("??")
        text = String(text.drop { $0 == "?" })
        while text.hasSuffix("?") { text.removeLast() }
        word = text.trimmingSpaces
        // A question mark at the end of code is a mistake, not a question.
        guard isLeading || word.allSatisfy({ $0.isLetter || $0.isNumber || "_.:-".contains($0) }) else {
            return nil
        }
    }
}

extension Console {
    /// What is known about a name: its help, or the help of its value.
    func answer(_ question: HelpQuestion) throws -> String {
        guard !question.word.isEmpty else { return HelpText.overview(ConsoleCommand.all) }
        if question.wantsSource, let text = try source(of: question.word) { return text }
        let chain = question.word.split(whereSeparator: { ".:".contains($0) }).map(String.init)
        let value = SessionCompletion(session: session).value(of: chain)
        // `m` of a map is explained as a map, `m:at` as its method.
        if case .object(let reference)? = value {
            return HelpText.about(reference.typeName, in: ConsoleCommand.reference)
        }
        if chain.count > 1,
            case .object(let reference)? = SessionCompletion(session: session).value(
                of: Array(chain.dropLast()))
        {
            return HelpText.about(
                "\(reference.typeName):\(chain[chain.count - 1])", in: ConsoleCommand.reference)
        }
        return HelpText.about(question.word, in: ConsoleCommand.reference)
    }

    /// The source of a function that was made in this session, or of a plugin.
    private func source(of word: String) throws -> String? {
        let names = word.split(separator: ".").map(String.init)
        if case .function(let function)? = SessionCompletion(session: session).value(of: names) {
            guard let place = function.place else { return nil }
            for text in session.texts.texts(of: place.chunk) {
                if let source = FunctionSource(in: text, from: place.line) {
                    return "-- \(place.chunk):\(place.line)\n\(source.text)"
                }
            }
        }
        if let path = try? session.catalog.path(of: word, what: "plugin") {
            return "-- \(path)\n" + String(decoding: try TextFile.read(path), as: UTF8.self)
        }
        return nil
    }
}

/// Help, written from the reference.
enum HelpText {
    /// Commands, then the names of everything by what it belongs to.
    static func overview(_ commands: [ConsoleCommand]) -> String {
        var lines = ["Type Lua. An expression shows its value; _ is the last one; a trailing ; silences."]
        lines += commands.map { TextWidth.padded(right: "  " + $0.call + " ", to: 28) + $0.summary }
        lines.append(":help WORD tells more: :help map, :help map:at, :help rolling")
        for (owner, pages) in APIReference.standard.owners() where !owner.isRecord {
            lines.append("\(owner.rawValue): \(owner.summary)")
            lines += WrappedText.lines(
                pages.map(short).joined(separator: " "), columns: 100, lead: "    ", indent: 4)
        }
        return lines.joined(separator: "\n")
    }

    /// What is known about a word.
    static func about(_ word: String, in reference: APIReference) -> String {
        let pages = reference.pages(about: word)
        guard !pages.isEmpty else {
            let hint = reference.hint(for: word).map { ": \($0) " } ?? "; "
            return "nothing is known about '\(word)'\(hint):help lists all"
        }
        // A few functions are shown in full; of many, each gets one line.
        guard pages.count > 4 else { return pages.map(full).joined(separator: "\n") }
        return pages.map { "\($0.call) → \($0.gives)\n  \($0.summary)" }.joined(separator: "\n")
    }

    private static func full(_ page: FunctionPage) -> String {
        if page.form == .command, let command = ConsoleCommand.all.first(where: { $0.name == page.name }) {
            return
                ([command.call, "  " + command.summary]
                + (command.details.isEmpty ? [] : ["  " + command.details])
                + ["  example: " + command.examples.joined(separator: "   ")]).joined(separator: "\n")
        }
        var lines = ["\(page.call) → \(page.gives)", "  \(page.summary)"]
        for argument in page.arguments + page.alternative
        where !argument.summary.isEmpty || !argument.fallback.isEmpty || !argument.type.values.isEmpty {
            lines.append("    \(argument.line)")
        }
        if !page.example.isEmpty { lines.append("  example: \(page.example)") }
        return lines.joined(separator: "\n")
    }

    private static func short(_ page: FunctionPage) -> String {
        switch page.form {
        case .field: ".\(page.name)"
        case .length: ""
        case .command: ":\(page.name)"
        case .function, .method: page.name + "()"
        }
    }
}
