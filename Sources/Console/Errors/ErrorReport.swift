import Charts
package import LuaRuntime
import PlainText
package import Engine
import Plugins
package import Scripting

/// An error with everything that helps to fix it.
package struct ErrorReport: Sendable {
    /// A call that led to it.
    package struct Call: Hashable, Sendable {
        /// As Lua names it: `function 'f'`, `method 'run'`, `function <stdin:3>`.
        package let function: String
        /// Where it was called.
        package let chunk: String
        /// From 1.
        package let line: Int
    }

    /// What went wrong, with its place in front where it has one.
    package let message: String
    /// Where it happened: in a plugin's file, else in the script.
    package let place: SourcePlace?
    /// The line, where its text is known.
    package let excerpt: SourceExcerpt?
    /// Whether the excerpt is of another text than the place in front of the message.
    package let isElsewhere: Bool
    /// What to do about it, where something helps.
    package let hint: String?
    /// The calls that led there, innermost first.
    package let calls: [Call]
    /// How many more there were.
    package let omittedCalls: Int

    /// How many calls are shown.
    private static let shownCalls = 3

    /// The report as people read it.
    ///
    /// - Parameter columns: width of the lines of source.
    /// - Returns: several lines, without a line feed at the end.
    package func text(columns: Int = 100) -> String {
        var lines = [message]
        if let excerpt {
            // The message has the whole path.
            let file = excerpt.chunk.split(separator: "/").last.map(String.init) ?? excerpt.chunk
            let label = isElsewhere ? "\(file):\(excerpt.line)" : "\(excerpt.line)"
            lines.append(excerpt.lines(label: label, columns: columns))
        }
        // A hint that the message ends with is not repeated.
        if let hint, !message.contains(hint) { lines.append("  \(hint)") }
        var shown = calls.prefix(Self.shownCalls).map {
            "  in \($0.function) (called at \($0.chunk):\($0.line))"
        }
        let rest = calls.count - shown.count + omittedCalls
        if rest > 0, let last = shown.popLast() {
            shown.append("\(last), \(rest) more \(rest == 1 ? "call" : "calls")")
        }
        return (lines + shown).joined(separator: "\n")
    }
}

extension ErrorReport {
    /// A report of an error.
    ///
    /// - Parameters:
    ///   - error: what was thrown.
    ///   - texts: the sources that are known.
    ///   - state: whose globals are looked at for what may have been meant; none of its code runs.
    package init(_ error: any Error, texts: ChunkTexts, state: LuaState? = nil) {
        let lua = error as? LuaError
        let host = error as? EngineError ?? lua?.underlying as? EngineError
        let trail = Traceback(lua?.traceback) { texts.fullName(of: $0) }
        let place = host?.place ?? lua.flatMap { SourcePlace(of: $0) }
        let isOfPlugin = host?.place != nil
        self.message = "\(error)".escapingControls()
        self.place = place
        var found: (excerpt: SourceExcerpt, hint: String?)?
        if let place {
            let search = SourceSearch(
                place: place,
                trail: isOfPlugin ? Traceback(place.host.map { SourcePlace.tracebackMark + $0 }) : trail,
                state: isOfPlugin ? nil : state,
                runs: isOfPlugin ? .plugins : place.chunk.hasSuffix("_spec.lua") ? .tests : .scripts)
            found = search.find(in: texts.texts(of: place.chunk))
        }
        excerpt = found?.excerpt
        isElsewhere =
            found.map { excerpt in lua?.chunk.map { $0 != excerpt.excerpt.chunk } ?? false } ?? false
        hint = host?.hint ?? Self.hint(in: message) ?? found?.hint
        // An error that is raised at a caller's level begins there.
        let told = trail.scripts.firstIndex { $0.chunk == lua?.chunk && $0.line == lua?.line }
        let scripts = trail.scripts.suffix(from: told ?? 0)
        calls = zip(scripts, scripts.dropFirst()).compactMap { inner, outer in
            guard let chunk = outer.chunk, let line = outer.line else { return nil }
            return Call(function: Self.title(inner.function), chunk: chunk, line: line)
        }
        omittedCalls = trail.omitted
    }

    /// The hint that a message has in itself.
    private static func hint(in message: String) -> String? {
        guard let open = message.ranges(of: "(did you mean '").last else { return nil }
        let sentence = message[message.index(after: open.lowerBound)...].prefix { $0 != ")" }
        return sentence.hasSuffix("'?") ? String(sentence) : nil
    }

    /// A function whatever the variable that it is in.
    private static func title(_ function: String) -> String {
        for kind in ["local", "global", "upvalue", "field"] where function.hasPrefix(kind + " '") {
            return "function" + function.dropFirst(kind.count)
        }
        return function
    }
}

/// Finds the line of a place, and what in it is wrong.
private struct SourceSearch {
    let place: SourcePlace
    let trail: Traceback
    let state: LuaState?
    /// As what the text runs.
    let runs: FunctionPage.Place
    /// Texts longer than this are not looked at, in bytes.
    private static let largest = 512 << 10

    /// The excerpt of the text that it must have been; `nil` where that is not clear.
    func find(in texts: [String]) -> (excerpt: SourceExcerpt, hint: String?)? {
        let frame = trail.scripts.first { $0.chunk == place.chunk && $0.line == place.line }
        // A program that runs or was compiled is the newest of its name. A function may stem from any.
        if place.isSyntax || texts.count < 2 || frame?.isMainChunk ?? false {
            return texts.first.flatMap(excerpt)
        }
        var seen: Set<String> = []
        let found = texts.filter { seen.insert($0).inserted }.prefix(50).filter(mayDefine).compactMap(excerpt)
        let marked = found.filter { $0.excerpt.marked != nil }
        let likely = marked.isEmpty && !isUnclear ? found : marked
        return Set(likely.map(\.excerpt)).count == 1 ? likely[0] : nil
    }

