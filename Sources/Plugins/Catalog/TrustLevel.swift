import Engine

/// How far code is trusted.
package enum TrustLevel: String, Hashable, Sendable, CaseIterable {
    /// The user's own scripts and what is typed: the whole language, no caps.
    case user = "L0"
    /// A plugin: a Lua state of its own, without files, clock and network, under caps.
    case plugin = "L1"
    /// The same in a process of its own, under limits of the system.
    case isolated = "L2"

    /// For people.
    package var summary: String {
        switch self {
        case .user: "L0, the user's own code: no caps"
        case .plugin: "L1, a plugin: its own Lua state without files, clock and network, under caps"
        case .isolated: "L2, isolated: as L1 and in a process of its own, under limits of the system"
        }
    }
}
