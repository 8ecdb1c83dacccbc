import LiquidationCore
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
