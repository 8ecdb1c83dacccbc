import LuaRuntime
import PlainText
import PluginHost

/// How code is run: as an entry, which has a number, a value by name, and can be undone.
extension Console {
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
        let entry = SessionLog.Entry(code, number: number, isExpression: session.isExpression)
        let values: [LuaValue]
        do { values = try run(entry) } catch {
            // What was changed before it failed can be undone, too.
            try? scenes.end(before, map: session.map)
            throw error
        }
        log.add(entry)
        try scenes.end(before, map: session.map)
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
}
