import Engine
import LiquidationCore
import LuaRuntime

extension Plugin {
    /// Calls a function that answers for all bars at once, with `series` in front of its arguments.
    ///
    /// - Parameters:
    ///   - body: the function.
    ///   - context: the bars.
    ///   - arguments: what comes between `series` and `params`.
    ///   - rows: about how many vectors are answered: they and their making need room.
    ///   - read: takes its first result, whose vectors are computed. References to it need room beside it.
    /// - Returns: what `read` makes of it.
    /// - Throws: ``EngineError`` `.pluginInvalid` where it fails, `.limit`, `.interrupted`; what `read` throws.
    func callWhole<Answer>(
        _ body: LuaFunction, over context: BarContext, _ arguments: [LuaValue] = [], rows: Int,
        reading read: (LuaValue) throws -> Answer
    ) throws -> Answer {
        let count = context.series.count
        let series = try state.makeObject(
            SeriesObject(context.series, interval: context.interval), type: SeriesObject.makeType())
        let answering = try state.makeAnswering(body)
        let all = [series] + arguments + [.table(try parameterTable())]
        let usual = state.limits
        defer { state.limits = usual }
        state.limits.memoryBytes = usual.memoryBytes.map { $0 + 32 * count * (rows + 8) }
        state.limits.deadlineMilliseconds = usual.deadlineMilliseconds.map { $0 + count / 100 }
        let answer: LuaValue
        do {
            answer = try state.call(answering, all).first ?? .nil
        } catch {
            throw EngineError.plugin(manifest.id, origin, error)
        }
        return try read(answer)
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
            throw EngineError.plugin(manifest.id, origin, error, at: bar)
        }
    }

    /// Reads what `run` has answered.
    ///
    /// - Throws: ``EngineError`` naming plugin and bar where that is too much.
    func read<Result>(at bar: BarPlace?, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as LuaError {
            throw EngineError.plugin(manifest.id, origin, error, at: bar)
        }
    }

    /// Calls `run` under the plugin's limits.
    ///
    /// - Throws: ``EngineError`` `.pluginInvalid` where it fails, `.limit`, `.interrupted`; names the bar.
    func call(_ arguments: [LuaValue], at bar: any CustomStringConvertible) throws -> [LuaValue] {
        do {
            return try state.call(run, arguments)
        } catch {
            throw EngineError.plugin(manifest.id, origin, error, at: bar)
        }
    }
}
