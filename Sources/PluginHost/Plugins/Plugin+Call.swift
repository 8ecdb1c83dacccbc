import LuaRuntime

extension Plugin {
    /// Calls `run` under the plugin's limits.
    ///
    /// - Throws: ``HostError`` `.pluginInvalid` where it fails, `.limit`, `.interrupted`.
    func call(_ arguments: [LuaValue]) throws -> [LuaValue] {
        do {
            return try state.call(run, arguments)
        } catch {
            throw HostError.plugin(manifest.id, origin, error)
        }
    }
}
