package import LuaRuntime
import PlainText
package import PluginHost

extension ErrorReport {
    /// A report of an error.
    ///
    /// - Parameters:
    ///   - error: what was thrown.
    ///   - texts: the sources that are known.
    ///   - state: whose globals are looked at for what may have been meant; none of its code runs.
    package init(_ error: any Error, texts: ChunkTexts, state: LuaState? = nil) {
        let lua = error as? LuaError
        let host = error as? HostError ?? lua?.underlying as? HostError
        let trail = CallTrail(lua?.traceback) { texts.fullName(of: $0) }
        let place = host?.place ?? lua.flatMap { SourcePlace(of: $0) }
        let isOfPlugin = host?.place != nil
        self.message = "\(error)".escapingControls()
        self.place = place
        var found: (excerpt: SourceExcerpt, hint: String?)?
        if let place {
            let search = SourceSearch(
                place: place,
                trail: isOfPlugin ? CallTrail(place.host.map { SourcePlace.host + $0 }) : trail,
                state: isOfPlugin ? nil : state)
            found = search.find(in: texts.texts(of: place.chunk))
        }
        excerpt = found?.excerpt
        isElsewhere =
            found.map { excerpt in lua?.chunk.map { $0 != excerpt.excerpt.chunk } ?? false } ?? false
        hint = host?.hint ?? Self.hint(in: message) ?? found?.hint
        // An error that is told of a caller begins there.
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
    let trail: CallTrail
    let state: LuaState?
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
        let culprit = Culprit(text: script, line: place.line, isBeginning: Self.isBeginning)
        let found = culprit.find(clues)
        let hint = clues.first.flatMap {
            NameHint(text: script, state: state ?? Self.plain).hint(for: $0, at: found?.token)
        }
        // Arguments may stand on lines of their own.
        let line = found.map { script.line(at: $0.range.lowerBound) } ?? place.line
        let range = script.range(ofLine: line) ?? whole
        guard !range.isEmpty else { return nil }
        let marked = found.map {
            ($0.range.lowerBound - range.lowerBound)..<(max(
                $0.range.lowerBound + 1, min($0.range.upperBound, range.upperBound + 1)) - range.lowerBound)
        }
        return (SourceExcerpt(chunk: place.chunk, line: line, text: script.text(range), marked: marked), hint)
    }

    /// Whether several of the calls were in the line, so that it may be another's than the innermost one's.
    private var isUnclear: Bool {
        trail.host?.name == "error"
            && trail.scripts.count { $0.chunk == place.chunk && $0.line == place.line } > 1
    }

    private var clues: [Clue] {
        if place.isSyntax { return Clue.syntax(place.message) }
        guard !place.message.isEmpty else { return [] }
        let frames = trail.scripts
        let index = frames.firstIndex { $0.chunk == place.chunk && $0.line == place.line }
        // An error that is told of a caller: the call in that line.
        if let index, index > 0 { return frames[index - 1].name.map { [.call($0)] } ?? [] }
        if isUnclear { return [.plainCall("error")] }
        return Clue.runtime(place.message, raisedBy: trail.host)
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
