import CLuaShim

/// Ctrl-C for scripts, for the whole process.
package enum LuaSignals {
    /// From now on SIGINT ends the calls that run, in every thread, with code `.interrupted`.
    ///
    /// The third SIGINT that a call leaves unanswered ends the process with code 130.
    package static func installInterrupt() { liq_lua_install_sigint() }

    /// From now on a call that is three seconds past its deadline ends the process with code 75.
    ///
    /// For batch runs: a last resort, should one of Lua's own functions take that long; it can be ended in no other way.
    package static func endProcessWhenStuck() { liq_lua_end_when_stuck() }

    /// Whether SIGINT came while no call was running, since this was last asked.
    package static func takePendingInterrupt() -> Bool { liq_lua_take_sigint() }

    /// Whether this build has the thread sanitizer, in which signals come late: scripts read the clock instead.
    package static var areDelayed: Bool { liq_lua_has_thread_sanitizer() }
}
