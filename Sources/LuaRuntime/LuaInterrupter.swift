import CLuaShim

/// Ends the running call of a state; usable from any thread, and after the state has closed.
package final class LuaInterrupter: Sendable {
    private nonisolated(unsafe) let control: OpaquePointer?

    init(_ core: LuaCore) { control = core.handle.map { liq_lua_control_retain($0) } }

    deinit { if let control { liq_lua_control_release(control) } }

    /// The running call, or the next one if none runs, fails with `.interrupted`.
    package func interrupt() { if let control { liq_lua_interrupt(control) } }
}
