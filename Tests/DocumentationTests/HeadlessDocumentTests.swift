import Foundation
import TestSupport
import Testing

/// What REPL.md says of headless runs is what the program knows.
@Suite("Headless in REPL.md") struct HeadlessDocumentTests {
    private func section(_ title: String) throws -> String {
        let text = try Document.text("REPL.md")
        let start = try #require(text.range(of: "\n## \(title)\n"))
        let end = text.range(of: "\n## ", range: start.upperBound..<text.endIndex)?.lowerBound
        return String(text[start.upperBound..<(end ?? text.endIndex)])
    }

    @Test func `the exit codes of REPL are those of the program, in order and in words`() throws {
        let rows = try section("Exit codes").matches(of: /\n\| ([0-9]+) \| `([a-z_]+)` \| (.*) \|/)
        // Help is wrapped to a width; a row begins with its code.
        let help = try Program.run(["--help"]).text.replacing(/\s+/, with: " ")
        let list = try #require(help.split(separator: "Exit codes: ").last?.split(separator: " USAGE:").first)
        #expect(list == rows.map { "\($0.output.1) \($0.output.2): \($0.output.3)" }.joined(separator: " "))
        #expect(rows.count == 12)
        let named = Dictionary(
            uniqueKeysWithValues: rows.map { (String($0.output.2), Int32($0.output.1) ?? -1) })
        for (arguments, name) in [
            (["-c", "error()"], "failed"), (["nope"], "usage"), (["-c", "x", "--nope"], "usage"),
            (["map", "nowhere"], "input_missing"),
            (["map", Program.data, "--leverage", "x"], "plugin_invalid"),
        ] {
            let run = try Program.run(arguments + ["--errors", "json"])
            #expect(named[name] == run.status)
        }
    }

    @Test func `the section has every option and form`() throws {
        let text = try section("Headless")
        let help = try Program.run(["help", "shell"]).text.replacing("\n", with: " ")
        for option in ["--output", "--errors", "--quiet", "--seed"] {
            #expect(text.contains("| `\(option)"), "\(option)")
            #expect(help.contains("  \(option) "), "\(option)")
        }
        for form in ["auto", "table", "csv", "jsonl", "json"] { #expect(text.contains("| `\(form)` |")) }
        #expect(try Document.text("REPL.md").contains("--no-init"))
        #expect(help.contains("--no-init"))
    }

    @Test func `an error as JSON has the members that REPL names`() throws {
        let run = try Program.run(["-c", "x.y = 1", "--errors", "json"])
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(run.errors.utf8)) as? [String: Any])
        let text = try section("Headless")
        for member in object.keys { #expect(text.contains("`\(member)`"), "\(member)") }
        #expect(object.count == 9)
    }

    @Test func `no hidden command is in help, completions and hints`() throws {
        let help = try Program.run(["--help"]).text
        #expect(help.contains("  run "))
        #expect(!help.contains("plugin-host"))
        for shell in ["bash", "zsh", "fish"] {
            let script = try Program.run(["--generate-completion-script", shell])
            #expect(script.status == 0)
            #expect(script.text.contains("heatmap"))
            #expect(!script.text.contains("plugin-host"), "\(shell)")
        }
        #expect(!(try Program.run(["plugin-hots"]).errors.contains("plugin-host")))
    }
}
