import TestSupport
import Testing

@testable import LiquidationCore

@Suite("LogScale") struct LogScaleTests {
    /// The first price and factor at which the scale and the edges differ.
    private func difference(
        _ grid: PriceGrid, _ scale: LogScale, _ factors: [Double], _ prices: [Double]
    ) -> (price: Double, factor: Double)? {
        let offsets = scale.offsets(of: factors)
        var buckets = [Lanes](repeating: .zero, count: offsets.count)
        for price in prices where price >= grid.edges[0] && price < grid.edges[grid.count] {
            var room = buckets.mutableSpan
            let isOnGrid = scale.fill(
                &room, from: 0, price: price, position: scale.position(of: price), offsets: offsets.span,
                factors: factors.span)
            var all = true
            for (i, factor) in factors.enumerated() {
                let bucket = buckets[i >> 3][i & 7]
                let expected = grid.index(of: price * factor)
                let clamped = max(-1, min(bucket, Int32(grid.count)))
                if clamped != Int32(expected) { return (price, factor) }
                all = all && expected >= 0 && expected < grid.count
            }
            // What is said to lie on the grid has to; the other way round it may have been in doubt.
            if isOnGrid, !all { return (price, .nan) }
        }
        return nil
    }

    @Test(arguments: LongTests.seeds(12, long: 40))
    func `the buckets of a ladder are those of the edges, at every border and around it`(seed: UInt64) throws
    {
        var market = RandomMarket(seed: seed)
        let lowest = market.size(1e-8...1e6)
        let highest = lowest * market.size(1.01...1e3)
        let buckets = Int(market.size(1...5000))
        let grid = try PriceGrid.logarithmic(from: Price(lowest), to: Price(highest), buckets: buckets)
        let scale = try #require(LogScale(grid))
        var factors = (0..<7).map { _ in market.size(0.2...3) } + [1, 0, .leastNonzeroMagnitude, .infinity]
        factors.shuffle(using: &market.random)
        var prices = (0..<300).map { _ in market.size(lowest...highest) }
        // Prices whose products come to lie on a border.
        for factor in factors where factor.isNormal {
            for edge in grid.edges where market.chance(0.2) {
                let price = edge / factor
                prices += [price.nextDown.nextDown, price.nextDown, price, price.nextUp, price.nextUp.nextUp]
            }
        }
        #expect(difference(grid, scale, factors, prices) == nil, "seed \(seed), \(buckets) buckets")
    }

    @Test func `a fine grid has a scale, too`() throws {
        let grid = try PriceGrid.logarithmic(from: Price(25_000), to: Price(290_000), buckets: 200_000)
        let scale = try #require(LogScale(grid))
        var market = RandomMarket(seed: 5)
        let prices = (0..<2000).map { _ in market.size(25_000...290_000) }
        #expect(difference(grid, scale, [0.5, 0.9, 0.99, 1.01, 1.5], prices) == nil)
    }

    @Test func `uneven grids have none`() throws {
        #expect(LogScale(try PriceGrid(edges: [1, 2, 3, 4])) == nil)
        #expect(LogScale(try .linear(from: Price(100), to: Price(200), buckets: 100)) == nil)
        #expect(LogScale(try PriceGrid(edges: [1e-300, 1, 1e300])) == nil)
        #expect(LogScale(try PriceGrid(edges: [.leastNonzeroMagnitude, 1])) == nil)
        #expect(LogScale(try PriceGrid(edges: [1, Double(1).nextUp])) == nil)
    }
}
