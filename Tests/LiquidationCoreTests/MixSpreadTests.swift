import TestSupport
import Testing

@testable import LiquidationCore

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

    @Test(arguments: LongTests.seeds(12, long: 40))
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
