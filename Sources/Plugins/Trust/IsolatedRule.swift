import Engine
import LiquidationCore

/// The plan of each bar as it comes from a plugin's process, which is ahead of the one who asks.
final class IsolatedRule: BarRule {
    private let process: PluginProcess
    private let manifest: PluginManifest
    private let origin: String
    private let (bars, rungs): (Int, Int)
    private var reader = WireReader([])
    private var next = 0

    init(_ process: PluginProcess, _ manifest: PluginManifest, _ origin: String, bars: Int, rungs: Int) {
        (self.process, self.manifest, self.origin) = (process, manifest, origin)
        (self.bars, self.rungs) = (bars, rungs)
    }

    func fill(_ plan: inout BarPlan, bar: BarPlace) throws {
        guard bar.index == next else {
            throw HostError(
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
        try IsolatedPlugin.named(manifest.id, origin) {
            try PlanPart.read(into: &plan, of: manifest.kind, rungs: rungs, from: &reader)
        }
    }

    /// The next bars.
    private func more() throws -> WireReader {
        try IsolatedPlugin.named(manifest.id, origin) {
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
            try PlanPart.read(into: &plan, of: manifest.kind, rungs: rungs, from: &reader)
            next += 1
        }
    }
}
