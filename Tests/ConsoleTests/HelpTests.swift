import Charts
import Console
import Foundation
import Engine
import Plugins
import Scripting
import TestSupport
import Testing

/// What is written from the one table of the API.
@Suite("Reference") struct ReferenceTests {
    private let repl = SharedFolder.project.appending(path: "REPL.md")
    private let meta = SharedFolder.project.appending(path: "plugins/" + MetaFile.path)

    /// Compares a file with what it should hold; writes it where that is asked for.
    private func check(_ file: URL, _ expected: String) throws {
        let found = try? String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1", found != expected {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try expected.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("\(file.lastPathComponent) was written anew")
        } else {
            #expect(
                found == expected,
                "\(file.lastPathComponent) is behind: RECORD_SNAPSHOTS=1 swift test --filter ReferenceTests")
        }
    }

    @Test func `REPL has the reference as the table has it`() throws {
        let text = try String(contentsOf: repl, encoding: .utf8)
        let table = ReferenceTable(FunctionPage.all + ConsoleCommand.pages)
        try check(repl, try #require(table.replaced(in: text), "REPL.md lacks the marks"))
    }

    @Test func `the declarations for editors are as the table has them`() throws {
        try check(meta, MetaFile(FunctionPage.all).text)
    }

    @Test func `declarations have as many parameters as are declared`() throws {
        let lines = MetaFile(FunctionPage.all).text.split(separator: "\n").map(String.init)
        var (declared, functions) = (0, 0)
        for line in lines {
            if line.hasPrefix("---@param ") { declared += 1 }
            guard line.hasPrefix("function "), let open = line.firstIndex(of: "("),
                let close = line.firstIndex(of: ")")
            else { continue }
            let names = line[line.index(after: open)..<close].split(separator: ",")
            #expect(names.count == declared, "\(line)")
            (declared, functions) = (0, functions + 1)
        }
        #expect(functions == FunctionPage.all.count { $0.form == .function || $0.form == .method })
    }

    @Test func `each kind of plugin has a class whose functions have types`() {
        let text = MetaFile(FunctionPage.all).text
        for kind in PluginKindDescriptor.all {
            #expect(text.contains("---@class liq.plugin.\(kind.name): liq.manifest\n"), "\(kind.name)")
        }
        #expect(
            text.contains(
                "---@field run fun(position: liq.position, tier: liq.tier, params: table<string, any>): number?\n"
            ))
        #expect(
            text.contains(
                "---@field run_all? fun(series: liq.series, params: table<string, any>): liq.vector|number\n")
        )
    }

    @Test func `what may be nil is marked so`() {
        for page in FunctionPage.all where page.form != .field {
            let saysNil = page.summary.split { !$0.isLetter }.contains("nil")
            let isMarked = page.mayBeNil || page.answers.contains { $0.type.annotation.hasSuffix("?") }
            #expect(!saysNil || isMarked || page.answers.isEmpty, "\(page.path): \(page.summary)")
        }
    }

    @Test func `every page has a line of help, and every argument a type`() {
        for page in FunctionPage.all + ConsoleCommand.pages {
            #expect(!page.summary.isEmpty, "\(page.path)")
            #expect(page.since == EngineVersion.api, "\(page.path)")
            let names = page.arguments.map(\.name)
            #expect(Set(names).count == names.count, "\(page.path)")
        }
        let paths = FunctionPage.all.map(\.path)
        #expect(Set(paths).count == paths.count)
    }
}

@Suite("PluginList") struct PluginListTests {
    private static let shipped = SharedFolder.project.appending(path: "plugins").path

    @Test func `the shipped plugins are listed by kind with their parameters`() throws {
        let list = try PluginList(PluginCatalog(searchPath: [Self.shipped]))
        #expect(!list.hasInvalid)
        let lines = list.text.split(separator: "\n").map(String.init)
        let kinds = ["leverage: ", "funding: ", "signal: "].compactMap { kind in
            lines.firstIndex { $0.hasPrefix(kind) }
        }
        #expect(kinds.count == 3)
        #expect(kinds == kinds.sorted())
        #expect(lines.contains { $0.hasPrefix("  pareto ") && $0.hasSuffix("The default.") })
        #expect(lines.contains { $0.contains("median = 3: ") })
        #expect(lines.last == "searched: \(Self.shipped)")
    }

    @Test func `an invalid file and a shadowed plugin are told`() throws {
        let folder = try TemporaryFolder()
        try folder.write("broken.lua", "return {\n")
        try folder.write("whales.lua", "return { kind = \"leverage\", run = function() end }")
        try folder.write("big/init.lua", "return { kind = \"leverage\", run = function() end }")
        try folder.write("big_spec.lua", "not a plugin")
        let list = try PluginList(PluginCatalog(searchPath: [folder.path, Self.shipped]))
        #expect(list.hasInvalid)
        #expect(list.text.contains("/broken.lua:2: unexpected symbol near <eof>"))
        #expect(list.text.contains("shadowed: \(Self.shipped)/whales.lua"))
        #expect(list.text.contains("\n  big "))
        #expect(!list.text.contains("big_spec"))
    }

    @Test func `models of the session are listed`() throws {
        let session = try Session(searchPath: [], style: Terminal.style(), print: { _ in })
        _ = try session.run("liq.leverage('mine', function() return {1} end)", chunk: "test")
        let list = try PluginList(session.catalog)
        #expect(list.text.contains("\n  mine               declared in this session"))
        #expect(!list.hasInvalid)
    }
}
