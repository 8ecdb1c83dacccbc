import Engine
import LiquidationCore
import LuaRuntime

/// A plugin in a process of its own: asked by messages, answering with the bits that it would give in this one.
final class IsolatedPlugin: PluginRunner {
    let manifest: PluginManifest
    let origin: String
    let code: Assumptions.Origin
    let parameters: [PluginSetting]
    let level = TrustLevel.isolated
    let process: PluginProcess
    /// What is still being sent.
    private var unfinished: IsolatedRule?

    /// Starts a process and loads the plugin there.
    ///
    /// The program reads the files, its process none.
    /// - Throws: ``EngineError`` as ``Plugin`` does, and where the process fails.
    init(
        _ source: PluginSource, overrides: [String: String], patience: Int? = nil, program: String,
        output: ((String) -> Void)?
    ) throws {
        origin = source.path
        process = try PluginProcess(program)
        process.output = output
        manifest = try Self.named(source.id, source.path) { [process] in
            try process.send(.load) { writer in
                for text in [source.id, source.path] { writer.put(text) }
                writer.put(source.main)
                writer.put(source.runSeed.map { Int64(bitPattern: $0) }) { $0.put($1) }
                writer.put(patience) { $0.put($1) }
                writer.put(overrides.count)
                for (name, value) in overrides.sorted(by: { $0.key < $1.key }) {
                    writer.put(name)
                    writer.put(value)
                }
            }
            while true {
                let frame = try process.receive()
                var reader = WireReader(frame.bytes)
                if frame.kind == .loaded { return try PluginManifest(reading: &reader, id: source.id) }
                guard frame.kind == .wantModule else { throw WireReader.damaged }
                try Self.answer(process, module: try reader.text(), of: source)
            }
        }
        code = .file(sha256: source.hash)
        parameters = try manifest.settle(overrides)
    }

    private static func answer(_ process: PluginProcess, module name: String, of source: PluginSource) throws
    {
        do {
            let module = try source.module(name)
            try process.send(.module) { writer in
                writer.put(module.path)
                writer.put(module.bytes)
            }
        } catch let error as EngineError {
            try process.send(.error) { error.write(&$0) }
        }
    }

    func plan(over context: BarContext) throws -> PlanSource {
        process.shouldContinue = context.shouldContinue
        try unfinished?.finish()
        return try named {
            try process.send(.room) { $0.put(context.size) }
            try process.send(.plan) { context.write(&$0) }
            let frame = try process.receive()
            switch frame.kind {
            case .fixed:
                var reader = WireReader(frame.bytes)
                let (long, short) = (try reader.numbers(), try reader.numbers())
                guard long.count == context.ladder.count, short.count == long.count,
                    let mix = try? LeverageMix(BySide(long: long, short: short))
                else { throw WireReader.damaged }
                return .fixed(mix)
            case .rule:
                guard let part = manifest.kind.descriptor.barPart else { throw WireReader.damaged }
                let rule = IsolatedRule(
                    process, part, id: manifest.id, origin, bars: context.series.count,
                    rungs: context.ladder.count)
                unfinished = rule
                return .rule(rule)
            default: throw WireReader.damaged
            }
        }
    }

    func signals(of map: MapResult, in context: BarContext) throws -> [Signal] {
        process.shouldContinue = context.shouldContinue
        try unfinished?.finish()
        return try named {
            let courier = try MapAnswers(map)
            try process.send(.room) { $0.put(context.size) }
            try process.send(.signals) { writer in
                context.write(&writer)
                courier.writeNames(&writer)
            }
            while true {
                let frame = try process.receive()
                var reader = WireReader(frame.bytes)
                switch frame.kind {
                case .want:
                    do {
                        let values = try courier.answer(&reader)
                        try process.send(.value) { values.write(&$0) }
                    } catch {
                        let error = error as? EngineError ?? EngineError(.script, "\(error)")
                        try process.send(.error) { error.write(&$0) }
                    }
                case .found: return try Signal.list(reading: &reader, rule: manifest.id)
                default: throw WireReader.damaged
                }
            }
        }
    }

    func liquidationPrices(of questions: [RungQuestion]) throws -> [Price?] {
        try unfinished?.finish()
        return try named {
            try process.send(.levels) { writer in
                writer.put(questions.count)
                for question in questions { question.write(&writer) }
            }
            let frame = try process.receive()
            guard frame.kind == .prices else { throw WireReader.damaged }
            var reader = WireReader(frame.bytes)
            return try questions.map { _ in
                let level = try reader.optional { reader throws(EngineError) in try reader.number() }
                guard let level else { return nil }
                guard let price = try? Price(level) else { throw WireReader.damaged }
                return price
            }
        }
    }

    private func named<Result>(_ body: () throws -> Result) throws -> Result {
        try Self.named(manifest.id, origin, body)
    }

