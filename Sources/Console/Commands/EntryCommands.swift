import Charts
import Glibc
import LuaRuntime
import PlainText
import Engine
import Plugins
import Scripting

extension ConsoleCommand {
    static let entryCommands: [ConsoleCommand] = [
        .doing(
            "time", "CODE", .code, "runs code and shows how long it took",
            examples: [":time btc:map { lookback = \"7d\" };"]
        ) { console, code in
            try console.time(code)
        },
        .doing(
            "history", "[-n COUNT] [--failed] …", .none,
            "lists earlier entries: when, how long, how they ended",
            examples: [":history", ":history -n 50 --failed", ":history map"]
        ) { console, text in
            console.page(try HistoryList(text).text(console.entries.history, console.session.style))
        },
        .doing(
            "last", "[N]", .none, "shows the last value again, or that of entry N, in full",
            examples: [":last"]
        ) { console, text in
            try console.last(text)
        },
        .doing(
            "once", "FILE", .file, "writes the next value to a file; the ending chooses the form",
            examples: [":once /tmp/liq-map.json"]
        ) { console, path in
            try console.once(path)
        },
        .doing(
            "save", "FILE", .file, "writes this session as a script that gives the same output",
            details:
                "Entries that failed or were undone are left out; :load, :why and :assume become Lua, other commands "
                + "are left out. In a pipe values are drawn as pipes get them.",
            examples: [":save /tmp/liq-session.lua"]
        ) { console, path in
            try console.save(path)
        },
    ]
}

// What the commands about entries do.
extension Console {
    /// Runs code as an entry and shows how long it took.
    func time(_ code: String) throws {
        guard !code.isEmpty else { throw EngineError(.usage, "time what?", hint: ":time btc:map {}") }
        let footer = WorkFooter(session.meter) { [session] in session.state.memoryUsed }
        isTimed = true
        defer {
            isTimed = false
            note(footer.figures.text)
        }
        try enter(code)
    }

    /// Runs code as an entry and shows how long its plugins took.
    func profile(_ code: String) throws {
        guard !code.isEmpty else { throw EngineError(.usage, "profile what?", hint: ":profile btc:map {}") }
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
            throw EngineError(
                .usage, "last takes the number of an entry, was '\(text)'", hint: ":history shows them")
        }
        let name = "_" + text
        let value = try session.state.global(name)
        if case .nil = value { throw EngineError(.usage, "no value \(name) is kept") }
        let style = session.style
        let full = TerminalStyle(
            columns: style.columns, unicode: style.unicode, color: style.color, depth: style.depth)
        page(try ShownValue(session.state, full).text(value))
    }

    /// Sends the next value to a file.
    func once(_ path: String) throws {
        guard !path.isEmpty else { throw EngineError(.usage, "once takes a file", hint: ":once map.json") }
        let folder = path.contains("/") ? String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
        guard TextFile.isFolder(folder) else {
            throw EngineError(.cannotCreate, "cannot write \(path): there is no folder \(folder)")
        }
        let ending = Self.ending(of: path)
        let known =
            ["", "txt", PartFormat.ending] + ValueForm.allCases.map(\.rawValue).filter { $0 != "auto" }
        guard known.contains(ending) else {
            throw EngineError(
                .usage, "once: no form ends in .\(ending)",
                hint: "there are \(known.dropFirst().map { "." + $0 }.joined(separator: ", "))",
                subject: .value(path))
        }
        nextFile = path
        note("the next value goes to \(QuotedText.quoted(path))")
    }

    /// The ending of a file's name without its dot; empty where it has none.
    private static func ending(of path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        return name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
    }

    /// Writes values: those with a method `save` use it, others are written as text.
    func write(_ values: [LuaValue], to path: String) throws {
        if values.count == 1, case .object(let reference) = values[0],
            APIReference.standard.page(of: "\(reference.typeName):save") != nil
        {
            _ = try session.state.call(
                session.state.load("local value, path = ... value:save(path)", chunk: "console"),
                [values[0], .string(path)])
        } else if let form = ValueForm(rawValue: Self.ending(of: path)), form != .auto {
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
            throw EngineError(
                .usage, "save takes a file that ends in .lua, was '\(path)'", hint: ":save session.lua")
        }
        try TextFile.write(log.script(version: EngineVersion.text), to: path)
        show("written to \(path): liq run \(path)")
    }

    /// The lines about a reloaded plugin; for one that was refused, the excerpt is of the new file.
    func lines(of outcome: PluginReload.Outcome) -> [String] {
        let error = outcome.error.map { ErrorReport($0, texts: ChunkTexts(readsFiles: true)).text() }
        return [outcome.text] + (error.map { [$0] } ?? []) + outcome.effect
    }

    /// Reloads plugins whose files have changed.
    func reload(_ id: String?) throws -> String {
        let outcomes = try PluginReload(session).reload(id)
        guard !outcomes.isEmpty else { return "no plugin that this session used has changed" }
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

/// Earlier entries as a table: when they ran, how long they took, how they ended.
struct HistoryList {
    private var count = 20
    private var isFailedOnly = false
    private var word = ""

    /// - Throws: ``EngineError`` `.usage` for an unknown option.
    init(_ text: String) throws(EngineError) {
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
        while let first = words.popFirst() {
            switch first {
            case "--failed": isFailedOnly = true
            case "-n":
                guard let number = words.popFirst().flatMap({ Int($0) }), number > 0 else {
                    throw EngineError(.usage, "-n takes a count above zero", hint: ":history -n 50")
                }
                count = number
            default:
                guard !first.hasPrefix("-") else {
                    throw EngineError(
                        .usage, "history takes -n and --failed, was '\(first)'",
                        hint: Spelling.hint(for: first, among: ["-n", "--failed"]))
                }
                word = ([first] + words).joined(separator: " ")
                words = []
            }
        }
    }

    func text(_ history: EntryHistory, _ style: TerminalStyle) -> String {
        let found = history.entries.filter {
            (!isFailedOnly || $0.failed) && (word.isEmpty || $0.text.contains(word))
        }
        guard !found.isEmpty else { return "no such entry" }
        var table = TextTable([.text("when"), .number("ms"), .text(""), .text("entry")])
        for entry in found.suffix(count) {
            let lines = entry.text.split(separator: "\n", omittingEmptySubsequences: false)
            let more = lines.count > 1 ? " … \(lines.count) lines" : ""
            table.append([
                Self.time(entry.time), "\(entry.milliseconds)", entry.failed ? "failed" : "",
                "\(lines[0])\(more)",
            ])
        }
        return table.text(style)
    }

    private static func time(_ seconds: Int) -> String {
        var (clock, parts) = (time_t(seconds), tm())
        localtime_r(&clock, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min))"
    }
}
