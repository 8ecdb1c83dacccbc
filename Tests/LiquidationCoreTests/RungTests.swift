import TestSupport
import Testing

@testable import LiquidationCore

@Suite("Rung") struct RungTests {
    private func rungs(
        _ leverages: [Double], bracket: MapModel.Bracket, size: Double = 100_000,
        tiers: TierTable? = nil
    ) throws -> [Rung] {
        var model = MapModel.balanced
        model.bracket = bracket
        model.positionSize = try Notional(size)
        let maintenance = Maintenance.tiers(try tiers ?? Golden.tiers())
        return try Rung.rungs(
            of: try Ladder(leverages), model: model,
            instrument: Venue.generic.instrument("any", maintenance: maintenance), at: try Price(1))
    }

    /// reference.py, test(): 10x, 100,000 at 50,000 is liquidated at 45,201.005025125628.
    @Test(arguments: [MapModel.Bracket.atEntry, .atLiquidation])
    func `the hand example of the base model is a factor`(bracket: MapModel.Bracket) throws {
        let rung = try #require(try rungs([10], bracket: bracket).first)
        #expect(abs(50_000 * rung.factor.long - 45_201.005025125628) < 1e-9)
        // (1 + 0.1 + 50 / 100,000) / 1.005: D3 for shorts.
        #expect(abs(rung.factor.short - 1.1005 / 1.005) < 1e-15)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `the factor is the venue's price at any entry`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let tiers = try market.tiers()
        let ladder = try market.ladder()
        let size = market.size(1e2...1e8)
        let rule = Venue.generic.instrument("any", maintenance: .tiers(tiers))
        for rung in try rungs(ladder.leverages, bracket: .atLiquidation, size: size, tiers: tiers) {
            for side in Side.allCases {
                let entry = market.size(1e-6...1e6)
                let price = try rule.report(
                    for: Position(
                        side: side, entry: try Price(entry), quantity: try Quantity(rung.size / entry),
                        leverage: try Leverage(rung.leverage))
                ).liquidation?.value
                let factor = rung.factor[side]
                #expect(abs((price ?? 0) / entry - factor) < 1e-11, "seed \(seed), \(rung.leverage)x \(side)")
            }
        }
    }

    @Test func `the size is lowered to the largest notional that the venue admits`() throws {
        // Golden.tiers(): 125x up to 50,000, 100x up to 600,000, 1x up to 1.8e9.
        let sizes = try rungs([1, 100, 125], bracket: .atLiquidation, size: 2e9).map(\.size)
        #expect(sizes == [1.8e9, 600e3, 50e3])
        #expect(try rungs([1, 100, 125], bracket: .atEntry, size: 10).map(\.size) == [10, 10, 10])
    }

    @Test func `a leverage that the venue does not admit is refused`() throws {
        #expect(try rungs([125, 150], bracket: .atLiquidation).map(\.refusal) == [nil, .notAdmitted])
    }

    @Test(arguments: [MapModel.Bracket.atEntry, .atLiquidation])
    func `a rung that is liquidatable at its entry is refused`(bracket: MapModel.Bracket) throws {
        let tiers = try TierTable.flat(maintenanceRate: Rate(0.025))
        // Initial margin 1/L against maintenance 2.5 %: 39x is above, 41x and 100x below.
        let refused = try rungs([1, 39, 41, 100], bracket: bracket, tiers: tiers).map(\.isRefused)
        #expect(refused == [false, false, true, true])
    }

    @Test(arguments: [MapModel.Bracket.atEntry, .atLiquidation])
    func `a long at 1x has no price, a short has`(bracket: MapModel.Bracket) throws {
        let rung = try #require(try rungs([1], bracket: bracket, size: 1000).first)
        #expect(rung.factor.long == 0)
        #expect(abs(rung.factor.short - 2 / 1.004) < 1e-15)
        #expect(!rung.isRefused)
    }

    @Test func `factors lie nearer to the entry the higher the leverage`() throws {
        let tiers = try #require(TierCatalog.table(venue: "binance", symbol: "BTCUSDT"))
        let rungs = try rungs(Ladder.standard.leverages, bracket: .atLiquidation, tiers: tiers)
        for (lower, upper) in zip(rungs, rungs.dropFirst()) {
            #expect(lower.factor.long < upper.factor.long && lower.factor.short > upper.factor.short)
        }
        #expect(rungs.allSatisfy { !$0.isRefused })
    }
}
