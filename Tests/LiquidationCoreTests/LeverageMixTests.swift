import LiquidationCore
import TestSupport
import Testing

@testable import LiquidationCore

@Suite("Ladder") struct LadderTests {
    @Test(arguments: [[], [0.9], [1001], [.nan], [2, 2], [3, 2], [1, .infinity]] as [[Double]])
    func `rungs rise within 1 to 1000`(leverages: [Double]) {
        let error = #expect(throws: CoreError.self) { try Ladder(leverages) }
        #expect(error?.code == .outOfRange)
    }

    @Test func `a ladder has at most a thousand rungs`() throws {
        #expect(try Ladder((0..<1000).map { 1 + Double($0) / 10 }).count == 1000)
        let error = #expect(throws: CoreError.self) { try Ladder((0..<1001).map { 1 + Double($0) / 10 }) }
        #expect(error?.message == "a ladder has 1 to 1,000 rungs, was 1001")
    }

    /// score.py: `np.geomspace(1.2, 150, 90)`.
    @Test func `the standard ladder has 90 rungs of one ratio from 1.2x to 150x`() throws {
        let rungs = Ladder.standard.leverages
        #expect(rungs.count == 90)
        #expect(rungs.first == 1.2)
        #expect(abs(try #require(rungs.last) - 150) < 1e-11)
        for (lower, upper) in zip(rungs, rungs.dropFirst()) { #expect(abs(upper / lower - 1.0557) < 1e-4) }
        #expect(try Ladder(rungs) == .standard)
    }
}

@Suite("LeverageMix") struct LeverageMixTests {
    @Test(arguments: [[], [0, 0], [1, -1], [1, .nan], [.infinity, 1]] as [[Double]])
    func `weights are finite, not negative and not all zero, on either side`(weights: [Double]) {
        for make in [
            { try LeverageMix(weights) }, { try LeverageMix(BySide(long: weights, short: [1, 1])) },
            { try LeverageMix(BySide(long: [1, 1], short: weights)) },
        ] {
            let error = #expect(throws: CoreError.self) { try make() }
            #expect(error?.code == .invalidWeights)
        }
    }

    @Test func `the error names side, place and value`() {
        let error = #expect(throws: CoreError.self) {
            try LeverageMix(BySide(long: [1, 1], short: [1, -2]))
        }
        #expect(error?.message == "short weight 2 must be finite and not negative, was -2.0")
    }

    @Test func `log-normal weights fall off as the density does`() throws {
        let mix = LeverageMix.logNormal(on: try Ladder([1, 3, 9]), median: 3, sigma: 1)
        // exp(−ln(3)² / 2) = 0.546908110: `python3 -c "import math; print(math.exp(-math.log(3)**2/2))"`.
        #expect(mix.weights.long[1] == 1)
        #expect(
            abs(mix.weights.long[0] - 0.546908110) < 1e-7 && abs(mix.weights.long[2] - 0.546908110) < 1e-7)
        #expect(mix.weights.long == mix.weights.short)
    }

    @Test(arguments: [(1e-9, 0.01), (1e9, 0.01), (1000, 0.05), (3, 1e-3), (3, 1e-200), (3, 1e9)])
    func `log-normal weights are legal however far the median lies`(median: Double, sigma: Double) throws {
        let mix = LeverageMix.logNormal(on: .standard, median: median, sigma: sigma)
        #expect(mix.weights.long.max() == 1)
        #expect(try LeverageMix(mix.weights.long) == mix)
    }

    @Test func `presets have one weight a rung`() throws {
        for ladder in [Ladder.standard, try Ladder([1]), try Ladder([2, 1000])] {
            #expect(LeverageMix.measured(on: ladder).weights.long.count == ladder.count)
            #expect(LeverageMix.uniform(on: ladder) == (try LeverageMix(ladder.leverages.map { _ in 1 })))
        }
    }
}

@Suite("MixSpread") struct MixSpreadTests {
    private func rungs(_ market: inout RandomMarket) throws -> [Rung] {
        try Rung.rungs(
            of: try market.ladder(), model: .balanced, instrument: Golden.instrument(), at: try Price(1))
    }

