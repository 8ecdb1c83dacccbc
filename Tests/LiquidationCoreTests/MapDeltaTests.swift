import TestSupport
import Testing
@testable import LiquidationCore

@Suite("MapDelta") struct MapDeltaTests {
    /// A map with masses drawn at random on a grid drawn at random.
    private func map(_ random: inout SeededGenerator, edges: [Double]? = nil) throws -> LiquidationMap {
        let edges = edges ?? Self.edges(&random)
        func masses() -> [Double] {
            (1..<edges.count).map { _ in
                Bool.random(using: &random) ? .random(in: 0...1e9, using: &random) : 0
            }
        }
        return try HandMap.make(
            edges: edges, price: .random(in: 40...220, using: &random), long: masses(), short: masses())
    }

    private static func edges(_ random: inout SeededGenerator) -> [Double] {
        let count = Int.random(in: 1...60, using: &random)
        var price = Double.random(in: 20...120, using: &random)
        return (0...count).map { _ in
            price += .random(in: 0.01...5, using: &random)
            return price
        }
    }

    private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(abs(a), abs(b)) + 1e-3 }

    @Test(arguments: 0..<LongTests.pick(15, long: 50)) func `a map leaves nothing of itself`(round: UInt64)
        throws
    {
        var random = SeededGenerator(seed: round)
        let map = try map(&random)
        let delta = try MapDelta(from: map, to: map)
        #expect(delta.isOnOneGrid)
        #expect(
            delta.change.long.allSatisfy { $0 == 0 } && delta.change.short.allSatisfy { $0 == 0 },
            "seed \(round)")
        #expect(delta.grid.edges == map.grid.edges)
    }

    @Test(arguments: 0..<LongTests.pick(25, long: 100)) func `a - b is -(b - a) to the last bit`(
        round: UInt64
    ) throws {
        var random = SeededGenerator(seed: round)
        let (a, b) = (try map(&random), try map(&random))
        let (one, other) = (try MapDelta(from: b, to: a), try MapDelta(from: a, to: b))
        for side in Side.allCases {
            #expect(one.change[side] == other.change[side].map { 0 - $0 }, "seed \(round)")
            #expect(one.change[side] == other.reversed.change[side], "seed \(round)")
            #expect(one.total(side) == -other.total(side))
        }
        #expect(one.grid.edges == other.grid.edges)
    }

    @Test(arguments: 0..<LongTests.pick(25, long: 100))
    func `sums are the difference of sums, whatever the grids`(round: UInt64) throws {
        var random = SeededGenerator(seed: round)
        let shared = round % 2 == 0 ? Self.edges(&random) : nil
        let (a, b) = (try map(&random, edges: shared), try map(&random, edges: shared))
        let delta = try MapDelta(from: b, to: a)
        #expect(delta.isOnOneGrid == (shared != nil))
        for side in Side.allCases {
            let sum = delta.change[side].reduce(0, +)
            #expect(isNear(sum, a.total(side) - b.total(side)), "seed \(round)")
            #expect(isNear(delta.total(side), sum), "seed \(round)")
            let near = try Rate(.random(in: 0.01...0.5, using: &random))
            #expect(delta.sum(side, within: near) == a.sum(side, within: near) - b.sum(side, within: near))
        }
    }

    @Test(arguments: 0..<LongTests.pick(25, long: 100)) func `each bucket of both keeps what it held`(
        round: UInt64
    ) throws {
        var random = SeededGenerator(seed: round)
        let map = try map(&random)
        // Against a map without mass on another grid the difference is the map itself.
        let edges = Self.edges(&random)
        let none = [Double](repeating: 0, count: edges.count - 1)
        let empty = try HandMap.make(edges: edges, price: 100, long: none, short: none)
        let delta = try MapDelta(from: empty, to: map)
        for side in Side.allCases {
            for bucket in 0..<map.grid.count {
                let (low, high) = (map.grid.edges[bucket], map.grid.edges[bucket + 1])
                let cells = (0..<delta.grid.count).filter {
                    delta.grid.edges[$0] >= low && delta.grid.edges[$0 + 1] <= high
                }
                let sum = cells.reduce(0) { $0 + delta.change[side][$1] }
                #expect(isNear(sum, map.notional[side][bucket]), "seed \(round), bucket \(bucket)")
                #expect(cells.allSatisfy { delta.change[side][$0] >= 0 }, "seed \(round), bucket \(bucket)")
            }
        }
    }

    @Test func `what a bucket holds is even over its height, longs below the price and shorts above`() throws
    {
        let one = try HandMap.make(edges: [100, 110], price: 108, long: [80], short: [20])
        let none = try HandMap.make(edges: [100, 104, 110], price: 108, long: [0, 0], short: [0, 0])
        let delta = try MapDelta(from: none, to: one)
        #expect(delta.grid.edges == [100, 104, 110])
        // 8 of longs' 80 lie in each unit of price from 100 to 108; all shorts lie above 108.
        #expect(delta.change.long == [40, 40])
        #expect(delta.change.short == [0, 20])
        #expect(delta.change(.long, at: try Price(103)) == 40)
        #expect(delta.change(.long, at: try Price(99)) == nil)
    }

    @Test func `grids that are too fine together are refused with a hint`() throws {
        func fine(_ start: Double) throws -> LiquidationMap {
            let edges = (0...600_000).map { start + Double($0) * 0.001 }
            let none = [Double](repeating: 0, count: 600_000)
            return try HandMap.make(edges: edges, price: 100, long: none, short: none)
        }
        let (one, other) = (try fine(50), try fine(50.0005))
        let error = #expect(throws: CoreError.self) { try MapDelta(from: one, to: other) }
        #expect(error?.code == .invalidGrid)
        #expect(error?.hint == "make both maps with the same buckets or the same step")
    }
}
