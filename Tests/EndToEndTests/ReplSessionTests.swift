import Console
import Foundation
import TestSupport
import Testing

@Suite("What documents show of the console") struct ReplSessionTests {
    @Test(arguments: ["REPL.md", "README.md"])
    func `sessions go as the document shows them`(document: String) throws {
        var text = try Document.text(document)
        var console = try Self.console()
        // A block called `liq more` goes on where the one before it ended.
        for (block, goesOn) in Self.blocks(in: text) {
            if !goesOn { console = try Self.console() }
            var entry: [String] = []
            var given: [String] = []
            func run() throws {
                guard let last = entry.popLast() else { return }
                for (index, line) in entry.enumerated() {
                    given.append((index == 0 ? "liq> " : "...> ") + line)
                    given += try console.ask(line, prompt: "...> ").lines
                }
                given.append((entry.isEmpty ? "liq> " : "...> ") + last)
                given += try console.ask(last).lines
                entry = []
            }
            for line in block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
                if line.hasPrefix("liq>") { try run() }
                if line.hasPrefix("liq>") || line.hasPrefix("...>") {
                    entry.append(String(line.dropFirst(5)))
                }
            }
            try run()
            let shown = given.joined(separator: "\n")
            text = text.replacing(block, with: shown)
            #expect(shown == block)
        }
        guard ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" else { return }
        try text.write(to: SharedFolder.project.appending(path: document), atomically: true, encoding: .utf8)
    }

    private static func console() throws -> PtyConsole {
        try PtyConsole(environment: ["NO_COLOR": "1", "TERM": "xterm-256color"])
    }

    private static func blocks(in text: String) -> [(text: String, goesOn: Bool)] {
        let all = Document.blocks("liq", in: text.replacing("```liq more\n", with: "```liq\n\u{1}"))
        return all.map { ($0.replacing("\u{1}", with: ""), $0.hasPrefix("\u{1}")) }
    }

    @Test func `the example of each command works`() throws {
        for command in ConsoleCommand.all where !["watch", "quit", "reload", "doctor"].contains(command.name)
        {
            let console = try PtyConsole(environment: ["NO_COLOR": "1"])
            try console.ask("btc = liq.load 'examples/data/BTCUSDT'")
            try console.ask("m = btc:map { lookback = '2d', leverage = 'retail' }")
            for example in command.examples {
                let shown = try console.ask(example)
                for sign in ["no command", "(such as", "did you mean", "attempt to", "[3]:1:"]
                where command.name != "help" && command.name != "set" {
                    #expect(!shown.contains(sign), "\(example): \(shown)")
                }
            }
            #expect(console.leave() == 0)
        }
    }
}

extension String {
    fileprivate var lines: [String] {
        var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
