import Foundation
import TestSupport
import Testing

/// README.md and REPL.md show what `liq price` does.
@Suite("Liquidation prices in the documents") struct PriceDocumentTests {
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
