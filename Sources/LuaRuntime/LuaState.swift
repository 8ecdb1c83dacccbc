import CLuaShim

/// A Lua state: libraries, globals and memory of its own.
///
/// One owner, and one thread while it runs; not Sendable. Values cross as ``LuaValue``; tables, functions and objects
/// by reference, which stay safe to hold after the state is gone (code `.closed`).
package final class LuaState {
    let core: LuaCore

    /// What each outermost call may use.
    package var limits: LuaLimits { didSet { applyLimits() } }

    /// Opens a state.
    /// - Parameters:
    ///   - profile: which libraries it gets.
    ///   - limits: from the first call on; memory at once.
    ///   - output: gets each `print`, without the line end; `nil` drops it.
    /// - Throws: ``LuaError`` `.memory` if the libraries do not fit the memory limit.
    package convenience init(
        profile: LuaProfile, limits: LuaLimits = .none, output: ((String) -> Void)? = nil
    ) throws(LuaError) {
        try self.init(profile: profile, limits: limits, output: output, faults: LuaFaultPlan.ofNewStates)
    }

    /// As above; the n-th allocation fails, for tests.
    init(
        profile: LuaProfile, limits: LuaLimits, output: ((String) -> Void)?, faults: LuaFaultPlan?
    ) throws(LuaError) {
        var kind = LIQ_LUA_SCRIPT
        var seed: UInt64 = 0
        if case .plugin(let given) = profile { (kind, seed) = (LIQ_LUA_PLUGIN, given) }
        core = LuaCore(output: output, isPlugin: kind == LIQ_LUA_PLUGIN)
        self.limits = limits
        var config = liq_lua_config(
            host: LuaCore.host(of: core), profile: Int32(kind), seed: seed,
            memory: max(0, limits.memoryBytes ?? 0), failing_allocation: Int64(faults?.allocation ?? 0),
            failing_ever_after: faults?.isEverAfter ?? false)
        guard let handle = liq_lua_open(&config) else {
            throw LuaError(.memory, "not enough memory to open a Lua state")
        }
        core.open(handle)
        core.owner = self
        applyLimits()
    }

    deinit { core.close() }

    private func applyLimits() {
        guard let handle = core.handle else { return }
        liq_lua_set_limits(
            handle, max(0, limits.memoryBytes ?? 0),
            UInt64(max(0, limits.deadlineMilliseconds ?? 0)) * 1_000_000,
            UInt64(max(0, limits.instructions ?? 0)))
    }

    /// Bytes that Lua holds now.
    package var memoryUsed: Int { core.handle.map { liq_lua_memory_used($0) } ?? 0 }

    /// The most bytes that Lua ever held.
    package var memoryPeak: Int { core.handle.map { liq_lua_memory_peak($0) } ?? 0 }

    /// How many Swift objects Lua holds.
    package var liveObjects: Int { core.liveObjects }

    /// Whether the running call is to end: what long loops of host functions ask now and then.
    package var shouldStop: Bool { core.handle.map { liq_lua_should_stop($0) } ?? true }

    /// Ends the running call from any thread.
    package var interrupter: LuaInterrupter { LuaInterrupter(core) }

    /// Frees what no script and no reference holds.
    package func collectGarbage() throws(LuaError) {
        try core.check(liq_lua_collect(try core.entry()))
    }

    /// The release of the linked library, such as `Lua 5.4.4`.
    package static var release: String { String(cString: liq_lua_release()) }
}
