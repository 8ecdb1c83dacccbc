import Charts
import Glibc
import LuaRuntime
import PlainText
import Engine
import Plugins
package import Scripting

/// The REPL: reads entries, runs them, shows what they give.
package final class Console {
    let session: Session
    let entries: EntrySource
    let output: StandardOutput
    let isInteractive: Bool
    let isQuiet: Bool
    /// The branches of the session.
    let scenarios: Scenarios
    /// What was entered on this branch, for a script of it.
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
    /// Whether a command shows the time itself.
    var isTimed = false
    private var changed: [String] = []
    /// How many results keep a name such as `_3`.
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
        output.survivesInterrupts = isInteractive
        let scenarios = Scenarios(try SessionKeeper(session))
        self.scenarios = scenarios
        entries = EntrySource(session, output, isInteractive: isInteractive) {
            scenarios.all(current: nil).map(\.name)
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

    /// Runs an entry or a command; returns false to end the session.
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
            guard isInteractive, session.requestedExit == nil else { throw error }
            failed = true
            // What follows in a paste would build on what is missing.
            entries.editor?.dropPaste()
            show(error)
        }
        entries.remember(entry, took: start.duration(to: .now), failed: failed)
        if session.requestedExit != nil { return false }
        if isInteractive { tellOfChanges() }
        return goesOn
    }

    private func command(_ line: String) throws -> Bool {
        let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
        guard let name = words.first else { return true }
        return try ConsoleCommand.named(name).run(self, words.count > 1 ? words[1].trimmingSpaces : "")
    }

    /// Says once for each plugin that its file has changed.
    private func tellOfChanges() {
        let now = PluginReload(session).changed
        for id in now where !changed.contains(id) {
            show("the file of plugin \(id) has changed; :reload loads it")
        }
        changed = now
    }
}

// How code is run: as an entry, which has a number, a value by name, and can be undone.
extension Console {
    /// Runs code as an entry: its values get names, and what it changes can be undone.
    ///
    /// - Parameters:
    ///   - code: Lua, of one line or more.
    ///   - isEchoed: whether the code is shown, for commands that are short for code.
    /// - Throws: what running it throws.
    func enter(_ code: String, isEchoed: Bool = false) throws {
        if isEchoed { show(code) }
        number += 1
        let before = try scenarios.begin(entry: number, log)
        let footer = WorkFooter(session.meter) { [session] in session.state.memoryUsed }
        defer { tell(footer) }
        let entry = SessionLog.Entry(code, number: number, isExpression: session.isExpression)
        let values: [LuaValue]
        do { values = try run(entry) } catch {
            // What was changed before it failed can be undone, too.
            try? scenarios.end(before, map: session.map)
            throw error
        }
        log.add(entry)
        try scenarios.end(before, map: session.map)
        try name(values)
        if !entry.isSilent { try emit(values) }
    }

    private func run(_ entry: SessionLog.Entry) throws -> [LuaValue] {
        if let name = TopLevelLocals.assigned(in: entry.code, among: constants) {
            throw LuaError(
                .syntax, "attempt to assign to const variable '\(name)'", chunk: entries.chunk(number),
                line: 1)
        }
        let locals = TopLevelLocals(entry.code)
        let values = try session.evaluate(
            entries.padding + locals.text, chunk: entries.chunk(number), typed: entries.padding + entry.code)
        if isInteractive, !isQuiet { tellOfUnknown(locals.text) }
        constants.subtract(locals.names)
        constants.formUnion(locals.constants)
        if !locals.names.isEmpty, isInteractive, !isQuiet, !isTold {
            isTold = true
            note(
                "local \(locals.names.joined(separator: ", ")): kept for the session, like all locals at the top level"
            )
        }
        return values
    }

    /// Warns of names that are nil: a text without quotes is nil without an error, and so an option would not be set.
    private func tellOfUnknown(_ code: String) {
        let unknown = UnknownNames(in: code) { name in
            if let value = try? session.state.global(name), case .nil = value { return false }
            return true
        }.names
        // A name alone shows that it is nil.
        guard !unknown.isEmpty, code.trimmingSpaces != unknown[0] else { return }
        note("nil: \(unknown.joined(separator: ", ")), a name without a value; write a text in quotes")
    }

    /// `_` is the last value, `_3` that of the third entry.
    private func name(_ values: [LuaValue]) throws {
        // A value that the host cannot hold, such as a coroutine, cannot be kept.
        guard let last = values.last else { return }
        if case .other = last { return }
        try session.state.setGlobal("_", last)
        try session.state.setGlobal("_\(number)", last)
        if number > Self.named { try session.state.setGlobal("_\(number - Self.named)", .nil) }
    }
}
