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

    /// Calls `run` under the plugin's limits and looks at the results where they are.
    ///
    /// - Throws: as ``call(_:at:)``.
    func call<Result>(
        _ arguments: [LuaValue], at bar: BarPlace, reading body: (LuaResults) throws(LuaError) -> Result
    ) throws -> Result {
        do {
            return try state.call(run, arguments, reading: body)
        } catch {
            throw HostError.plugin(manifest.id, origin, error, at: bar)
        }
    }

    /// Reads what `run` has answered.
    ///
    /// - Throws: ``HostError`` naming plugin and bar where that is too much.
    func read<Result>(at bar: BarPlace?, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as LuaError {
            throw HostError.plugin(manifest.id, origin, error, at: bar)
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
