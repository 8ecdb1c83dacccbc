import Charts
import Glibc
import LuaRuntime
package import PluginHost

/// The REPL: reads entries, runs them, shows what they give.
package final class Console {
    let session: Session
    let entries: EntrySource
    let output: StandardOutput
    let isInteractive: Bool
    private let isQuiet: Bool
    /// The ways that the session could go.
    let scenes: Scenes
    /// What was entered on this way, for a script of it.
    var log = SessionLog()
    /// What the user has chosen.
    private(set) var settings = ConsoleSettings()
    /// How many entries of code there were.
    private(set) var number = 0
    /// The file that the next value goes to.
    var nextFile: String?
    /// Constants at the top level.
    private var constants: Set<String> = []
    private var isTold = false
    /// Whether a command tells the time of what it runs.
    var isTimed = false
    private var changed: [String] = []
    /// How many results keep a name of their own.
    private static let named = 200

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

    // MARK: Running

    /// Runs code as an entry: its values get names, and what it changes can be undone.
    ///
    /// - Parameters:
    ///   - code: Lua, of one line or more.
    ///   - isEchoed: whether the code is shown, for commands that stand for some.
    /// - Throws: what running it throws.
    func enter(_ code: String, isEchoed: Bool = false) throws {
        if isEchoed { show(code) }
        number += 1
        let before = try scenes.begin(entry: number, log)
        let footer = WorkFooter(session.meter) { [session] in session.state.memoryUsed }
        defer { tell(footer) }
        let entry = SessionLog.Entry(code, number: number, isSource: { session.isExpression($0) })
        do {
            let values = try run(entry)
            log.add(entry)
            try scenes.end(before, map: session.map)
            try name(values)
            if !entry.isSilent { try emit(values) }
        } catch {
            try? scenes.end(before, map: session.map)
            throw error
        }
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
                "local \(locals.names.joined(separator: ", ")): kept for the session, as all locals at the top level"
            )
        }
        return values
    }

    /// A text without its quotes is nil without an error, and an option that is nil is not set: that is told.
    private func tellOfUnknown(_ code: String) {
        let unknown = UnknownNames(in: code) { name in
            if let value = try? session.state.global(name), case .nil = value { return false }
            return true
        }.names
        // A name alone shows that it is nil.
        guard !unknown.isEmpty, code.trimmingSpaces != unknown[0] else { return }
        note(
            "nil here: \(unknown.joined(separator: ", ")), which nothing was given to; a text stands in quotes"
        )
    }

    /// `_` is the last value, `_3` that of the third entry.
    private func name(_ values: [LuaValue]) throws {
        // What the host cannot take, such as a coroutine, cannot be handed back either.
        guard let last = values.last else { return }
        if case .other = last { return }
        try session.state.setGlobal("_", last)
        try session.state.setGlobal("_\(number)", last)
        if number > Self.named { try session.state.setGlobal("_\(number - Self.named)", .nil) }
    }

    /// Shows values, or writes them to the file that was asked for.
    func emit(_ values: [LuaValue]) throws {
        guard !values.isEmpty else { return }
        if let path = nextFile {
            nextFile = nil
            return try write(values, to: path)
        }
        let form = ValueForm(rawValue: settings["mode"]) ?? .auto
        // Nothing is cut where no terminal is drawn to.
        let style = Terminal.isTerminal(STDOUT_FILENO) ? session.style : .plain(columns: 100)
        guard form == .auto else {
            let writer = ValueWriter(form: form, state: session.state, style: style)
            return page(String(try writer.text(values).trimmingSuffix("\n")))
        }
        for value in values {
            let text = try ValueText(session.state, style).text(value)
            // Pictures are made for the screen; what is far longer is a table or a text.
            if text.count(where: { $0 == "\n" }) > 2 * (session.style.rows ?? .max / 2) {
                page(text)
            } else {
                show(text)
            }
        }
    }

    // MARK: Showing

    /// Shows text on a line of its own.
    func show(_ text: String) {
        output.write(text + "\n")
    }

    /// Shows an error with the line that it is about.
    func show(_ error: any Error) {
        let text = ErrorText.text(error, in: session)
        show(session.style.color ? Ink.error(text) : text)
    }

    /// Shows help, through a pager where it is long.
    func explain(_ text: String) { page(session.style.color ? Ink.help(text) : text) }

    /// Shows a remark of the console's own.
    func note(_ text: String) {
        show(session.style.color ? Ink.paint(text, Ink.quiet) : text)
    }

    /// Shows text, through a pager where it is longer than the screen.
    func page(_ text: String) {
        let rows = Terminal.size()?.rows ?? .max
        guard isInteractive, entries.editor != nil, settings["pager"] == "auto",
            text.count(where: { $0 == "\n" }) + 1 >= rows,
            Pager.show(text + "\n")
        else { return show(text) }
    }

    private func tell(_ footer: WorkFooter) {
        let figures = footer.figures
        session.meter.clear()
        switch settings["footer"] {
        case "on" where !isTimed: note(figures.text)
        case "auto" where isInteractive && !isQuiet && !isTimed && figures.wall >= 0.1: note(figures.text)
        default: break
        }
    }

    /// Changes a setting.
    func set(_ name: String, to value: String) throws {
        try settings.set(name, to: value)
        if name == "keys" { entries.usesVi = value == "vi" }
        session.style = settings.style
    }
}

extension ConsoleSettings {
    /// How pictures are drawn.
    var style: TerminalStyle {
        Terminal.style(ascii: flag("ascii"), color: flag("color"), columns: Int(self["width"]))
    }
}
