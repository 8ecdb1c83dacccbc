import Engine
import Plugins
import Scripting

/// Ways that a session could go: each branch is the state that it was left in. `:undo` goes back on the one at hand.
final class Scenes {
    private let keeper: SessionKeeper
    private(set) var name = "main"
    private var others: [String: (state: SessionState, past: [SessionState])] = [:]
    private var past: [SessionState] = []
    private static let remembered = 100

    /// What going to a branch meant.
    enum Arrival { case here, new, known }

    init(_ keeper: SessionKeeper) { self.keeper = keeper }

    /// The state before an entry, for ``end(_:map:)``.
    func begin(entry: Int, _ log: SessionLog) throws -> SessionState { try keeper.take(before: entry, log) }

    /// Keeps the state before an entry that has changed something.
    func end(_ before: SessionState, map: MapObject?) throws {
        guard try before.map !== map || !keeper.changed(since: before).isEmpty else { return }
        past.append(before)
        if past.count > Self.remembered { past.removeFirst() }
    }

    /// Goes back to before the last entry that changed something.
    ///
    /// - Returns: the number of that entry, and the names whose values are others now; `nil` where there is none.
    func undo(_ log: inout SessionLog) throws -> (entry: Int, names: [String])? {
        guard let last = past.popLast() else { return nil }
        let names = try keeper.changed(since: last)
        try keeper.restore(last)
        log = last.log
        return (last.entry, names)
    }

    /// The branches with their maps, by name.
    func all(current: MapObject?) -> [(name: String, map: MapObject?)] {
        (others.map { ($0.key, $0.value.state.map) } + [(name, current)]).sorted { $0.0 < $1.0 }
    }

    /// The map of a branch; `nil` where there is no such branch.
    func map(of branch: String, current: MapObject?) -> MapObject?? {
        branch == name ? .some(current) : others[branch].map(\.state.map)
    }

    /// Goes to a branch; where there is none of that name, it begins here.
    func go(to branch: String, entry: Int, _ log: inout SessionLog) throws -> Arrival {
        guard branch != name else { return .here }
        others[name] = (try keeper.take(before: entry, log), past)
        name = branch
        // What led to a new branch can be undone on it, too.
        guard let there = others.removeValue(forKey: branch) else { return .new }
        try keeper.restore(there.state)
        (log, past) = (there.state.log, there.past)
        return .known
    }
}
