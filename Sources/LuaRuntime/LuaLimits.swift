import CLuaShim

/// The limits of one outermost call into Lua, and of compiling one source. `nil` means no limit.
///
/// Calls that a host function makes while a script runs share the limits of the call they are part of.
package struct LuaLimits: Hashable, Sendable {
    /// Bytes that the state may hold, its libraries (about 20 kB) included.
    package var memoryBytes: Int?
    /// Time of a call, of which its thread has worked as much: a busy machine ends none early.
    package var deadlineMilliseconds: Int?
    /// Virtual machine instructions of a call, the same in every run.
    ///
    /// Exact for code outside coroutines; inside them charged in steps of 1,000, plus 100 per coroutine made and 20
    /// per resume. Native loops over strings, ranges and vectors are charged by their length. Counting makes a script
    /// about 1.9 times slower.
    package var instructions: Int?

    /// Limits of a call.
    package init(memoryBytes: Int? = nil, deadlineMilliseconds: Int? = nil, instructions: Int? = nil) {
        self.memoryBytes = memoryBytes
        self.deadlineMilliseconds = deadlineMilliseconds
        self.instructions = instructions
    }

    /// No limit at all.
    package static let none = LuaLimits()
}

/// Ctrl-C for scripts, for the whole process.
package enum LuaSignals {
    /// Makes SIGINT end the calls that run, in every thread, with code `.interrupted`.
    ///
    /// The third SIGINT that a call leaves unanswered ends the process with code 130.
    package static func installInterrupt() { liq_lua_install_sigint() }

    /// Ends the process with code 75 when a call is three seconds past its deadline.
    ///
    /// For batch runs: a last resort, should one of Lua's own functions take that long; it can be ended in no other way.
    package static func endProcessWhenStuck() { liq_lua_end_when_stuck() }

    /// Sets what is done before one of these two ends the process.
    ///
    /// - Parameter act: runs in a signal handler, so that it may neither allocate nor lock.
    package static func setLastAct(_ act: @escaping @convention(c) () -> Void) { liq_lua_set_last_act(act) }

    /// Whether SIGINT came while no call was running, since this was last asked.
    package static func takePendingInterrupt() -> Bool { liq_lua_take_sigint() }

    /// How often SIGINT has come: a loop of calls that sees it change is to end.
    package static var interruptCount: UInt64 { liq_lua_sigint_count() }

    /// Whether this build has the thread sanitizer, in which signals come late: scripts read the clock instead.
    package static var areDelayed: Bool { liq_lua_has_thread_sanitizer() }
}

/// Ends the running call of a state; usable from any thread, and after the state has closed.
///
/// Ctrl-C takes the same path. The tests interrupt scripts at random times with it.
package final class LuaInterrupter: Sendable {
    private nonisolated(unsafe) let control: OpaquePointer?

    init(_ core: LuaCore) { control = core.handle.map { liq_lua_control_retain($0) } }

    deinit { if let control { liq_lua_control_release(control) } }

    /// Makes the running call fail with `.interrupted`, or the next one if none runs.
    package func interrupt() { if let control { liq_lua_interrupt(control) } }
}

extension LuaLimits {
    /// The message for a call that one of these limits, memory running out, or an interrupt has ended.
    func message(for code: LuaError.Code) -> String {
        switch code {
        case .memory:
            memoryBytes.map { "the memory limit of \($0) bytes was reached" } ?? "not enough memory"
        case .deadline:
            deadlineMilliseconds.map { "the time limit of \($0) ms was reached" } ?? "time limit"
        case .instructions:
            instructions.map { "the limit of \($0) instructions was reached" } ?? "instruction limit"
        default: "interrupted"
        }
    }
}
