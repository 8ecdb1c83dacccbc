import PlainText
import PluginHost

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
        guard !pages.isEmpty else { return "nothing is known about '\(word)'; :help lists all" }
        // One function is told of in full; of many each gets its line.
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
