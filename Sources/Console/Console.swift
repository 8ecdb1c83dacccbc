import Charts
import Glibc
import LuaRuntime
import PlainText
package import PluginHost

/// The REPL: reads entries, runs them, shows what they give.
package final class Console {
    let session: Session
    let entries: EntrySource
    let output: StandardOutput
    let isInteractive: Bool
    let isQuiet: Bool
    /// The ways that the session could go.
    let scenes: Scenes
    /// What was entered on this way, for a script of it.
    var log = SessionLog()
    /// What the user has chosen.
    var settings = ConsoleSettings()
    /// How many entries of code there were.
    var number = 0
    /// The file that the next value goes to.
    var nextFile: String?
    /// Constants at the top level.
    var constants: Set<String> = []
    var isTold = false
    /// Whether a command tells the time of what it runs.
    var isTimed = false
    private var changed: [String] = []
    /// How many results keep a name of their own.
    static let named = 200

    /// A console over a session, on standard input.
    ///
    /// - Parameters:
    ///   - session: the session.
    ///   - output: where results go; that of the session's scripts too.
    ///   - isQuiet: no greeting, no remarks.
    /// - Throws: ``LuaError`` when there is no memory for it.
    package init(_ session: Session, _ output: StandardOutput, isQuiet: Bool = false) throws {
        (self.session, self.output, self.isQuiet) = (session, output, isQuiet)
        isInteractive = Terminal.isTerminal(STDIN_FILENO)
        let scenes = Scenes(try SessionKeeper(session))
        self.scenes = scenes
        entries = EntrySource(session, output, isInteractive: isInteractive) {
            scenes.all(current: nil).map(\.name)
        }
        try addFunction()
    }

    /// `console ":set keys vi"`, for start-up files.
    private func addFunction() throws {
        let function = try session.state.makeFunction("console") { [unowned self] call in
            let line = try call.string(1, "command")
            _ = try command(line.hasPrefix(":") ? String(line.dropFirst()) : line)
            return []
        }
        try session.state.setGlobal("console", .function(function))
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
        session.interrupt.lower()
        if isInteractive { session.style = settings.style }
        do {
            if let question = HelpQuestion(entry) {
                explain(try answer(question))
            } else if entry.hasPrefix(":") {
                goesOn = try command(String(entry.dropFirst()))
            } else {
                try enter(entry)
            }
        } catch {
            guard isInteractive else { throw error }
            failed = true
            show(error)
        }
        entries.remember(entry, took: start.duration(to: .now), failed: failed)
        if isInteractive { tellOfChanges() }
        return goesOn
    }

    private func command(_ line: String) throws -> Bool {
        let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
        guard let name = words.first else { return true }
        return try ConsoleCommand.named(name).run(self, words.count > 1 ? words[1].trimmingSpaces : "")
    }

    /// Says once of each plugin that its file is no longer what is in use.
    private func tellOfChanges() {
        let now = PluginReload(session).changed
        for id in now where !changed.contains(id) {
            show("the file of plugin \(id) has changed: :reload takes it in")
        }
        changed = now
    }
}
