import Testing

@testable import LiquidationCore

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
