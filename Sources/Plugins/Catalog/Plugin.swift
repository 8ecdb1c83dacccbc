package import Engine
package import LiquidationCore
package import LuaRuntime
import MarketData
import PlainText

/// A plugin that is loaded in this process, with its own Lua state and its parameters settled.
///
/// Models that a script declares for its session are the same, but live in the script's state: each run has a copy of them.
package final class Plugin: PluginRunner {
    /// What it says about itself.
    package let manifest: PluginManifest
    /// Where it comes from: a path, or `session`.
    package let origin: String
    /// What outputs say of where it comes from.
    package let code: Assumptions.Origin
    /// Its parameters as settled, in the order of their names.
    package let parameters: [PluginSetting]
    /// The state that it runs in.
    package let state: LuaState
    /// Its function.
    package let run: LuaFunction
    /// Its function over a whole series, where it has one.
    let runAll: LuaFunction?
    /// How far it is trusted.
    package let level: TrustLevel
    /// Lines on which something can run, by file; where coverage is noted.
    let activeLines: [String: Set<Int>]
    /// How maps look to it.
    private(set) lazy var mapType = MapAPI.pluginType()

    /// What a plugin may use: one call of it, that is.
    package static let limits = LuaLimits(
        memoryBytes: 64 << 20, deadlineMilliseconds: 1000, instructions: nil)

    /// Where a model of the session comes from.
    private static let session = "session"

    /// What a plugin from somewhere may use: of a model of the session only time is limited.
    static func limits(of origin: String) -> LuaLimits {
        origin == session ? LuaLimits(deadlineMilliseconds: limits.deadlineMilliseconds) : limits
    }

    /// Loads a plugin from its source.
    ///
    /// - Parameters:
    ///   - source: its file, and what it requires.
    ///   - overrides: parameters by name, as text.
    ///   - isCovered: whether the lines that it runs are noted.
    ///   - limits: of loading and of each call.
    ///   - patience: milliseconds of work that loading may take in all, for a plugin that is then not called.
    ///   - output: takes what the plugin prints.
    /// - Throws: ``EngineError`` `.pluginInvalid` with plugin, file and line; `.limit`; `.usage` for overrides.
    package init(
        _ source: PluginSource, overrides: [String: String], isCovered: Bool = false,
        limits: LuaLimits = Plugin.limits, patience: Int? = nil, output: ((String) -> Void)?
    ) throws {
        (origin, level) = (source.path, .plugin)
        let begin = SystemClock.thread.nanoseconds
        var limits = limits
        if let patience { limits.deadlineMilliseconds = patience }
        do {
            state = try LuaState(profile: .plugin(seed: source.seed), limits: limits, output: output)
            if isCovered { state.startCoverage() }
            try state.setGlobal("liq", .table(Self.library(of: state)))
            let require = PluginRequire(source, isCovered: isCovered)
            try require.install(in: state)
            let chunk = try state.load(String(decoding: source.main, as: UTF8.self), chunk: source.path)
            let own = isCovered ? [source.path: try state.activeLines(of: chunk)] : [:]
            if let patience {
                let worked = (SystemClock.thread.nanoseconds - begin) / 1_000_000
                state.limits.deadlineMilliseconds = max(1, patience - worked)
            }
            guard case .table(let table)? = try state.call(chunk, []).first else {
                throw EngineError(.pluginInvalid, "must return a table that describes the plugin")
            }
            require.isOpen = false
            activeLines = own.merging(require.activeLines) { $1 }
            (manifest, run, runAll) = try ManifestReader(table: table, id: source.id).manifest()
        } catch let error as LuaError where error.code == .deadline && patience != nil {
            throw EngineError(
                .limit,
                "plugin \(source.id) (\(source.path)): takes too long to load for a list: more than "
                    + "\(patience ?? 0) ms of work",
                hint: "a map that uses it gives it \(Plugin.limits.deadlineMilliseconds ?? 0) ms")
        } catch {
            throw EngineError.plugin(source.id, source.path, error)
        }
        code = .file(sha256: source.hash)
        parameters = try manifest.settle(overrides)
    }

    /// A model that a script declares: a function in the script's own state.
    package init(sessionModel run: LuaFunction, kind: PluginKind, id: String, in state: LuaState) {
        manifest = PluginManifest(
            kind: kind, id: id, version: "0", summary: "declared in this session", parameters: [], ladder: nil
        )
        (origin, code, parameters, level) = (Self.session, .session, [], .user)
        (self.state, self.run, runAll, activeLines) = (state, run, nil, [:])
    }

    /// Globals of Lua 5.4 that plugins do not have.
    package static let withheldNames = ["debug", "dofile", "io", "loadfile", "os", "package", "warn"]

    /// The `liq` of plugins: what needs no data and no files.
    private static func library(of state: LuaState) throws -> LuaTable {
        try state.makeRecord((), [.vector])
    }

    /// The parameters as the table that `run` is given: a name that is not declared is an error, and so is writing.
    func parameterTable() throws -> LuaTable {
        let (id, known) = (manifest.id, parameters.map(\.name))
        let miss = try state.makeFunction("params") { call in
            let name = call.argument(2).text.map { "'\($0)'" } ?? call.argument(2).described
            throw EngineError(
                .pluginInvalid, "plugin \(id) declares no parameter \(name)",
                hint: call.argument(2).text.flatMap { Spelling.hint(for: $0, among: known) }
                    ?? (known.isEmpty
                        ? "params declares them" : "it declares \(known.joined(separator: ", "))"))
        }
        let seal = try state.load(
            "local values, miss = ... return setmetatable(values, {__index = miss})", chunk: "params")
        let values = try plainParameters()
        _ = try state.call(seal, [.table(values), .function(miss)])
        return try values.sealed(as: "params")
    }

    private func plainParameters() throws -> LuaTable {
        try state.makeTable(
            array: [],
            fields: parameters.map { name, value in
                switch value {
                case .number(let number): (name, .number(number))
                case .integer(let number): (name, .integer(number))
                case .boolean(let flag): (name, .boolean(flag))
                case .string(let text): (name, .string(text))
                }
            })
    }

    /// An error of this plugin's result: names plugin, file and the line where `run` starts.
    func badResult(_ message: String, hint: String? = nil) -> EngineError {
        let place = run.line.map { "\(origin):\($0)" } ?? origin
        return EngineError(
            .pluginInvalid, "plugin \(manifest.id) (\(place)): \(message)", hint: hint,
            place: run.line.map { SourcePlace(chunk: origin, line: $0) })
    }
}

