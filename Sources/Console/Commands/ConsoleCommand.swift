import PlainText
package import PluginHost

/// A command of the console: a line that starts with a colon.
package struct ConsoleCommand: Sendable {
    /// What stands behind its name, for completion.
    enum Argument: Sendable {
        case none, file, plugin, code, setting, option, help, branch, mode
    }

    /// Without the colon.
    package let name: String
    /// What stands behind the name: `PRICE [long|short]`.
    let usage: String
    let summary: String
    /// More lines of help.
    let details: String
    let argument: Argument
    /// Lines that work in a session with a dataset `btc` and its map `m`; the first one is shown.
    package let examples: [String]
    /// Answers false to end the session.
    let run: @Sendable (Console, String) throws -> Bool

    init(
        _ name: String, _ usage: String = "", _ argument: Argument = .none, _ summary: String,
        details: String = "", examples: [String], run: @escaping @Sendable (Console, String) throws -> Bool
    ) {
        (self.name, self.usage, self.argument, self.summary) = (name, usage, argument, summary)
        (self.details, self.examples, self.run) = (details, examples, run)
    }

    /// One that never ends the session.
    static func doing(
        _ name: String, _ usage: String = "", _ argument: Argument = .none, _ summary: String,
        details: String = "", examples: [String], _ body: @escaping @Sendable (Console, String) throws -> Void
    ) -> ConsoleCommand {
        ConsoleCommand(name, usage, argument, summary, details: details, examples: examples) {
            try body($0, $1)
            return true
        }
    }

    /// As it is typed.
    var call: String { ":\(name)" + (usage.isEmpty ? "" : " " + usage) }

    /// All of them, in the order of help.
    package static let all =
        helpCommands + dataCommands + sceneCommands + pluginCommands + entryCommands
        + settingCommands

    /// The one of a name.
    ///
    /// - Throws: ``HostError`` `.usage` where there is none.
    static func named(_ name: String) throws(HostError) -> ConsoleCommand {
        guard let command = all.first(where: { $0.name == name }) else {
            throw HostError(
                .usage, "no command ':\(name)'",
                hint: Spelling.hint(for: name, among: all.map(\.name)) ?? ":help lists them")
        }
        return command
    }

    /// The commands as pages of the reference.
    package static var pages: [FunctionPage] {
        all.map { .command($0.name, $0.usage, $0.summary, example: $0.examples.first ?? "") }
    }
}
