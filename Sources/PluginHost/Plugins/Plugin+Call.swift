import LuaRuntime

extension Plugin {
    /// Calls a function that answers for all bars at once.
    func callWhole(_ body: LuaFunction, _ arguments: [LuaValue]) throws -> [LuaValue] {
        do {
            return try state.call(body, arguments)
        } catch {
            throw HostError.plugin(manifest.id, origin, error)
        }
    }

    /// Calls `run` under the plugin's limits.
    ///
    /// - Throws: ``HostError`` `.pluginInvalid` where it fails, `.limit`, `.interrupted`; names the bar.
    func call(_ arguments: [LuaValue], at bar: BarPlace) throws -> [LuaValue] {
        do {
            return try state.call(run, arguments)
        } catch {
            throw HostError.plugin(manifest.id, origin, error, at: bar)
        }
    }
}
