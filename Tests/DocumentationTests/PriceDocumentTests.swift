import Foundation
import TestSupport
import Testing

/// README.md and REPL.md show what `liq price` does.
@Suite("Liquidation prices in the documents") struct PriceDocumentTests {
    @Test func `the price in README is what the command prints`() throws {
        let text = try Document.text("README.md")
        let marker = try #require(text.range(of: "<!-- output of: liq price "))
        let rest = text[marker.upperBound...]
        let words = rest.prefix { $0 != ">" }.dropLast(3).split(separator: " ").map(String.init)
        let run = try Program.run(["price"] + words)
        #expect(run.status == 0, "\(run.errors)")
        let shown = try #require(Document.blocks("text", in: String(rest)).first)
        #expect(run.text == shown + "\n")
    }

    @Test func `every option of liq price is in REPL, under its name`() throws {
        let text = try Document.text("REPL.md")
        let help = try Program.run(["price", "--help"]).text
        let options = help.split(separator: "\n").compactMap { $0.firstMatch(of: /^  (--[a-z-]+)/) }
            .map { String($0.output.1) }
        #expect(options.count > 30)
        for option in options where option != "--help" {
            let name = option.dropFirst(2).replacing("-", with: "_")
            #expect(text.contains("`\(name)`") || text.contains(option), "\(option)")
        }
    }
}