extension EngineError {
    /// What went wrong in a plugin, with its name in front.
    static func plugin(
        _ id: String, _ origin: String, _ error: any Error, at bar: (any CustomStringConvertible)? = nil
    ) -> EngineError {
        let place = bar.map { ", at \($0)" } ?? ""
        return switch error {
        case let error as LuaError where error.code == .interrupted:
            EngineError(.interrupted, "interrupted in plugin \(id)\(place)")
        case let error as LuaError:
            EngineError(
                error.isLimit ? .limit : .pluginInvalid,
                // Where memory ran out Lua tells no line: the file is named at least.
                "plugin \(id)\(error.chunk == nil ? " (\(origin))" : ""): \(error.description)\(place)",
                hint: error.isLimit ? Plugin.limits(of: origin).text : nil, place: SourcePlace(of: error))
        case let error as EngineError:
            EngineError(
                error.code, "plugin \(id) (\(origin)): \(error.message)\(place)", hint: error.hint,
                place: error.place, subject: error.subject)
        default:
            EngineError(.pluginInvalid, "plugin \(id) (\(origin)): \(error)\(place)")
        }
    }
}

extension Plugin {
    /// Its say in the plan of each bar: the rules of its kind.
    package func plan(over context: BarContext) throws -> PlanSource {
        guard case .bar(let part) = manifest.kind.descriptor.role else {
            throw wrongKind("has no say in the plan of a bar")
        }
        return try named { try part.rule(forRun(), context) }
    }

    /// What it reads off a map.
    package func signals(of map: MapResult, in context: BarContext) throws -> [Signal] {
        try signals(of: map, type: mapType, in: context)
    }

