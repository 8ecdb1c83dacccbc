/// A value kept in a state's registry: given back when the last holder lets go, empty after the state has closed.
///
/// Base of the classes for tables, functions and objects. Not Sendable: it is dropped on the thread of its state.
package class LuaReference {
    let core: LuaCore
    let key: Int32

    init(core: LuaCore, key: Int32) {
        self.core = core
        self.key = key
    }

    deinit { core.forget(key) }
}

/// A function of Lua's, or one of the host's that was given to Lua.
package final class LuaFunction: LuaReference {}