    /// Puts the plugin's name in front of what goes wrong with its process; its own errors have it.
    static func named<Result>(_ id: String, _ path: String, _ body: () throws -> Result) throws
        -> Result
    {
        do { return try body() } catch let error as EngineError where !error.message.hasPrefix("plugin \(id)")
        {
            let isStop = error.code == .interrupted
            throw EngineError(
                error.code,
                isStop ? "interrupted in plugin \(id)" : "plugin \(id) (\(path)): \(error.message)",
                hint: error.hint)
        }
    }
}

/// The plan of each bar as it comes from a plugin's process, which is ahead of the one who asks.
final class IsolatedRule: BarRule {
    /// Not known here: the other process may have been asked either way.
    let asksOnce = true
    private let process: PluginProcess
    private let part: BarPart
    private let id: String
    private let origin: String
    private let (bars, rungs): (Int, Int)
    private var reader = WireReader([])
    private var next = 0

    init(
        _ process: PluginProcess, _ part: BarPart, id: String, _ origin: String, bars: Int, rungs: Int
    ) {
        (self.process, self.part, self.id, self.origin) = (process, part, id, origin)
        (self.bars, self.rungs) = (bars, rungs)
    }

    func fill(_ plan: inout BarPlan, bar: BarPlace) throws {
        guard bar.index == next else {
            throw EngineError(
                .pluginInvalid, "an isolated plugin is asked about bars in order, not about \(bar)")
        }
        if reader.isAtEnd {
            do { reader = try more() } catch {
                // Nothing more will come.
                next = bars
                throw error
            }
        }
        next += 1
        try IsolatedPlugin.named(id, origin) {
            try part.read(&plan, rungs, &reader)
        }
    }

    /// The next bars.
    private func more() throws -> WireReader {
        try IsolatedPlugin.named(id, origin) {
            let frame = try process.receive()
            guard frame.kind == .bars, !frame.bytes.isEmpty else { throw WireReader.damaged }
            return WireReader(frame.bytes)
        }
    }

    /// Takes what is still to come, so that the next question gets its own answer.
    func finish() throws {
        while next < bars {
            if reader.isAtEnd {
                guard let found = try? more() else {
                    next = bars
                    return
                }
                reader = found
            }
            var plan = BarPlan(try LeverageMix([1]))
            try part.read(&plan, rungs, &reader)
            next += 1
        }
    }
}

/// Answers for a map that a plugin in another process asks about: it stays here, and its own functions answer.
struct MapAnswers {
    private let state: LuaState
    private let map: LuaValue
    private let type = MapAPI.pluginType()
    private let field: LuaFunction
    private let method: LuaFunction

    init(_ map: MapResult) throws {
        state = try LuaState(profile: .script, limits: LuaLimits(memoryBytes: 256 << 20))
        self.map = try state.makeObject(map, type: type)
        field = try state.load("local map, name = ... return map[name]", chunk: "map")
        method = try state.load("local map, name = ... return map[name](map, select(3, ...))", chunk: "map")
    }

    /// What a map can be asked, for the other side.
    func writeNames(_ writer: inout WireWriter) {
        for names in [type.methodNames, type.fieldNames] {
            writer.put(names.count)
            for name in names { writer.put(name) }
        }
    }

    /// Asks the map what a message wants to know.
    ///
    /// - Throws: ``EngineError`` with what the map says about a wrong question.
    func answer(_ reader: inout WireReader) throws -> WireValues {
        let (isMethod, name) = (try reader.flag(), try reader.text())
        guard (isMethod ? type.methodNames : type.fieldNames).contains(name) else { throw WireReader.damaged }
        let arguments = try WireValues(reading: &reader, in: state).values
        do {
            return WireValues(try state.call(isMethod ? method : field, [map, .string(name)] + arguments))
        } catch {
            // The place is the asker's, who adds it.
            if let own = error.underlying as? EngineError { throw own }
            throw EngineError(.script, error.message, subject: ErrorSubject(of: error))
        }
    }
}

/// A map as a plugin's process sees it: each question goes to the program.
final class RemoteMap {
    private let ask: (Bool, String, LuaState?, [LuaValue]) throws -> [LuaValue]
    private let methods: [String]
    private let fields: [String]

    init(
        reading reader: inout WireReader,
        ask: @escaping (Bool, String, LuaState?, [LuaValue]) throws -> [LuaValue]
    ) throws(EngineError) {
        self.ask = ask
        var lists: [[String]] = []
        for _ in 0..<2 {
            var names: [String] = []
            for _ in 0..<(try reader.count()) { names.append(try reader.text()) }
            lists.append(names)
        }
        (methods, fields) = (lists[0], lists[1])
    }

    /// The same look as the map itself has.
    func makeType() -> LuaObjectType {
        var table: [String: LuaObjectType.Method] = [:]
        for name in methods {
            table[name] = { [unowned self] call in try ask(true, name, call.state, call.arguments) }
        }
        return LuaObjectType(
            name: "map", methods: table,
            fields: fields.map { name in
                (name, { [unowned self] call in try ask(false, name, call.state, []).first ?? .nil })
            })
    }
}
