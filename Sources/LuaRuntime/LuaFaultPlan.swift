import CLuaShim

/// Fault injection for tests: which allocation fails.
struct LuaFaultPlan {
    /// The n-th growing allocation, from 1; 0 for none.
    let allocation: Int
    /// All after it as well, so that an emergency collection cannot help.
    let isEverAfter: Bool

    /// What befalls the states that are opened within a task: those that a plugin is loaded or reloaded in.
    @TaskLocal static var ofNewStates: LuaFaultPlan?
}

extension LuaState {
    /// Counts anew from now.
    func inject(_ plan: LuaFaultPlan?) {
        guard let handle = core.handle else { return }
        liq_lua_set_failing_allocation(handle, Int64(plan?.allocation ?? 0), plan?.isEverAfter ?? false)
    }

    /// Values on the stack: 0 outside of calls.
    var stackDepth: Int { core.handle.map { Int(liq_lua_top($0)) } ?? 0 }
}