    private func bits(_ spread: MixSpread) -> [UInt64] {
        (spread.source + spread.weights + spread.sums
            + spread.lanes.flatMap { lane in (0..<8).map { lane[$0] } })
            .map(\.bitPattern)
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `weights that are taken over leave the bits of a new spread`(seed: UInt64) throws {
        var market = RandomMarket(seed: seed)
        let rungs = try rungs(&market)
        let side: Side = market.chance(0.5) ? .long : .short
        let hasWeight = rungs.indices.map { $0 == 0 || market.chance(0.8) }
        func weights(_ market: inout RandomMarket) -> [Double] {
            hasWeight.map { $0 ? market.size(1e-3...1e3) : 0 }
        }
        var spread = try MixSpread(weights(&market), side: side, rungs: rungs, scale: nil)
        for _ in 0..<3 {
            let next = weights(&market)
            let isTaken = spread.take(next)
            #expect(isTaken, "seed \(seed)")
            let new = try MixSpread(next, side: side, rungs: rungs, scale: nil)
            #expect(bits(spread) == bits(new), "seed \(seed)")
        }
    }

    @Test(arguments: [
        [0.5, 0], [0.5, -1], [0.5, .nan], [0.5, .infinity], [1e308, 1.7e308], [0.5], [], [0.5, 0.5, 0.5],
    ])
    func `weights that need another spread, or are not legal, change nothing`(weights: [Double]) throws {
        let rungs = try Rung.rungs(
            of: try Ladder([5, 10]), model: .balanced, instrument: Golden.instrument(), at: try Price(1))
        var spread = try MixSpread([0.25, 0.75], side: .long, rungs: rungs, scale: nil)
        let before = bits(spread)
        let isTaken = spread.take(weights)
        #expect(!isTaken)
        #expect(bits(spread) == before)
    }

    @Test func `a rung that had no weight cannot get one without a new spread`() throws {
        let rungs = try Rung.rungs(
            of: try Ladder([5, 10]), model: .balanced, instrument: Golden.instrument(), at: try Price(1))
        var spread = try MixSpread([1, 0], side: .long, rungs: rungs, scale: nil)
        let (isNew, isSame) = (spread.take([1, 1]), spread.take([3, 0]))
        #expect(!isNew)
        #expect(isSame)
        #expect(spread.total == 3)
    }
}

@Suite("Rung") struct RungTests {
    private func rungs(
        _ leverages: [Double], tier: MapModel.TierChoice, size: Double = 100_000,
        tiers: TierTable? = nil
    ) throws -> [Rung] {
        var model = MapModel.balanced
        model.tier = tier
        model.positionSize = try Notional(size)
        let maintenance = Maintenance.tiers(try tiers ?? Golden.tiers())
        return try Rung.rungs(
            of: try Ladder(leverages), model: model,
            instrument: Venue.generic.instrument("any", maintenance: maintenance), at: try Price(1))
    }

    /// reference.py, test(): 10x, 100,000 at 50,000 is liquidated at 45,201.005025125628.
    @Test(arguments: [MapModel.TierChoice.atEntry, .atLiquidation])
    func `the hand example of the base model is a factor`(tier: MapModel.TierChoice) throws {
        let rung = try #require(try rungs([10], tier: tier).first)
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
        for rung in try rungs(ladder.leverages, tier: .atLiquidation, size: size, tiers: tiers) {
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
        let sizes = try rungs([1, 100, 125], tier: .atLiquidation, size: 2e9).map(\.size)
        #expect(sizes == [1.8e9, 600e3, 50e3])
        #expect(try rungs([1, 100, 125], tier: .atEntry, size: 10).map(\.size) == [10, 10, 10])
    }

    @Test func `a leverage that the venue does not admit is refused`() throws {
        #expect(try rungs([125, 150], tier: .atLiquidation).map(\.refusal) == [nil, .notAdmitted])
    }

    @Test(arguments: [MapModel.TierChoice.atEntry, .atLiquidation])
    func `a rung that is liquidatable at its entry is refused`(tier: MapModel.TierChoice) throws {
        let tiers = try TierTable.flat(maintenanceRate: Rate(0.025))
        // Initial margin 1/L against maintenance 2.5 %: 39x is above, 41x and 100x below.
        let refused = try rungs([1, 39, 41, 100], tier: tier, tiers: tiers).map(\.isRefused)
        #expect(refused == [false, false, true, true])
    }

    @Test(arguments: [MapModel.TierChoice.atEntry, .atLiquidation])
    func `a long at 1x has no price, a short has`(tier: MapModel.TierChoice) throws {
        let rung = try #require(try rungs([1], tier: tier, size: 1000).first)
        #expect(rung.factor.long == 0)
        #expect(abs(rung.factor.short - 2 / 1.004) < 1e-15)
        #expect(!rung.isRefused)
    }

    @Test func `factors lie nearer to the entry the higher the leverage`() throws {
        let tiers = try #require(TierCatalog.table(venue: "binance", symbol: "BTCUSDT"))
        let rungs = try rungs(Ladder.standard.leverages, tier: .atLiquidation, tiers: tiers)
        for (lower, upper) in zip(rungs, rungs.dropFirst()) {
            #expect(lower.factor.long < upper.factor.long && lower.factor.short > upper.factor.short)
        }
        #expect(rungs.allSatisfy { !$0.isRefused })
    }
}
