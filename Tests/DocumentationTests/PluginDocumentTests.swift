import Foundation
import TestSupport
import Testing

/// What docs/plugins.md shows works as it stands there.
@Suite("docs/plugins.md") struct PluginDocumentTests {
    @Test func `the plugin and its tests do what the page says`() throws {
        let folder = try TemporaryFolder()
        for block in Document.blocks("lua", in: try Document.text("docs/plugins.md")) {
            let name = try #require(block.split(separator: "\n").first?.split(separator: " ").last)
            try folder.write(String(name), block)
        }
        let check = try Program.run(["plugin", "check", "gentle.lua"], folder: folder.url)
        #expect(check.status == 0, "\(check.errors)")
        let test = try Program.run(["plugin", "test", "gentle.lua", "--coverage"], folder: folder.url)
        #expect(test.status == 0, "\(test.text)")
        #expect(test.text.contains("100.0 %"), "\(test.text)")
    }

    @Test func `the session does what the page says`() throws {
        let folder = try TemporaryFolder()
        let session = try #require(Document.blocks("console", in: try Document.text("docs/plugins.md")).first)
        for line in session.split(separator: "\n") where line.hasPrefix("$ liq ") {
            let words = line.dropFirst(6).split(separator: " ").map(String.init)
            let run = try Program.run(words, folder: folder.url)
            #expect(run.status == 0)
            #expect(session.contains("\(line)\n" + run.text.dropLast()), "\(run.text)")
        }
    }

    @Test func `commands and options that the page names are there`() throws {
        let text = try Document.text("docs/plugins.md")
        for (words, options) in [
            (["plugin", "new"], ["--folder"]), (["plugin", "test"], ["--coverage", "--junit", "--seed"]),
            (["plugin", "bench"], ["--bars"]), (["plugin", "check"], ["--plugin", "--plugins"]),
            (["plugin", "explain"], ["--isolated"]),
            (["plugins", "trust"], ["--mark-isolated", "--trusted", "--forget"]),
        ] {
            let help = String(decoding: try Program.output(words + ["--help"]), as: UTF8.self)
            for option in options {
                #expect(help.contains(option), "\(words) \(option)")
                #expect(text.contains(option), "\(option)")
            }
            #expect(text.contains("liq " + words.joined(separator: " ")))
        }
    }
}