    /// What it reads off anything that looks like a map to Lua.
    func signals(of map: AnyObject, type: LuaObjectType, in context: BarContext) throws -> [Signal] {
        guard case .map(let read) = manifest.kind.descriptor.role else { throw wrongKind("reads no maps") }
        return try named { try read(forRun(), map, type, context) }
    }

    /// Where the positions of rungs are force-closed.
    package func liquidationPrices(of questions: [RungQuestion]) throws -> [Price?] {
        guard case .rungs(let answer) = manifest.kind.descriptor.role else {
            throw wrongKind("gives no liquidation prices")
        }
        return try named { try answer(forRun(), questions) }
    }

    /// Itself as one run sees it: fresh. A file is loaded for each run; of a model of the session a copy is made, so that what
    /// a run leaves in its variables changes no other run.
    private func forRun() throws(LuaError) -> Plugin {
        guard isOfSession else { return self }
        return Plugin(
            sessionModel: try state.copy(run), kind: manifest.kind, id: manifest.id, in: state)
    }

    /// Milliseconds that a call of a model of the session may take: the script around it has no limit.
    private var span: Int? { isOfSession ? Self.limits.deadlineMilliseconds : nil }

    /// What goes wrong between calls, when memory is short for what a function is to be given, names the plugin as well.
    private func named<Result>(_ body: () throws -> Result) throws -> Result {
        do { return try body() } catch let error as LuaError {
            throw EngineError.plugin(manifest.id, origin, error)
        }
    }

    private func wrongKind(_ what: String) -> EngineError {
        EngineError(.usage, "plugin \(manifest.id) is of kind \(manifest.kind.name): it \(what)")
    }
}

extension PluginSource {
    /// Seeds `math.random`: the same plugin draws the same numbers in every run of the same seed.
    var seed: UInt64 {
        let text = main + (runSeed.map { Array("seed \($0)".utf8) } ?? [])
        return UInt64(ContentHash.sha256(text).prefix(16), radix: 16) ?? 0
    }
}

extension LuaError {
    /// Whether time, memory, instructions or stack ran out.
    package var isLimit: Bool {
        [.deadline, .memory, .instructions, .stackOverflow].contains(code)
    }
}

extension LuaLimits {
    /// For messages.
    package var text: String {
        let parts = [
            deadlineMilliseconds.map { "\($0) ms a call" }, memoryBytes.map { "\($0 >> 20) MiB" },
            instructions.map { "\($0) instructions" },
        ]
        return "a plugin may use " + parts.compactMap { $0 }.joined(separator: ", ")
    }
}

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
            return try state.call(run, arguments, within: span, reading: body)
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
            return try state.call(run, arguments, within: span)
        } catch {
            throw EngineError.plugin(manifest.id, origin, error, at: bar)
        }
    }
}

/// A plugin at work: in this process, or in another. The engine asks both the same and gets the same bits.
package protocol PluginRunner: MapPlugin {
    /// What it says about itself.
    var manifest: PluginManifest { get }
    /// Where it comes from: a path, or `session`.
    var origin: String { get }
    /// What outputs say of where it comes from.
    var code: Assumptions.Origin { get }
    /// Its parameters as settled, in the order of their names.
    var parameters: [PluginSetting] { get }
    /// How far it is trusted.
    var level: TrustLevel { get }
}

/// A parameter and its value in a run.
package typealias PluginSetting = (name: String, value: PluginParameter.Value)

extension PluginRunner {
    /// What outputs say about it.
    package var part: Assumptions.Part {
        Assumptions.Part(
            kind: manifest.kind.name, id: manifest.id, version: manifest.version, origin: code,
            parameters: zip(manifest.parameters, parameters).map { declared, settled in
                Assumptions.Pair("\(declared.name)", "\(declared.text(of: settled.value))")
            })
    }

    /// Whether it was declared in a session and has no source that another run could load.
    package var isOfSession: Bool { code == .session }

    /// The rungs that it is made for.
    package var ladder: Ladder? { manifest.ladder }
}

extension BarPlan {
    /// Gives shorts the weights of longs: cell by cell, because two plans that shared one array would have to copy it
    /// when it is filled for the next bar.
    mutating func mirrorLongs() {
        for rung in weights.long.indices { weights.short[rung] = weights.long[rung] }
    }
}
