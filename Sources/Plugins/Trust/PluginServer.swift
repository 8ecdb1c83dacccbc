import Engine
import Glibc
import LiquidationCore
import LuaRuntime
import PlainText

/// The other side of ``IsolatedPlugin``: what runs in a plugin's process. It holds one plugin and answers for it.
package final class PluginServer {
    private let socket: FrameSocket
    /// Set when the program is gone: nothing is left to do.
    private struct Gone: Error {}

    /// A server on a socket.
    package init(descriptor: Int32) { socket = FrameSocket(descriptor, limit: Frame.limit) }

    /// Loads the plugin that it is sent and answers until the program hangs up.
    package func run() {
        LuaSignals.endProcessWhenStuck()
        guard let plugin = try? reporting({ try self.load() }) else { return }
        while let frame = try? socket.receive() {
            let isGone = (try? reporting { try self.answer(frame, plugin) }) == nil
            if isGone { return }
        }
    }

    /// Runs something and tells the program of its error.
    ///
    /// - Throws: ``Gone`` where it cannot be told.
    private func reporting<Result>(_ body: () throws -> Result) throws -> Result? {
        do { return try body() } catch is Gone { throw Gone() } catch {
            let error = error as? EngineError ?? EngineError(.pluginInvalid, "\(error)")
            try send(.error) { error.write(&$0) }
            return nil
        }
    }

    private func send(_ kind: Frame.Kind, _ fill: (inout WireWriter) -> Void = { _ in }) throws {
        guard socket.send(kind, fill) else { throw Gone() }
    }

    private func receive(_ kind: Frame.Kind) throws -> WireReader {
        guard let frame = try socket.receive() else { throw Gone() }
        if frame.kind == .error { throw try EngineError(reading: frame) }
        guard frame.kind == kind else { throw WireReader.damaged }
        return WireReader(frame.bytes)
    }

    private func load() throws -> Plugin {
        var reader = try receive(.load)
        let (id, path, main) = (try reader.text(), try reader.text(), try reader.data())
        let seed = try reader.optional { reader throws(EngineError) in try reader.integer() }
        let patience = try reader.optional { reader throws(EngineError) in try reader.integer() }
        var overrides: [String: String] = [:]
        for _ in 0..<(try reader.count()) { overrides[try reader.text()] = try reader.text() }
        let source = PluginSource(id: id, path: path, main: main) { [unowned self] name in
            try send(.wantModule) { $0.put(name) }
            var reader = try receive(.module)
            return PluginModule(name: name, path: try reader.text(), bytes: try reader.data())
        }
        source.runSeed = seed.map { UInt64(bitPattern: $0) }
        let plugin = try Plugin(
            source, overrides: overrides, patience: patience.flatMap { Int(exactly: $0) }
        ) { [unowned self] line in
            try? send(.printed) { $0.put(line) }
        }
        try send(.loaded) { plugin.manifest.write(&$0) }
        return plugin
    }

    private func answer(_ frame: Frame, _ plugin: Plugin) throws {
        var reader = WireReader(frame.bytes)
        if frame.kind == .room { return SystemLimits.allow(bytes: Int(try reader.integer())) }
        if frame.kind == .levels {
            let levels = try plugin.liquidationPrices(of: try RungQuestion.list(reading: &reader))
            return try send(.prices) { writer in
                for level in levels { writer.put(level?.value) { $0.put($1) } }
            }
        }
        let context = try BarContext(reading: &reader)
        switch frame.kind {
        case .plan:
            switch try plugin.plan(over: context) {
            case .fixed(let mix):
                try send(.fixed) { writer in
                    writer.put(mix.weights.long)
                    writer.put(mix.weights.short)
                }
            case .rule(let rule):
                try send(.rule)
                guard let part = plugin.manifest.kind.descriptor.barPart else { throw WireReader.damaged }
                try stream(rule, part, in: context)
            }
        case .signals:
            let map = try RemoteMap(reading: &reader) { [unowned self] isMethod, name, state, arguments in
                try send(.want) { writer in
                    writer.put(isMethod)
                    writer.put(name)
                    WireValues(arguments).write(&writer)
                }
                var reader = try receive(.value)
                guard let state else { return [] }
                return try WireValues(reading: &reader, in: state).values
            }
            let type = map.makeType()
            let signals = try plugin.signals(of: map, type: type, in: context)
            try send(.found) { writer in
                writer.put(signals.count)
                for signal in signals { signal.write(&writer) }
            }
        default: throw WireReader.damaged
        }
    }

    /// Sends the plan of each bar, several at a time, at least every 50 ms.
    private func stream(_ rule: any BarRule, _ part: BarPart, in context: BarContext) throws {
        let ones = [Double](repeating: 1, count: context.ladder.count)
        var plan = BarPlan(try LeverageMix(ones))
        var writer = WireWriter()
        var sent = SystemClock.monotonic.seconds
        func flush() throws {
            guard !writer.bytes.isEmpty else { return }
            try send(.bars) { $0 = writer }
            (writer, sent) = (WireWriter(), SystemClock.monotonic.seconds)
        }
        for index in 0..<context.series.count {
            do { try rule.fill(&plan, bar: BarPlace(context.series, index)) } catch {
                // What was said before it failed comes before it.
                try flush()
                throw error
            }
            part.write(plan, &writer)
            if writer.bytes.count >= 1 << 16 || SystemClock.monotonic.seconds - sent > 0.05 { try flush() }
        }
        try flush()
    }
}
