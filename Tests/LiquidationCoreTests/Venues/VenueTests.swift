import Foundation
import LiquidationCore
import TestSupport
import Testing

@Suite("Venue") struct VenueTests {
    @Test func `ids differ and are found by name`() {
        #expect(Set(Venue.all.map(\.id)).count == Venue.all.count)
        for venue in Venue.all { #expect(Venue.named(venue.id) == venue) }
        #expect(Venue.named("ionet") == nil)
    }

    @Test(arguments: Venue.all.map(\.id))
    func `a venue says what it is, and its rules are in order`(id: String) throws {
        let venue = try #require(Venue.named(id))
        for text in [venue.title, venue.formula, venue.source, venue.absence] { #expect(!text.isEmpty) }
        #expect(venue.dayRead == "2026-11-21")
        #expect(id.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") })
        let days = venue.rules.map(\.from)
        #expect(days[0] == nil && days.dropFirst().allSatisfy { $0 != nil })
        let known = days.compactMap(\.self)
        #expect(zip(known, known.dropFirst()).allSatisfy { $0 < $1 })
        #expect(venue.rules.allSatisfy { $0.rule.venue == id })
        for dated in venue.rules {
            #expect(venue.rule(at: dated.from ?? Timestamp(milliseconds: 0)) == dated.rule)
        }
        #expect(venue.rule() == venue.rules[venue.rules.count - 1].rule)
    }

    /// From the entry a loss comes to the liquidation price first and to the bankruptcy price after it.
    @Test(arguments: Venue.all.map(\.id))
    func `under every rule a loss meets liquidation before bankruptcy`(id: String) throws {
        let venue = try #require(Venue.named(id))
        for dated in venue.rules {
            var sample = try VenueSample(venue)
            sample.instrument.rule = dated.rule
            for leverage in [1.5, 5, 25] {
                let long = try sample.report(.long, 3, at: 100, leverage: leverage)
                let short = try sample.report(.short, 3, at: 100, leverage: leverage)
                let (down, up) = (try #require(long.liquidation), try #require(short.liquidation))
                #expect(long.state == .price && short.state == .price)
                #expect(down.value < 100 && up.value > 100)
                #expect(try #require(long.bankruptcy) < down)
                #expect(try #require(short.bankruptcy) > up)
                // 1/leverage and what a requirement of at most a tenth of the value leaves of it.
                #expect(down.value > 100 * (1 - 1 / leverage) && up.value < 100 / (1 - 1 / leverage))
            }
        }
    }

    @Test(arguments: Venue.all.map(\.id))
    func `equity meets what the rule requires at the price`(id: String) throws {
        let venue = try #require(Venue.named(id))
        for dated in venue.rules {
            var sample = try VenueSample(venue)
            sample.instrument.rule = dated.rule
            for side in Side.allCases {
                let position = try sample.position(side, 3, at: 100, leverage: 4)
                let price = try #require(try sample.instrument.price(of: position))
                // Asked at the price itself, requirement and equity are one: with the mark there, too.
                let there = try sample.instrument.report(for: position, mark: price)
                guard dated.rule.maintenance != .atMark else { continue }
                #expect(abs(there.room.value) <= 1e-12 * 300, "\(id)")
            }
        }
    }
}

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

/// Positions under a venue's rule, in one line.
struct VenueSample {
    var instrument: Instrument

    init(_ venue: Venue, on day: (year: Int64, month: Int64, day: Int64)? = nil, rate: Double? = nil) throws {
        let time = day.flatMap { Timestamp(year: $0.year, month: $0.month, day: $0.day) }
        instrument = venue.instrument("any", at: time, maintenance: try rate.map { .rate(try Rate($0)) })
    }

    func position(
        _ side: Side, _ quantity: Double, at entry: Double, leverage: Double? = nil, margin: Double? = nil,
        extra: Double = 0
    ) throws -> Position {
        let collateral = try Collateral(margin ?? 0)
        var position = Position(
            side: side, entry: try Price(entry), quantity: try Quantity(quantity), margin: collateral)
        if let leverage {
            position = Position(
                side: side, entry: try Price(entry), quantity: try Quantity(quantity),
                leverage: try Leverage(leverage), margin: margin == nil ? nil : collateral)
        }
        position.extraMargin = try Collateral(extra)
        return position
    }

    func report(
        _ side: Side, _ quantity: Double, at entry: Double, leverage: Double? = nil, margin: Double? = nil,
        extra: Double = 0
    ) throws -> LiquidationReport {
        try instrument.report(
            for: position(side, quantity, at: entry, leverage: leverage, margin: margin, extra: extra))
    }
}

/// Whether a price is a figure within a relative bound.
func meets(_ price: Price?, _ figure: Double, within bound: Double = 1e-12) -> Bool {
    price.map { abs($0.value - figure) <= bound * abs(figure) } ?? false
}
