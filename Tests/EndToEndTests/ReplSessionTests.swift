import Console
import TestSupport
import Testing

@Suite("What documents show of the console") struct ReplSessionTests {
    @Test(arguments: ["REPL.md", "README.md", "docs/scenarios.md"])
    func `sessions go as the document shows them`(document: String) throws {
        for block in try Document.blocks("liq", in: Document.text(document)) {
            let console = try PtyConsole(environment: ["NO_COLOR": "1", "TERM": "xterm-256color"])
            try console.ask(":set footer off")
            var entry: [String] = []
            var (expected, given) = ([String](), [String]())
            func run() throws {
                guard let last = entry.popLast() else { return }
                for line in entry { given += try console.ask(line, prompt: "...> ").lines }
                given += try console.ask(last).lines
                entry = []
            }
            for line in block.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
                if line.hasPrefix("liq>") { try run() }
                if line.hasPrefix("liq>") || line.hasPrefix("...>") {
                    entry.append(String(line.dropFirst(5)))
                } else {
                    expected.append(line)
                }
            }
            try run()
            #expect(given == expected, "\(block)")
        }
    }

    @Test func `the example of each command works`() throws {
        for command in ConsoleCommand.all where command.name != "watch" && command.name != "quit" {
            let console = try PtyConsole(environment: ["NO_COLOR": "1"])
            try console.ask("btc = liq.load 'examples/data/BTCUSDT'")
            try console.ask("m = btc:map { lookback = '2d', leverage = 'retail' }")
            for example in command.examples {
                let shown = try console.ask(example)
                for sign in ["no command", "(such as", "did you mean", "attempt to", "takes"]
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
