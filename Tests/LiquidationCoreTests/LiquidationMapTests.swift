import TestSupport
import Testing

@testable import LiquidationCore

@Suite("LiquidationMap") struct LiquidationMapTests {
    /// Buckets of 10 from 80 to 130; the price lies in the third.
    private let edges: [Double] = [80, 90, 100, 110, 120, 130]

    private func map(price: Double = 105) throws -> LiquidationMap {
        try HandMap.make(edges: edges, price: price, long: [5, 3, 1, 0, 0], short: [0, 0, 2, 4, 8])
    }

    @Test func `cumulative sums grow outwards from the price`() throws {
        // Down: 1, 1 + 3, 4 + 5. Up: 2 in the price's own bucket, 2 + 4, 6 + 8.
        #expect(try map().cumulative() == [9, 4, 1, 6, 14])
    }

    @Test func `from off the grid all mass lies on one way`() throws {
        #expect(try map(price: 50).cumulative() == [0, 0, 2, 6, 14])
        #expect(try map(price: 130).cumulative() == [9, 4, 1, 0, 0])
        #expect(try map(price: 500).cumulative() == [9, 4, 1, 0, 0])
        #expect(try map(price: 80).cumulative() == [5, 0, 2, 6, 14])
        #expect(try map(price: 129).cumulative() == [9, 4, 1, 0, 0])
    }

    @Test func `a grid of one bucket has one sum`() throws {
        let map = try HandMap.make(edges: [80, 130], price: 100, long: [3], short: [5])
        #expect(map.cumulative() == [3])
    }

    @Test func `notional at a price is that of its bucket, nil off the grid`() throws {
        let map = try map()
        for (price, notional) in [(80, 5), (89.99, 5), (90, 3), (129.99, 0)] as [(Double, Double)] {
            #expect(map.notional(.long, at: try Price(price)) == notional)
        }
        #expect(map.notional(.short, at: try Price(129.99)) == 8)
        #expect(map.notional(.short, at: try Price(79.99)) == nil)
        #expect(map.notional(.short, at: try Price(130)) == nil)
    }

    @Test func `totals, peak and sums within a distance`() throws {
        let map = try map()
        #expect(map.total(.long) == 9 && map.total(.short) == 14)
        #expect(map.peak == 8)
        // Down from 105 by 9 %, to 95.55: all of the bucket of the price, 4.45 of the 10 below it.
        #expect(abs(map.sum(.long, within: try Rate(0.09)) - (1 + 0.445 * 3)) < 1e-12)
        // Up by 20 %, to 126: two buckets and 6 of the 10 of the third. The sign does not matter.
        for distance in [0.2, -0.2] {
            #expect(abs(map.sum(.short, within: try Rate(distance)) - (2 + 4 + 0.6 * 8)) < 1e-12)
        }
        #expect(map.sum(.long, within: try Rate(0)) == 0)
        #expect(map.sum(.long, within: try Rate(3)) == 9)
        #expect(map.byRung.long == [])
    }

    @Test func `asymmetry is shorts against longs, nil where there is no mass`() throws {
        let map = try map()
        // Down to 84: 1 + 3 + 0.6 · 5 = 7 of longs; up to 126: 10.8 of shorts.
        #expect(abs((map.asymmetry(within: try Rate(0.2)) ?? 0) - 3.8 / 17.8) < 1e-12)
        #expect(map.asymmetry(within: try Rate(0)) == nil)
        let above = try HandMap.make(edges: edges, price: 105, long: [], short: [0, 0, 0, 0, 1])
        #expect(above.asymmetry(within: try Rate(1)) == 1)
        #expect(above.asymmetry(within: try Rate(0.1)) == nil)
    }
}
