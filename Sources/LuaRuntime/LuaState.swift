import CLuaShim

/// A Lua state: libraries, globals and memory of its own.
///
/// One owner, and one thread while it runs; not Sendable. Values cross as ``LuaValue``; tables, functions and objects
/// by reference, which stay safe to hold after the state is gone (code `.closed`).
package final class LuaState {
    let core: LuaCore

    /// What each outermost call may use.
    package var limits: LuaLimits { didSet { applyLimits() } }
    /// The owner of the state, where host functions need it: a session.
    package weak var host: AnyObject?

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

    /// Opens a state in which the n-th allocation fails, for tests.
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

    /// The most bytes that Lua ever held, for tests of the memory limit.
    package var memoryPeak: Int { core.handle.map { liq_lua_memory_peak($0) } ?? 0 }

    /// How many Swift objects Lua holds, for tests of what is freed.
    package var liveObjects: Int { core.liveObjects }

    /// Whether the running call is to end: what long loops of host functions ask now and then.
    package var shouldStop: Bool { core.handle.map { liq_lua_should_stop($0) } ?? true }

    /// Ends the running call from any thread.
    package var interrupter: LuaInterrupter { LuaInterrupter(core) }

    /// Frees what no script and no reference holds, for tests; Lua does it by itself.
    package func collectGarbage() throws(LuaError) {
        try core.check(liq_lua_collect(try core.entry()))
    }

    /// The release of the linked library, such as `Lua 5.4.4`.
    package static var release: String { String(cString: liq_lua_release()) }
}

/// Which libraries a state has.
///
/// Neither has io, package, debug, dofile, loadfile, string.dump or coroutine.close; `load` takes text only, and `__gc`
/// is refused by `setmetatable`. In both, a stop reaches into patterns, sorting and all other functions that loop, and
/// `pairs` and `next` have an order that is the same in every run.
package enum LuaProfile: Hashable, Sendable {
    /// The user's own script: base, string, table, math, utf8, coroutine, and of os time, clock, date, difftime, getenv.
    case script
    /// Code that may be hostile: no os, no way to seed `math.random` but with this seed, the metatable of strings
    /// locked, output capped at 64 KB per call, no addresses in texts.
    case plugin(seed: UInt64)
}

/// Fault injection for tests: which allocation fails.
struct LuaFaultPlan {
    /// The n-th growing allocation, from 1; 0 for none.
    let allocation: Int
    /// Whether all allocations after it fail too, so that an emergency collection cannot help.
    let isEverAfter: Bool

    /// What befalls the states that are opened within a task: those that a plugin is loaded or reloaded in.
    @TaskLocal static var ofNewStates: LuaFaultPlan?
}

extension LuaState {
    /// Starts to count allocations from now.
    func inject(_ plan: LuaFaultPlan?) {
        guard let handle = core.handle else { return }
        liq_lua_set_failing_allocation(handle, Int64(plan?.allocation ?? 0), plan?.isEverAfter ?? false)
    }

    /// Values on the stack: 0 outside of calls.
    var stackDepth: Int { core.handle.map { Int(liq_lua_top($0)) } ?? 0 }
}

extension LuaState {
    /// Sets a global, whatever metatable the script has put on the globals.
    package func setGlobal(_ name: String, _ value: LuaValue) throws(LuaError) {
        try build { handle throws(LuaError) in
            try core.push(handle, value)
            try core.check(name.withLuaBytes { liq_lua_set_global(handle, $0, $1) })
        }
    }

    /// The value of a global, read raw; `.nil` if there is none.
    package func global(_ name: String) throws(LuaError) -> LuaValue {
        try build { handle throws(LuaError) in
            try core.check(name.withLuaBytes { liq_lua_push_global(handle, $0, $1) })
            return try core.read(handle, -1)
        }
    }
}
