import Engine
import LuaRuntime
import Plugins
import Synchronization

/// Ctrl-C for work outside of scripts: taken once, whichever thread asks first, and then known to all of them.
package final class InterruptFlag: Sendable {
    private let isRaised = Atomic(false)

    /// Not raised.
    package init() {}

    /// Whether Ctrl-C was typed since this was made or lowered.
    package var isUp: Bool {
        if isRaised.load(ordering: .relaxed) { return true }
        guard LuaSignals.takePendingInterrupt() else { return false }
        isRaised.store(true, ordering: .relaxed)
        return true
    }

    /// For the next piece of work.
    package func lower() { isRaised.store(false, ordering: .relaxed) }
}
