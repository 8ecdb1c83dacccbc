import Glibc
import LuaRuntime
package import PluginHost

/// The REPL: reads lines, runs them, shows what they give.
package final class Console {
    let session: Session
    private let entries: EntrySource
    private let output: StandardOutput
    private let isInteractive: Bool
    private var told: [String] = []

    /// A console over a session, on standard input.
    ///
    /// - Parameters:
    ///   - session: the session.
    ///   - output: where results go; that of the session's scripts too.
    package init(_ session: Session, _ output: StandardOutput) {
        (self.session, self.output) = (session, output)
        isInteractive = Terminal.isTerminal(STDIN_FILENO)
        entries = EntrySource(session, output, isInteractive: isInteractive)
    }

    /// Runs until the input ends or `:quit`.
    ///
    /// On a terminal an error is shown and the session goes on. In a pipe the first error ends it, so that the
    /// caller learns of it.
    /// - Throws: the first error, in a pipe.
    package func run() throws {
        LuaSignals.installInterrupt()
        if isInteractive {
            show("\(EngineVersion.text), \(LuaSelfTest.release). :help for help, Ctrl-D to leave.")
        }
        while true {
            try output.check()
            switch entries.next() {
            case .end:
                try output.check()
                return
            case .interrupted: continue
            case .text(let entry):
                guard try take(entry) else { return }
            }
        }
    }

    /// Runs an entry or a command; answers false to end the session.
    private func take(_ entry: String) throws -> Bool {
        let start = ContinuousClock.now
        var (goesOn, failed) = (true, false)
        if entry.hasPrefix(":") {
            goesOn = try command(String(entry.dropFirst()))
        } else {
            failed = try !run(entry)
        }
        entries.remember(entry, took: start.duration(to: .now), failed: failed)
        return goesOn
    }

    /// Shows text on a line of its own.
    func show(_ text: String) {
        output.write(text + "\n")
    }

    /// Answers whether it went well.
    private func run(_ entry: String) throws -> Bool {
        defer { if isInteractive { tellOfChanges() } }
        do {
            try evaluate(entry)
            return true
        } catch {
            guard isInteractive else { throw error }
            show(ErrorText.text(error))
            return false
        }
    }

    /// Says once of each plugin that its file is no longer what is in use.
    private func tellOfChanges() {
        let changed = PluginReload(session).changed
        for id in changed where !told.contains(id) {
            show("the file of plugin \(id) has changed: :reload takes it in")
        }
        told = changed
    }

    private func evaluate(_ entry: String) throws {
        var source = Substring(entry)
        while source.last?.isWhitespace ?? false { source.removeLast() }
        let isSilent = source.last == ";"
        while source.last == ";" { source.removeLast() }
        if isInteractive { session.style = Terminal.style() }
        let values = try session.evaluate(String(source), chunk: "stdin")
        guard let last = values.last else { return }
        // What the host cannot take, such as a coroutine, cannot be handed back either.
        if case .other = last {} else { try session.state.setGlobal("_", last) }
        guard !isSilent else { return }
        for value in values { show(try ValueText(session.state).text(value)) }
    }

    private func command(_ line: String) throws -> Bool {
        let words = line.split(separator: " ", maxSplits: 1).map(String.init)
        guard let name = words.first else { return true }
        let matches = ConsoleCommand.all.filter { $0.name == name }
        guard let command = matches.first else {
            let hint = Spelling.hint(for: name, among: ConsoleCommand.all.map(\.name)) ?? ":help lists them"
            let error = HostError(.usage, "no command ':\(name)'", hint: hint)
            guard isInteractive else { throw error }
            show(ErrorText.text(error))
            return true
        }
        return command.run(self, words.count > 1 ? words[1] : "")
    }
}
