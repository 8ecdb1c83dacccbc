import Foundation
import LiquidationCore
import TestSupport
import Testing

@Suite("Venue table") struct VenueTableTests {
    /// Cells of the table in docs/margin.md, by id.
    private func rows() throws -> [String: [String]] {
        let page = SharedFolder.project.appending(path: "docs/margin.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let start = try #require(text.range(of: "\n## Venues\n")).upperBound
        let rest = text[start...]
        let section = rest[..<(rest.range(of: "\n## ")?.lowerBound ?? rest.endIndex)]
        var rows: [String: [String]] = [:]
        for line in section.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            rows[cells[0].trimmingCharacters(in: ["`"])] = cells
        }
        return rows
    }

    private func rounding(_ display: PriceDisplay) -> String {
        let words: [PriceDisplay.Rounding: String] = [
            .exact: "none", .nearest: "nearest", .towardEntry: "toward entry", .awayFromEntry: "away",
            .oneTickTowardEntry: "one tick toward entry",
        ]
        let (price, bankruptcy) = (words[display.liquidation] ?? "", words[display.bankruptcy] ?? "")
        return bankruptcy == "away" ? price + "; bankruptcy away" : price
    }

    @Test func `the page names every venue and no other`() throws {
        #expect(Set(try rows().keys) == Set(Venue.all.map(\.id)))
    }

    @Test(arguments: Venue.all.map(\.id))
    func `a row says contract, trigger, dates and fee as the rules have them`(id: String) throws {
        let venue = try #require(Venue.named(id))
        let cells = try #require(try rows()[id])
        #expect(cells[1] == venue.contract.rawValue)
        for day in venue.rules.compactMap(\.from) { #expect(cells[2].contains("\(day)".prefix(10))) }
        #expect(cells[3] == venue.trigger.rawValue)
        #expect(cells[5] == rounding(venue.rule().display))
        if let fee = venue.rule().closingFee {
            let percent = (fee.rate.value * 1e6).rounded() / 1e4
            #expect(cells[4].contains("\(percent) %"))
        } else {
            #expect(cells[4].hasPrefix("none"))
        }
    }
}
