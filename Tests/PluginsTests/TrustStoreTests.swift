import Engine
import Foundation
import Plugins
import PluginTestSupport
import TestSupport
import Testing

@Suite("The list of marks of trust") struct TrustStoreTests {
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/trust"
    }

    private func text() throws -> String { String(decoding: try TextFile.read(path), as: UTF8.self) }

    @Test(arguments: [
        "/a\ntrusted sha256:00", "/a\nstartup sha256:00 path:/b", "/a\nnonsense", "/a\r\nisolated path:/",
        "/a\\n\\b",
        "/a\u{202E}b", "/a\u{2028}trusted sha256:00", "/a\u{85}b c", "/ends with \\", "/\\u{a}",
    ])
    func `a path is one line whatever it contains, and is read as it was`(place: String) throws {
        var store = TrustStore(path: path)
        try store.set("path:" + place, isIsolating: true)
        let lines = try text().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 4, "\(lines)")
        #expect(lines.first == "# liq-trust 2")
        let read = try TrustStore(reading: path)
        #expect(read.marks == [.init(isIsolating: true, key: "path:" + place)])
        #expect(read.warnings == [])
        #expect(!read.isTrustedStartup("/b", holding: []))
    }

    @Test func `a start-up file is one line whatever its path contains`() throws {
        var store = TrustStore(path: path)
        let place = "/a\ntrusted sha256:00"
        try store.setStartup(place, to: [1])
        let read = try TrustStore(reading: path)
        #expect(read.marks == [])
        #expect(read.isTrustedStartup(place, holding: [1]))
    }

    @Test(arguments: ["path:/a\u{FFFD}", "sha256:00\ntrusted sha256:11", "sha256:xyz", "path:a", "nothing"])
    func `what no line can say is refused`(key: String) {
        var store = TrustStore(path: path)
        let error = #expect(throws: EngineError.self) { try store.set(key, isIsolating: true) }
        #expect(error?.code == .usage)
        #expect(!TextFile.exists(path))
    }

    @Test func `a file of an older version is read as it was written, and rewritten`() throws {
        try folder.write("trust", "# What liq has been told.\nisolated path:/a\\u{62}\ntrusted sha256:00\n")
        var store = try TrustStore(reading: path)
        #expect(store.marks.map(\.key) == ["path:/a\\u{62}", "sha256:00"])
        try store.set("sha256:11", isIsolating: false)
        #expect(try text().hasPrefix("# liq-trust 2\n"))
        #expect(
            try TrustStore(reading: path).marks.map(\.key) == ["path:/a\\u{62}", "sha256:00", "sha256:11"])
    }

    @Test func `a file of a later version is refused`() throws {
        try folder.write("trust", "# liq-trust 3\n")
        #expect(throws: EngineError.self) { try TrustStore(reading: path) }
    }

    @Test(arguments: [
        "isolate path:/x", "isolated /x", "trusted", "isolated path:x", "startup path:/x",
        "isolated path:/\\x",
        "isolated path:/\\u{110000}",
    ])
    func `a broken line is skipped with its place, kept, and lets nothing out of isolation`(line: String)
        throws
    {
        let bench = try EngineBench(bars: 20)
        try bench.folder.write(
            "plugins/p.lua", "return { kind = \"leverage\", run = function(b, l) return {[l[1]] = 1} end }")
        try folder.write("trust", "# liq-trust 2\n\(line)\nisolated path:/fine\n")
        var store = try TrustStore(reading: path)
        #expect(store.marks.map(\.key) == ["path:/fine"])
        #expect(store.warnings.count == 1)
        #expect(store.warnings.first?.hasPrefix("\(path):2: ") ?? false, "\(store.warnings)")
        let catalog = PluginCatalog(searchPath: [bench.folder.path + "/plugins"])
        catalog.program = Program.path
        catalog.trust = store
        let trusts = line.hasPrefix("startup ")
        #expect(try catalog.plugin(named: "p").level == (trusts ? .plugin : .isolated))
        try store.set("sha256:11", isIsolating: false)
        #expect(try text().contains("\n\(line)\n"))
        #expect(try TrustStore(reading: path).warnings.count == 1)
    }

    @Test func `a broken line does not keep a map from being made`() throws {
        try folder.write("trust", "isolated /x\n")
        let shell = try Program.run(
            ["map", Program.data, "--lookback", "1d", "--format", "json"],
            environment: ["LIQ_DATA_HOME": folder.path])
        #expect(shell.status == 0)
        #expect(
            shell.errors.contains("warning: \(path):1: 'isolated /x' is no mark of trust"), "\(shell.errors)")
    }
}
