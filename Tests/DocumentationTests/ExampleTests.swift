import Foundation
import TestSupport
import Testing

/// What the documents show is what the program does.
@Suite("Documents") struct ExampleTests {
    @Test(arguments: ["first-map", "compare-models", "own-model", "own-columns"])
    func `an example gives what its folder says`(name: String) throws {
        let folder = SharedFolder.project.appending(path: "examples/\(name)")
        let command = try String(contentsOf: folder.appending(path: "command.txt"), encoding: .utf8)
        let words = command.split(whereSeparator: \.isWhitespace).map(String.init)
        let run = try Program.run(words)
        #expect(run.status == 0, "\(run.errors)")
        let expected = folder.appending(path: "expected.txt")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try run.output.write(to: expected)
            Issue.record("recorded \(expected.path)")
        }
        #expect(run.text == (try String(contentsOf: expected, encoding: .utf8)))
    }

    @Test func `the plugin in README makes a map`() throws {
        let lua = try #require(Document.blocks("lua", in: Document.text("README.md")).first)
        let folder = try TemporaryFolder()
        let plugin = try folder.write("mine.lua", lua)
        let run = try Program.run(["map", "examples/data/BTCUSDT", "--leverage", plugin])
        #expect(run.status == 0, "\(run.errors)")
    }
}
