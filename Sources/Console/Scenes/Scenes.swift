import PluginHost

/// Ways that a session could go: each branch is the state that it was left in. `:undo` goes back on the one at hand.
final class Scenes {
    private let keeper: SessionKeeper
    private(set) var name = "main"
    private var others: [String: SessionState] = [:]
    private var past: [SessionState] = []
    private static let remembered = 100

    init(_ keeper: SessionKeeper) { self.keeper = keeper }

    /// Notes the state before an entry; it is kept once the entry has changed something.
    func begin(entry: Int) throws -> SessionState { try keeper.take(before: entry) }

    /// Notes what an entry has changed.
    func end(_ before: SessionState, map: MapObject?) throws {
        guard try before.map !== map || !keeper.changed(since: before).isEmpty else { return }
        past.append(before)
        if past.count > Self.remembered { past.removeFirst() }
    }

    /// Goes back to before the last entry that changed something.
    ///
    /// - Returns: the number of that entry, and the names whose values are others now; `nil` where there is none.
    func undo() throws -> (entry: Int, names: [String])? {
        guard let last = past.popLast() else { return nil }
        let names = try keeper.changed(since: last)
        try keeper.restore(last)
        return (last.entry, names)
    }

    /// The names of all branches, sorted.
    var names: [String] { (others.keys + [name]).sorted() }

    /// The map of a branch.
    func map(of branch: String, current: MapObject?) -> MapObject?? {
        branch == name ? .some(current) : others[branch].map(\.map)
    }

    /// Goes to a branch; where there is none of that name, it begins here.
    ///
    /// - Returns: whether it is a new one.
    func go(to branch: String, entry: Int) throws -> Bool {
        let here = try keeper.take(before: entry)
        guard branch != name else { return false }
        others[name] = here
        defer { name = branch }
        past = []
        guard let there = others.removeValue(forKey: branch) else { return true }
        try keeper.restore(there)
        return false
    }
}
