import Charts
import LuaRuntime
import PlainText
import PluginHost

/// What the commands about entries do.
extension Console {
    /// Runs code as an entry and tells what it took.
    func time(_ code: String) throws {
        guard !code.isEmpty else { throw HostError(.usage, "time what?", hint: ":time btc:map {}") }
        let footer = WorkFooter(session.meter) { [session] in session.state.memoryUsed }
        isTimed = true
        defer {
            isTimed = false
            note(footer.figures.text)
        }
        try enter(code)
    }

    /// Runs code as an entry and tells what its plugins took.
    func profile(_ code: String) throws {
        guard !code.isEmpty else { throw HostError(.usage, "profile what?", hint: ":profile btc:map {}") }
        let profile = PluginProfile()
        isTimed = true
        session.catalog.profile = profile
        let footer = WorkFooter(session.meter) { [session] in session.state.memoryUsed }
        defer {
            (session.catalog.profile, isTimed) = (nil, false)
            let figures = footer.figures
            show(profile.text(of: figures.wall, session.style))
            note(figures.text)
        }
        try enter(code)
    }

    /// Shows a value again, in full.
    func last(_ text: String) throws {
        guard text.isEmpty || Int(text) != nil else {
            throw HostError(
                .usage, "last takes the number of an entry, was '\(text)'", hint: ":history shows them")
        }
        let name = "_" + text
        let value = try session.state.global(name)
        if case .nil = value { throw HostError(.usage, "no value \(name) is kept") }
        let style = session.style
        let full = TerminalStyle(
            columns: style.columns, unicode: style.unicode, color: style.color, depth: style.depth)
        page(try ShownValue(session.state, full).text(value))
    }

    /// The next value goes to a file.
    func once(_ path: String) throws {
        guard !path.isEmpty else { throw HostError(.usage, "once takes a file", hint: ":once map.json") }
        let folder = path.contains("/") ? String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
        guard TextFile.isFolder(folder) else {
            throw HostError(.cannotCreate, "cannot write \(path): there is no folder \(folder)")
        }
        nextFile = path
    }

    /// Writes values: what can save itself does, anything else as text.
    func write(_ values: [LuaValue], to path: String) throws {
        if values.count == 1, case .object(let reference) = values[0],
            APIReference.standard.page(of: "\(reference.typeName):save") != nil
        {
            _ = try session.state.call(
                session.state.load("local value, path = ... value:save(path)", chunk: "console"),
                [values[0], .string(path)])
        } else if let form = ValueForm(rawValue: String(path.split(separator: ".").last ?? "")), form != .auto
        {
            let writer = ValueWriter(
                form: form, state: session.state, style: .plain(columns: session.style.columns))
            try TextFile.write(try writer.text(values), to: path)
        } else {
            let plain = TerminalStyle.plain(columns: session.style.columns, unicode: session.style.unicode)
            let text = try values.map { try ShownValue(session.state, plain).text($0) + "\n" }.joined()
            try TextFile.write(text, to: path)
        }
        note("written to \(path)")
    }

    /// Writes the session as a script.
    func save(_ path: String) throws {
        guard path.hasSuffix(".lua") else {
            throw HostError(
                .usage, "save takes a file that ends in .lua, was '\(path)'", hint: ":save session.lua")
        }
        try TextFile.write(log.script(version: EngineVersion.text), to: path)
        show("written to \(path): liq run \(path)")
    }

    /// What became of a plugin; of one that was refused the file shows what is wrong, not what is in use.
    func lines(of outcome: PluginReload.Outcome) -> [String] {
        let error = outcome.error.map { ErrorReport($0, texts: ChunkTexts(readsFiles: true)).text() }
        return [outcome.text] + (error.map { [$0] } ?? []) + outcome.effect
    }

    /// Takes in plugins whose files have changed.
    func reload(_ id: String?) throws -> String {
        let outcomes = try PluginReload(session).reload(id)
        guard !outcomes.isEmpty else { return "no plugin that was used here has changed" }
        return outcomes.flatMap(lines).joined(separator: "\n")
    }
}

extension PluginProfile {
    /// A table: calls, time, share of the whole.
    fileprivate func text(of wall: Double, _ style: TerminalStyle) -> String {
        guard !all.isEmpty else { return "no plugin was called" }
        var table = TextTable([
            .text("plugin"), .number("calls"), .number("seconds"), .number("a call"), .number("share"),
        ])
        for line in all {
            table.append([
                line.name, NumberText.count(line.calls), NumberText.fixed(line.seconds, decimals: 3),
                NumberText.fixed(line.seconds / Double(line.calls) * 1e6, decimals: 1) + " µs",
                NumberText.fixed(wall > 0 ? line.seconds / wall * 100 : 0, decimals: 0) + " %",
            ])
        }
        return table.text(style)
    }
}
