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
