import Foundation
import TestSupport
import Testing

/// What the documents show as output is what the program prints.
@Suite("Outputs in the documents") struct OutputTests {
    @Test(arguments: ["README.md", "docs/explain.md"])
    func `each output is what its command prints`(name: String) throws {
        let text = try Document.text(name)
        let parts = text.components(separatedBy: "<!-- output of: liq ")
        #expect(parts.count > 1)
        var written = parts[0]
        for part in parts.dropFirst() {
            let command = try #require(part.range(of: " -->"))
            let run = try Program.run(part[..<command.lowerBound].split(separator: " ").map(String.init))
            #expect(run.status == 0, "\(run.errors)")
            let shown = try #require(Document.blocks("text", in: part).first)
            #expect(run.text.trimmingCharacters(in: .newlines) == shown)
            let end = try #require(part.range(of: "\n```\n"))
            written += "<!-- output of: liq " + part[..<command.upperBound] + "\n```text\n"
            written += run.text.trimmingCharacters(in: .newlines) + part[end.lowerBound...]
        }
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try written.write(
                to: SharedFolder.project.appending(path: name), atomically: true, encoding: .utf8)
        }
    }
}
