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
