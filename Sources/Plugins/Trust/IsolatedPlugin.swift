import Engine
import LiquidationCore
import LuaRuntime

/// A plugin in a process of its own: asked by messages, answering with the bits that it would give in this one.
final class IsolatedPlugin: PluginRunner {
    let manifest: PluginManifest
    let origin: String
    let hash: String
    let parameters: [PluginSetting]
    let level = TrustLevel.isolated
    private let process: PluginProcess
    /// What is still being sent.
    private var unfinished: IsolatedRule?

    /// Starts a process and loads the plugin there.
    ///
    /// The program reads the files, its process none.
    /// - Throws: ``HostError`` as ``Plugin`` does, and where the process fails.
    init(
        _ source: PluginSource, overrides: [String: String], program: String, output: ((String) -> Void)?
    ) throws {
        origin = source.path
        process = try PluginProcess(program)
        process.output = output
        manifest = try Self.named(source.id, source.path) { [process] in
            try process.send(.load) { writer in
                for text in [source.id, source.path] { writer.put(text) }
                writer.put(source.main)
                writer.put(source.runSeed.map { Int64(bitPattern: $0) }) { $0.put($1) }
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
        hash = source.hash
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
        } catch let error as HostError {
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
                let rule = IsolatedRule(
                    process, manifest, origin, bars: context.series.count, rungs: context.ladder.count)
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
            let courier = try MapCourier(map)
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
                        let error = error as? HostError ?? HostError(.script, "\(error)")
                        try process.send(.error) { error.write(&$0) }
                    }
                case .found: return try Signal.list(reading: &reader, rule: manifest.id)
                default: throw WireReader.damaged
                }
            }
        }
    }

    func levels(of questions: [RungQuestion]) throws -> [Price?] {
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
                let level = try reader.optional { reader throws(HostError) in try reader.number() }
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
        do { return try body() } catch let error as HostError where !error.message.hasPrefix("plugin \(id)") {
            let isStop = error.code == .interrupted
            throw HostError(
                error.code,
                isStop ? "interrupted in plugin \(id)" : "plugin \(id) (\(path)): \(error.message)",
                hint: error.hint)
        }
    }
}
