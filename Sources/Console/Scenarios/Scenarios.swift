import Charts
import LiquidationCore
import LuaRuntime
import MarketData
import PlainText
import Engine
import Plugins
import Scripting

/// The scenarios of a session: each branch is the state in which it was left. `:undo` goes back on the current one.
final class Scenarios {
    private let keeper: SessionKeeper
    private(set) var name = "main"
    private var others: [String: (state: SessionState, past: [SessionState])] = [:]
    private var past: [SessionState] = []
    private static let remembered = 100

    /// What going to a branch did.
    enum Arrival { case here, new, known }

    init(_ keeper: SessionKeeper) { self.keeper = keeper }

    /// The state before an entry, for ``end(_:map:)``.
    func begin(entry: Int, _ log: SessionLog) throws -> SessionState { try keeper.take(before: entry, log) }

    /// Keeps the state before an entry that has changed something.
    func end(_ before: SessionState, map: MapResult?) throws {
        guard try before.map !== map || !keeper.changed(since: before).isEmpty else { return }
        past.append(before)
        if past.count > Self.remembered { past.removeFirst() }
    }

    /// Goes back to the state before the last entry that changed something.
    ///
    /// - Returns: the number of that entry, and the names whose values changed; `nil` where there is none.
    func undo(_ log: inout SessionLog) throws -> (entry: Int, names: [String])? {
        guard let last = past.popLast() else { return nil }
        let names = try keeper.changed(since: last)
        try keeper.restore(last)
        log = last.log
        return (last.entry, names)
    }

    /// The branches with their maps, by name.
    func all(current: MapResult?) -> [(name: String, map: MapResult?)] {
        (others.map { ($0.key, $0.value.state.map) } + [(name, current)]).sorted { $0.0 < $1.0 }
    }

    /// The map of a branch; `nil` where there is no such branch.
    func map(of branch: String, current: MapResult?) -> MapResult?? {
        branch == name ? .some(current) : others[branch].map(\.state.map)
    }

    /// Goes to a branch; begins it here where there is none of that name.
    func go(to branch: String, entry: Int, _ log: inout SessionLog) throws -> Arrival {
        guard branch != name else { return .here }
        others[name] = (try keeper.take(before: entry, log), past)
        name = branch
        // The entries that led to a new branch can be undone on it, too.
        guard let there = others.removeValue(forKey: branch) else { return .new }
        try keeper.restore(there.state)
        (log, past) = (there.state.log, there.past)
        return .known
    }
}

/// The branches of a session with the map of each.
struct BranchList {
    private let scenarios: Scenarios
    private let session: Session

    init(_ scenarios: Scenarios, _ session: Session) { (self.scenarios, self.session) = (scenarios, session) }

    func text(_ style: TerminalStyle) throws -> String {
        var table = TextTable([
            .text(""), .text("branch"), .text("map"), .number("longs"), .number("shorts"),
            .text("differs in"),
        ])
        for (name, map) in scenarios.all(current: session.map) {
            let here = name == scenarios.name
            guard let map else {
                table.append([here ? "*" : "", name, "none"])
                continue
            }
            var unlike: [Assumptions.Difference] = []
            if let current = session.map, !here {
                unlike = map.assumptions.differences(from: current.assumptions)
            }
            table.append([
                here ? "*" : "", name, map.title.text, NumberText.short(map.map.total(.long)),
                NumberText.short(map.map.total(.short)),
                unlike.map { "\($0.name) \($0.after)" }.joined(separator: ", "),
            ])
        }
        return table.text(style)
    }
}

// What the commands about maps and branches do.
extension Console {
    /// The current map: the one that was computed last.
    ///
    /// - Throws: ``EngineError`` where there is none yet.
    func mapAtHand() throws(EngineError) -> MapResult {
        guard let map = session.map else {
            throw EngineError(.usage, "no map has been made yet", hint: "such as m = btc:map {}")
        }
        return map
    }

    /// Goes to a branch, or says which one this is.
    func branch(_ name: String) throws {
        guard !name.isEmpty else { return show("on branch \(scenarios.name)") }
        guard name.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) else {
            throw EngineError(.usage, "a branch has a name of letters, digits, - and _, was '\(name)'")
        }
        let kind = try scenarios.go(to: name, entry: number, &log)
        switch kind {
        case .here: show("already on branch \(name)")
        case .new: show("on branch \(name), which begins here")
        case .known: show("on branch \(name), as you left it")
        }
    }

    /// Takes back the last entry that changed something.
    func undo() throws -> String {
        guard let undone = try scenarios.undo(&log) else {
            return "nothing to undo on branch \(scenarios.name)"
        }
        let names = undone.names.isEmpty ? "" : ": " + undone.names.joined(separator: ", ")
        let map = session.map.map { "; the current map is \($0.title)" } ?? ""
        return "undone: entry \(undone.entry)\(names)\(map)"
    }

    /// Shows what moved between two maps.
    func difference(_ text: String) throws {
        let (before, after) = try maps(text)
        show(try after.comparison(since: before, session.style))
        note("B - A draws the difference; B:diff(A) gives the table to Lua")
    }

    /// Two maps, each a branch or code, separated at the first blank or comma where both sides are maps.
    private func maps(_ text: String) throws -> (before: MapResult, after: MapResult) {
        guard !text.isEmpty else { throw EngineError(.usage, "diff takes one map or two", hint: ":diff a b") }
        if let only = try map(text) { return (only, try mapAtHand()) }
        for place in text.indices where text[place].isWhitespace || text[place] == "," {
            let (first, second) = (
                String(text[..<place]), String(text[text.index(after: place)...]).trimmingSpaces
            )
            if let before = try map(first), let after = try map(second) { return (before, after) }
        }
        // Running the code gives its own error.
        for place in text.indices where text[place].isWhitespace || text[place] == "," {
            let rest = String(text[text.index(after: place)...]).trimmingSpaces
            guard try map(String(text[..<place])) != nil, session.isExpression(rest) else { continue }
            _ = try session.evaluate(rest, chunk: "diff")
            throw EngineError(
                .usage, "'\(rest)' is neither a map nor a branch", hint: ":branches lists branches")
        }
        _ = try session.evaluate(text, chunk: "diff")
        throw EngineError(
            .usage, "diff takes maps or branches, was '\(text)'", hint: ":branches lists branches")
    }

    /// The map of a branch or of code; `nil` where the text is neither.
    private func map(_ text: String) throws -> MapResult? {
        if let known = scenarios.map(of: text, current: session.map) {
            guard let map = known else { throw EngineError(.usage, "branch \(text) has no map yet") }
            return map
        }
        guard session.isExpression(text) else { return nil }
        let current = session.map
        defer { session.map = current }
        guard case .object(let reference)? = try? session.evaluate(text, chunk: "diff").first else {
            return nil
        }
        return reference.object as? MapResult
    }
}
