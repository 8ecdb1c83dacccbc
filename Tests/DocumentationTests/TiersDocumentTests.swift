import Foundation
import TestSupport
import Testing

/// REPL.md names the commands, options and columns that there are.
@Suite("Margin tiers in REPL.md") struct TiersDocumentTests {
    @Test func `every option of every command is in the table, and none that is not there`() throws {
        let text = try Document.text("REPL.md")
        for command in ["list", "show", "import"] {
            let row = try #require(
                text.split(separator: "\n").first { $0.hasPrefix("| `liq tiers \(command)") })
            let help = try Program.run(["tiers", command, "--help"]).text
            // An option's own line begins with it; the text above may show others in an example.
            let lines = help.split(separator: "\n").compactMap { $0.firstMatch(of: /^  (--[a-z-]+)/) }
            let there = Set(lines.map { String($0.output.1) })
            let named = Set(row.matches(of: /--[a-z-]+/).map { String($0.output) })
            #expect(named == there, "\(command)")
        }
    }

    @Test func `every column of the CSV is explained`() throws {
        let text = try Document.text("REPL.md")
        let csv = try Program.run(["tiers", "show", "binance", "BTCUSDT", "--csv"]).text
        let header = try #require(csv.split(separator: "\n").first).split(separator: ",")
        #expect(header.count == 13)
        for column in header where column != "tier" {
            #expect(text.contains("`\(column)`"), "\(column)")
        }
    }
}
