import Engine
import Glibc
import LiquidationCore
import PlainText

/// How often plugins were called, and how long they took: kept by runners that stand in front of the real ones.
package final class PluginProfile {
    /// What one plugin did.
    package struct Line: Hashable, Sendable {
        /// `leverage momentum-retail`.
        package let name: String
        package fileprivate(set) var calls = 0
        package fileprivate(set) var seconds = 0.0
    }

    private var lines: [String: Line] = [:]

    /// Nothing has been called.
    package init() {}

    /// The plugins, the slowest first.
    package var all: [Line] { lines.values.sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) } }

    func measure<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
        let start = SystemClock.monotonic.nanoseconds
        defer {
            var line = lines[name] ?? Line(name: name)
            line.calls += 1
            line.seconds += Double(SystemClock.monotonic.nanoseconds - start) / 1e9
            lines[name] = line
        }
        return try body()
    }
}

/// A plugin whose calls are measured.
final class ProfiledPlugin: PluginRunner {
    private let plugin: any PluginRunner
    private let profile: PluginProfile

    init(_ plugin: any PluginRunner, _ profile: PluginProfile) {
        (self.plugin, self.profile) = (plugin, profile)
    }

    var manifest: PluginManifest { plugin.manifest }
    var origin: String { plugin.origin }
    var code: Assumptions.Origin { plugin.code }
    var parameters: [PluginSetting] { plugin.parameters }
    var level: TrustLevel { plugin.level }
    private var name: String { "\(manifest.kind.name) \(manifest.id)" }

    func plan(over context: BarContext) throws -> PlanSource {
        switch try profile.measure(name, { try plugin.plan(over: context) }) {
        case .fixed(let mix): .fixed(mix)
        case .rule(let rule): .rule(ProfiledRule(rule: rule, name: name, profile: profile))
        }
    }

    func signals(of map: MapResult, in context: BarContext) throws -> [Signal] {
        try profile.measure(name) { try plugin.signals(of: map, in: context) }
    }

    func liquidationPrices(of questions: [RungQuestion]) throws -> [Price?] {
        try profile.measure(name) { try plugin.liquidationPrices(of: questions) }
    }
}

private struct ProfiledRule: BarRule {
    let rule: any BarRule
    let name: String
    let profile: PluginProfile
    var asksOnce: Bool { rule.asksOnce }

    func fill(_ plan: inout BarPlan, bar: BarPlace) throws {
        try profile.measure(name) { try rule.fill(&plan, bar: bar) }
    }
}
