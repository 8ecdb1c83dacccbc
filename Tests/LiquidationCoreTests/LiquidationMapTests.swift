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

/// The rule of ``LiquidationMap`` at the edge of a bucket, and one step of a double to each side of it. `PictureTests`
/// has the same numbers for the picture.
@Suite("A price on the edge of a bucket") struct EdgeRuleTests {
    /// Two buckets, 90 to 100 and 100 to 110, with 3 and 5 of longs, 2 and 7 of shorts.
    private func map(_ price: Double) throws -> LiquidationMap {
        try HandMap.make(edges: [90, 100, 110], price: price, long: [3, 5], short: [2, 7])
    }

    static let onEdgeOrAbove = [100, (100.0).nextUp]

    @Test(arguments: onEdgeOrAbove)
    func `the bucket above the edge holds the price`(price: Double) throws {
        let map = try map(price)
        #expect(map.notional(.long, at: map.price) == 5)
        #expect(map.notional(.short, at: map.price) == 7)
        #expect(map.cumulative() == [8, 5])
        #expect(map.sum(.long, within: try Rate(0.5)) == 8)
        #expect(abs(map.sum(.short, within: try Rate(0.5)) - 7) < 1e-12)
        // The longs of the price's bucket count as soon as the price falls at all, then those of the next bucket.
        #expect(abs(map.sum(.long, within: try Rate(1e-6)) - 5.00003) < 1e-9)
        #expect(map.sum(.long, within: try Rate(0)) == 0)
    }

    @Test func `just below the edge the lower bucket holds the price`() throws {
        let map = try map((100.0).nextDown)
        #expect(map.notional(.long, at: map.price) == 3)
        #expect(map.notional(.short, at: map.price) == 2)
        #expect(map.cumulative() == [3, 9])
        #expect(map.sum(.long, within: try Rate(0.5)) == 3)
        #expect(abs(map.sum(.short, within: try Rate(0.5)) - 9) < 1e-12)
    }

    @Test(arguments: onEdgeOrAbove)
    func `a finer grid finds the longs of the price's bucket at the price`(price: Double) throws {
        let none = try HandMap.make(edges: [90, 105, 110], price: 100, long: [0, 0], short: [0, 0])
        let delta = try MapDelta(from: none, to: try map(price))
        #expect(delta.grid.edges == [90, 100, 105, 110])
        #expect(delta.change.long == [3, 5, 0])
        #expect(zip(delta.change.short, [2, 3.5, 3.5]).allSatisfy { abs($0 - $1) < 1e-12 })
    }

    @Test func `a finer grid spreads longs of a bucket above the price evenly`() throws {
        let none = try HandMap.make(edges: [90, 105, 110], price: 100, long: [0, 0], short: [0, 0])
        let delta = try MapDelta(from: none, to: try map((100.0).nextDown))
        #expect(delta.change.long == [3, 2.5, 2.5])
        #expect(delta.change.short == [2, 3.5, 3.5])
    }
}

/// A map with the masses that a test wants, by way of a ledger whose rungs reach each bucket.
enum HandMap {
    /// The map that stands at a close with masses per bucket.
    static func make(
        edges: [Double], price: Double, long: [Double], short: [Double]
    ) throws -> LiquidationMap {
        var model = MapModel.reference
        model.entry = .close
        let rungs = [Rung(leverage: 2, size: 1, factor: BySide(long: 0.5, short: 1.5))]
        var ledger = try Ledger(model: model, grid: PriceGrid(edges: edges), rungs: rungs, byRung: false)
        for (bucket, mass) in long.enumerated() {
            ledger.books.long.open(mass, row: 0, bucket: bucket, rung: 0, entry: 1)
        }
        for (bucket, mass) in short.enumerated() {
            ledger.books.short.open(mass, row: 0, bucket: bucket, rung: 0, entry: 1)
        }
        return try LiquidationMap(ledger, time: Timestamp(milliseconds: 0), price: Price(price))
    }
}
