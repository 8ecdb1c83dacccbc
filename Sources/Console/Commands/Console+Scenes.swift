import Charts
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import PluginHost

/// What the commands about maps and branches do.
extension Console {
    /// The map that was made last.
    ///
    /// - Throws: ``HostError`` where there is none yet.
    func mapAtHand() throws(HostError) -> MapObject {
        guard let map = session.map else {
            throw HostError(.usage, "no map has been made yet", hint: "such as m = btc:map {}")
        }
        return map
    }

    /// Goes to a branch, or says which one this is.
    func branch(_ name: String) throws {
        guard !name.isEmpty else { return show("on branch \(scenes.name)") }
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) else {
            throw HostError(.usage, "a branch has a name of letters, digits, - and _, was '\(name)'")
        }
        let kind = try scenes.go(to: name, entry: number, &log)
        switch kind {
        case .here: show("already on branch \(name)")
        case .new: show("on branch \(name), which begins here")
        case .known: show("on branch \(name), as it was left")
        }
    }

    /// Takes back the last entry that changed something.
    func undo() throws -> String {
        guard let undone = try scenes.undo(&log) else { return "nothing to undo on branch \(scenes.name)" }
        let names = undone.names.isEmpty ? "" : ": " + undone.names.joined(separator: ", ")
        let map = session.map.map { "; the map at hand is \($0.title)" } ?? ""
        return "undone: entry \(undone.entry)\(names)\(map)"
    }

    /// Shows what moved between two maps.
    func difference(_ text: String) throws {
        let (before, after) = try maps(text)
        show(try after.comparison(since: before, session.style))
        note("B - A draws the difference; B:diff(A) gives the table to Lua")
    }

    /// Two maps, each a branch or code: where one ends and the other begins is found by what makes sense.
    private func maps(_ text: String) throws -> (before: MapObject, after: MapObject) {
        guard !text.isEmpty else { throw HostError(.usage, "diff takes one map or two", hint: ":diff a b") }
        if let only = try map(text) { return (only, try mapAtHand()) }
        for place in text.indices where text[place].isWhitespace || text[place] == "," {
            let (first, second) = (
                String(text[..<place]), String(text[text.index(after: place)...]).trimmingSpaces
            )
            if let before = try map(first), let after = try map(second) { return (before, after) }
        }
        // The error of the code says what is wrong with it.
        for place in text.indices where text[place].isWhitespace || text[place] == "," {
            let rest = String(text[text.index(after: place)...]).trimmingSpaces
            guard try map(String(text[..<place])) != nil, session.isExpression(rest) else { continue }
            _ = try session.evaluate(rest, chunk: "diff")
            throw HostError(.usage, "'\(rest)' is no map and no branch", hint: ":branches lists branches")
        }
        _ = try session.evaluate(text, chunk: "diff")
        throw HostError(
            .usage, "diff takes maps or branches, was '\(text)'", hint: ":branches lists branches")
    }

    /// The map of a branch or of code; `nil` where the text is neither.
    private func map(_ text: String) throws -> MapObject? {
        if let known = scenes.map(of: text, current: session.map) {
            guard let map = known else { throw HostError(.usage, "branch \(text) has no map yet") }
            return map
        }
        guard session.isExpression(text) else { return nil }
        let current = session.map
        defer { session.map = current }
        guard case .object(let reference)? = try? session.evaluate(text, chunk: "diff").first else {
            return nil
        }
        return reference.object as? MapObject
    }
}
