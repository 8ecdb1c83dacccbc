import LuaRuntime

extension Plugin {
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
