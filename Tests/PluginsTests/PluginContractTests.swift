import Foundation
import LuaRuntime
@testable import Engine
@testable import Plugins
import TestSupport
import Testing

/// docs/plugins.md is the contract: it has a row for all that a plugin can reach.
@Suite("The contract with plugins") struct PluginContractTests {
    private let rows: [String]

    init() throws {
        let text = try String(
            contentsOf: SharedFolder.project.appending(path: "docs/plugins.md"), encoding: .utf8)
        rows = text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("| `") }
    }

    /// Rows whose second cell is a level.
    private var contract: [String] {
        rows.filter { row in
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return cells.count == 3 && Int64(cells[1]).map { (1...EngineVersion.api).contains($0) } ?? false
        }
    }

    @Test func `each field of a bar has a row that says since when`() {
        for name in LuaBarColumns.names + ["time", "interval", "index"] {
            #expect(
                contract.contains {
                    $0.contains("`bar.\(name)`") || $0.contains("`.\(name)`") && $0.hasPrefix("| `bar.")
                },
                "\(name)")
        }
        #expect(contract.contains { $0.hasPrefix("| `bar:back(n)`") })
        #expect(contract.contains { $0.hasPrefix("| `require(name)`") })
    }

    @Test func `each key, type and kind has its place`() throws {
        for key in PluginManifest.keys { #expect(rows.contains { $0.contains("`\(key)`") }, "\(key)") }
        for type in PluginParameter.Kind.allCases {
            #expect(rows.contains { $0.contains("`\(type.rawValue)`") }, "\(type)")
        }
        for kind in PluginKindDescriptor.all {
            let given = "| `\(kind.given.map(\.name).joined(separator: ", "))` |"
            #expect(
                rows.contains { $0.hasPrefix("| `\(kind.name)` |") && $0.contains(given) }, "\(kind.name)")
        }
        for name in SpecRun.members.map(\.page.name) {
            #expect(rows.contains { $0.contains("`\(name)(") }, "\(name)")
        }
    }

    @Test func `each kind has an argument of map that chooses its plugins, and each such argument a kind`() {
        #expect(PluginKindDescriptor.all.map(\.kind) == PluginKind.all)
        for kind in PluginKindDescriptor.all {
            #expect(MapOption.named(kind.name)?.kind == kind.kind, "\(kind.name)")
        }
    }

    @Test func `each shipped plugin has a row with its kind`() throws {
        let folder = SharedFolder.project.appending(path: "plugins").path
        for entry in try PluginCatalog(searchPath: [folder]).entries() {
            let kind = try entry.manifest.get().kind.name
            #expect(rows.contains { $0.hasPrefix("| `\(entry.id)` | `\(kind)` |") }, "\(entry.id)")
        }
    }

    @Test func `the figures are those of the code`() throws {
        let text = try String(
            contentsOf: SharedFolder.project.appending(path: "docs/plugins.md"), encoding: .utf8)
        let limits = Plugin.limits
        for words in [
            "\(limits.deadlineMilliseconds ?? 0) ms of work a call, \((limits.memoryBytes ?? 0) >> 20) MiB",
            "at most \(PluginSource.fileLimit >> 20) MiB",
            "\(PluginSource.totalLimit >> 20) MiB and \(PluginSource.moduleLimit) modules",
            "at \(SystemLimits.seconds) s of work or \(SystemLimits.memory >> 20) MiB",
            "silent for \(Int(PluginProcess.silence)) s of work or \(Int(PluginProcess.longSilence)) s",
            "A test may take \((SpecRun.limits.deadlineMilliseconds ?? 0) / 1000) s and 64 MiB",
        ] { #expect(text.contains(words), "\(words)") }
    }
}