    /// Whether a function of a text may reach to the line.
    private func mayDefine(_ text: String) -> Bool {
        let script = ScriptText(text)
        return script.tokens.indices.contains { index in
            script.text(index) == "function"
                && script.line(at: script.tokens[index].range.lowerBound) <= place.line
        }
    }

    private func excerpt(_ text: String) -> (excerpt: SourceExcerpt, hint: String?)? {
        guard text.utf8.count <= Self.largest else { return nil }
        let script = ScriptText(text)
        guard let whole = script.range(ofLine: place.line) else { return nil }
        let clues = self.clues
        let locator = FaultLocator(text: script, line: place.line, isBeginning: Self.isBeginning)
        let found = locator.find(clues)
        let advice = LuaAdvice(text: script, line: place.line, message: place.message, runs: runs)
        let hint =
            advice.hint(for: clues.first, at: found?.token)
            ?? clues.first.flatMap {
                NameHint(text: script, state: state ?? Self.plain).hint(for: $0, at: found?.token)
            }
        // Arguments may be on other lines than the call.
        let line = found.map { script.line(at: $0.range.lowerBound) } ?? place.line
        let range = script.range(ofLine: line) ?? whole
        guard !range.isEmpty else { return nil }
        let marked = found.map {
            ($0.range.lowerBound - range.lowerBound)..<(max(
                $0.range.lowerBound + 1, min($0.range.upperBound, range.upperBound + 1)) - range.lowerBound)
        }
        return (SourceExcerpt(chunk: place.chunk, line: line, text: script.text(range), marked: marked), hint)
    }

    /// Whether several of the calls were in the line, so that the error may not come from the innermost one.
    private var isUnclear: Bool {
        trail.host?.name == "error"
            && trail.scripts.count { $0.chunk == place.chunk && $0.line == place.line } > 1
    }

    private var clues: [Clue] {
        if place.isSyntax { return Clue.syntax(place.message) }
        guard !place.message.isEmpty else { return [] }
        let frames = trail.scripts
        let index = frames.firstIndex { $0.chunk == place.chunk && $0.line == place.line }
        // An error that is raised at a caller's level: the call in that line.
        if let index, index > 0 { return frames[index - 1].name.map { [.call($0)] } ?? [] }
        if isUnclear { return [.plainCall("error")] }
        return Clue.runtime(place.message, about: place.subject, raisedBy: trail.host)
    }

    /// Libraries as any state has them, where that of the error cannot be asked.
    private static var plain: LuaState? { try? LuaState(profile: .script) }

    private static func isBeginning(_ text: String) -> Bool {
        guard let state = plain else { return true }
        do {
            _ = try state.load(text, chunk: "part")
            return true
        } catch { return error.isIncomplete }
    }
}

/// Errors as people read them.
package enum ErrorText {
    /// The message, then the line that it is about, what may have been meant, and the calls that led to it.
    ///
    /// - Parameters:
    ///   - error: what was thrown.
    ///   - session: whose scripts it came out of; without one no lines are shown.
    /// - Returns: several lines, without a line feed at the end.
    package static func text(_ error: any Error, in session: Session? = nil) -> String {
        guard let session else {
            return ErrorReport(error, texts: ChunkTexts(readsFiles: false)).text()
        }
        return report(of: error, in: session).text(columns: session.style.columns)
    }

    /// What is known of an error of a session.
    package static func report(of error: any Error, in session: Session) -> ErrorReport {
        ErrorReport(error, texts: session.texts, state: session.state)
    }
}

/// The calls of a traceback.
struct Traceback {
    /// A function that was running.
    struct Frame: Hashable {
        /// As Lua names it: `local 'f'`, `main chunk`.
        let function: String
        /// Where it was; `nil` in a host function.
        let chunk: String?
        let line: Int?

        /// The name in quotes, without what it belongs to; `nil` where it has none.
        var name: String? {
            guard function.hasSuffix("'"), let open = function.dropLast().lastIndex(of: "'") else {
                return nil
            }
            let name = function[function.index(after: open)...].dropLast()
            return name.split(whereSeparator: { ".:".contains($0) }).last.map(String.init)
        }

        var isMainChunk: Bool { function == "main chunk" }
    }

    /// Innermost first.
    let frames: [Frame]
    /// How many the traceback has left out.
    let omitted: Int

    /// Reads a traceback; `fullName` gives the whole name of a chunk that is shown cut.
    init(_ traceback: String?, fullName: (String) -> String = { $0 }) {
        var frames: [Frame] = []
        var omitted = 0
        for line in (traceback ?? "").split(separator: "\n") {
            if line.hasPrefix("... (") {
                omitted += Int(line.dropFirst(5).prefix { $0.isNumber }) ?? 0
                continue
            }
            guard let middle = line.ranges(of: ": in ").last else { continue }
            let (place, function) = (line[..<middle.lowerBound], String(line[middle.upperBound...]))
            let colon = place.lastIndex(of: ":")
            let number = colon.flatMap { Int(place[place.index(after: $0)...]) }
            frames.append(
                Frame(
                    function: function,
                    chunk: number == nil ? nil : colon.map { fullName(String(place[..<$0])) },
                    line: number))
        }
        (self.frames, self.omitted) = (frames, omitted)
    }

    /// Those that ran in scripts.
    var scripts: [Frame] { frames.filter { $0.chunk != nil } }

    /// The host function that the error came out of, where it came out of one.
    var host: Frame? { frames.first.flatMap { $0.chunk == nil ? $0 : nil } }
}
